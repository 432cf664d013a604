/** The one gate for what the app says: text and blocks are read, and refused in Slack's words when they break its limits. */

import type { KnownBlock } from '@slack/types';
import { fail, type Refusal } from './answer.ts';
import { type JsonObject, readAt, readString } from './json.ts';
import type { Surface } from './lint/limits.ts';
import { type Fault, lintBlocks } from './lint/lint.ts';

/** What one message says. */
interface Content {
  readonly text: string;
  readonly blocks: readonly KnownBlock[] | undefined;
}

export type ContentResult = { readonly kind: 'content'; readonly content: Content } | Refused;
export type BlocksResult = { readonly kind: 'blocks'; readonly blocks: readonly KnownBlock[] | undefined } | Refused;

interface Refused {
  readonly kind: 'refused';
  readonly refusal: Refusal;
}

/** chat.postMessage cuts a longer text and chat.update refuses it with `msg_too_long`; refused everywhere here, so that no test misses it. */
const MAX_TEXT = 40_000;

/**
 * @param args a message's arguments, with its blocks as values
 * @param refused types of blocks and elements that are not taken here
 */
export function readContent(args: JsonObject, refused: ReadonlySet<string>): ContentResult {
  const text = readString(args, 'text') ?? '';
  if (readAt(args, 'attachments') !== undefined) {
    // Nothing in the sandbox shows them, and dropping them in silence would hide a message's content.
    return refuse('invalid_arguments', ['the sandbox takes no attachments']);
  }
  const result = readBlocks(readAt(args, 'blocks'), '/blocks', 'message', refused);
  if (result.kind === 'refused') {
    return result;
  }
  if (text.length > MAX_TEXT) {
    return refuse('msg_too_long');
  }
  if (text === '' && result.blocks === undefined) {
    return refuse('no_text');
  }
  return { kind: 'content', content: { text, blocks: result.blocks } };
}

/** @param pointer where the blocks stand in the arguments */
export function readBlocks(
  blocks: unknown,
  pointer: string,
  surface: Surface,
  refused: ReadonlySet<string> = new Set(),
): BlocksResult {
  if (blocks === undefined || blocks === '' || blocks === null) {
    return { kind: 'blocks', blocks: undefined };
  }
  if (!Array.isArray(blocks)) {
    return refuse('invalid_blocks_format');
  }
  const faults = [...lintBlocks(blocks, surface), ...findRefused(blocks, refused, '')];
  const [first] = faults;
  if (first !== undefined) {
    return refuse(
      first.error,
      faults.map((fault) => nameFault(fault, pointer)),
    );
  }
  return { kind: 'blocks', blocks: blocks.length === 0 ? undefined : (blocks as KnownBlock[]) };
}

function findRefused(value: unknown, refused: ReadonlySet<string>, pointer: string): readonly Fault[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const type = readString(value, 'type');
  const inner = Object.entries(value).flatMap(([key, item]) => findRefused(item, refused, `${pointer}/${key}`));
  return type !== undefined && refused.has(type)
    ? [{ error: 'invalid_blocks', message: `unsupported type: ${type}`, pointer: `${pointer}/type` }, ...inner]
    : inner;
}

function refuse(error: string, messages: readonly string[] = []): Refused {
  return { kind: 'refused', refusal: fail(error, messages) };
}

function nameFault(fault: Fault, pointer: string): string {
  return `${fault.message} [json-pointer:${pointer}${fault.pointer}]`;
}
