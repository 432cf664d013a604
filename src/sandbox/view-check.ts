/** What Slack refuses of a view before it shows it: its size, its properties, their lengths, and its blocks. */

import { fail, type Refusal } from './answer.ts';
import { readBlocks } from './content.ts';
import { isObject, type JsonObject, readString } from './json.ts';

/** Slack's limit on a whole view, in bytes. */
const MAX_VIEW_BYTES = 250_000;
/** In characters, on texts (or the `text` of text objects). Source: @slack/types, views. */
const MAX_LENGTHS: Readonly<Record<string, number>> = {
  title: 24,
  submit: 24,
  close: 24,
  private_metadata: 3000,
  callback_id: 255,
  external_id: 255,
};
const TEXTS = ['title', 'submit', 'close'];
const STRINGS = ['private_metadata', 'callback_id', 'external_id'];
const COMMON = ['type', 'blocks', 'private_metadata', 'callback_id', 'external_id'];
const PROPERTIES: Readonly<Record<'modal' | 'home', readonly string[]>> = {
  home: COMMON,
  modal: [...COMMON, 'title', 'submit', 'close', 'clear_on_close', 'notify_on_close'],
};

/** @returns the refusal, in Slack's words; undefined for a view that Slack takes */
export function checkView(view: unknown, kind: 'modal' | 'home'): Refusal | undefined {
  if (!isObject(view) || view.type !== kind) {
    return fail('invalid_arguments', [`must be a view of type ${kind} [json-pointer:/view/type]`]);
  }
  if (Buffer.byteLength(JSON.stringify(view)) > MAX_VIEW_BYTES) {
    return fail('view_too_large');
  }
  const faults = [
    ...findUnknown(view, kind),
    ...(kind === 'modal' ? findMissing(view) : []),
    ...TEXTS.flatMap((key) => findMistyped(view, key, isPlainText, 'a plain_text object')),
    ...STRINGS.flatMap((key) => findMistyped(view, key, isString, 'a string')),
    ...Object.entries(MAX_LENGTHS).flatMap(([key, max]) => findTooLong(view, key, max)),
  ];
  if (faults.length > 0) {
    return fail('invalid_arguments', faults);
  }
  if (!Array.isArray(view.blocks)) {
    return fail('invalid_arguments', ['missing required field: blocks [json-pointer:/view]']);
  }
  const result = readBlocks(view.blocks, '/view/blocks', kind);
  return result.kind === 'refused' ? { ...result.refusal, error: 'invalid_arguments' } : undefined;
}

function findUnknown(view: JsonObject, kind: 'modal' | 'home'): readonly string[] {
  return Object.keys(view)
    .filter((key) => !PROPERTIES[kind].includes(key))
    .map((key) => `invalid additional property: ${key} [json-pointer:/view]`);
}

function findMistyped(
  view: JsonObject,
  key: string,
  isRight: (value: unknown) => boolean,
  wanted: string,
): readonly string[] {
  return view[key] === undefined || isRight(view[key]) ? [] : [`must provide ${wanted} [json-pointer:/view/${key}]`];
}

function isPlainText(value: unknown): boolean {
  return readString(value, 'type') === 'plain_text' && (readString(value, 'text') ?? '') !== '';
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

/** A modal needs a title, and a way to submit what it asks for. */
function findMissing(view: JsonObject): readonly string[] {
  const asks = Array.isArray(view.blocks) && view.blocks.some((block) => readString(block, 'type') === 'input');
  const required = ['title', ...(asks ? ['submit'] : [])];
  return required
    .filter((key) => view[key] === undefined)
    .map((key) => `missing required field: ${key} [json-pointer:/view]`);
}

function findTooLong(view: JsonObject, key: string, max: number): readonly string[] {
  const text = readString(view, key) ?? readString(view, key, 'text') ?? '';
  const isText = readString(view, key) === undefined;
  return text.length > max
    ? [`must be less than ${max + 1} characters [json-pointer:/view/${key}${isText ? '/text' : ''}]`]
    : [];
}
