/** The one gate for what the app says: text and blocks are read, and refused in Slack's words when they break its limits. */

import type { KnownBlock } from '@slack/types';
import { decodeJson, type JsonObject, readAt, readString } from './json.ts';
import type { Surface } from './lint/limits.ts';
import { type Fault, lintBlocks } from './lint/lint.ts';

export interface Refusal extends JsonObject {
  readonly ok: false;
  readonly error: string;
}

export type ContentResult =
  | {
      readonly kind: 'content';
      readonly content: { readonly text: string; readonly blocks: readonly KnownBlock[] | undefined };
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export type BlocksResult =
  | { readonly kind: 'blocks'; readonly blocks: readonly KnownBlock[] | undefined }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** chat.postMessage cuts a longer text and chat.update refuses it with `msg_too_long`; refused everywhere here, so that no test misses it. */
const MAX_TEXT = 40_000;
/**
 * All blocks of a message together: undocumented, and seen to be refused beyond 13,172 characters (bolt-js#2509), with about
 * 110 more for each block. What Slack counts is not known: this is the measure that fits the reports.
 */
const MAX_WEIGHT = 13_172;
const WEIGHT_PER_BLOCK = 110;

/** @param args a message's arguments, as JSON or with its blocks as JSON in a string */
export function readContent(args: JsonObject, surface: Surface): ContentResult {
  const text = readString(args, 'text') ?? '';
  if (readAt(args, 'attachments') !== undefined) {
    // Nothing in the sandbox shows them, and dropping them in silence would hide a message's content.
    return refuse('invalid_arguments', ['the sandbox takes no attachments']);
  }
  const result = readBlocks(readAt(args, 'blocks'), '/blocks', surface);
  if (result.kind === 'refused') {
    return result;
  }
  if (text.length > MAX_TEXT) {
    return refuse('msg_too_long', []);
  }
  if (text === '' && result.blocks === undefined) {
    return refuse('no_text', []);
  }
  return { kind: 'content', content: { text, blocks: result.blocks } };
}

/** @param pointer where the blocks stand in the arguments */
export function readBlocks(value: unknown, pointer: string, surface: Surface): BlocksResult {
  const blocks = typeof value === 'string' ? decodeJson(value) : value;
  if (value === undefined || value === '' || value === null) {
    return { kind: 'blocks', blocks: undefined };
  }
  if (!Array.isArray(blocks)) {
    return refuse('invalid_blocks_format', []);
  }
  const faults = lintBlocks(blocks, surface);
  if (faults.length > 0) {
    return refuse(
      'invalid_blocks',
      faults.map((fault) => nameFault(fault, pointer)),
    );
  }
  if (surface === 'message' && weighBlocks(blocks) > MAX_WEIGHT) {
    return refuse('msg_blocks_too_long', []);
  }
  return { kind: 'blocks', blocks: blocks.length === 0 ? undefined : (blocks as KnownBlock[]) };
}

/** How much of a message's allowance its blocks take, in characters. */
export function weighBlocks(blocks: readonly unknown[]): number {
  return JSON.stringify(blocks).length + WEIGHT_PER_BLOCK * blocks.length;
}

export function refuse(
  error: string,
  messages: readonly string[],
): { readonly kind: 'refused'; readonly refusal: Refusal } {
  return {
    kind: 'refused',
    refusal: {
      ok: false,
      error,
      ...(messages.length === 0
        ? {}
        : { errors: messages, response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) } }),
    },
  };
}

function nameFault(fault: Fault, pointer: string): string {
  return `${fault.message} [json-pointer:${pointer}${fault.pointer}]`;
}
