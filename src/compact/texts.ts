/**
 * All texts of a catalog, each once, so that they can be read at once.
 *
 * Two thirds of all letters stand in long texts, nearly all of them ASCII: these are parts of a few texts so long that V8 holds them outside
 * its heap, where garbage collection does not walk. All others are JSON, from which V8 makes strings of their own fastest: a part would
 * hold on to its whole for as long as anyone remembers an ID.
 */

import type { Column, ReadColumn } from './columns.ts';
import { CompactError } from './compact-error.ts';

/** Shorter texts are as small alone as a part of another is. */
const LONG = 96;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
const ASCII = /^[\u0000-\u007F]*$/;

/** Long texts stand together up to some so many letters: from a million on, V8 holds them outside its heap. */
const TOGETHER = 1_500_000;
/** So many short ones are parsed in one step, and so many parts are cut: about a ms. */
const SHORT_STEP = 3000;
const LONG_STEP = 6000;

export interface TextWriter {
  /** The text's number. */
  readonly number: (text: string) => number;
  readonly columns: () => readonly Column[];
}

export function createTextWriter(): TextWriter {
  const numbers = new Map<string, number>();
  return {
    number(text) {
      const number = numbers.get(text) ?? numbers.size;
      if (number === numbers.size) numbers.set(text, number);
      return number;
    },
    columns() {
      const texts = [...numbers.keys()];
      const long = texts.filter(isLong);
      const short = texts.filter((text) => !isLong(text));
      return [
        // Number → its length, where it is a long one; 0 where it is a short one.
        Uint32Array.from(texts, (text) => (isLong(text) ? text.length : 0)),
        ...joinTexts(cutByLength(long).map((some) => some.join(''))),
        ...joinTexts(cutByCount(short).map((some) => JSON.stringify(some))),
      ];
    },
  };
}

/** Number → text. */
export function* readTexts(column: ReadColumn): Generator<void, readonly string[]> {
  const lengths = column('u32');
  const long = yield* splitTexts(column);
  const short: string[] = [];
  for (const json of yield* splitTexts(column)) {
    short.push(...parseTexts(json));
    yield;
  }
  const texts = new Array<string>(lengths.length);
  let [whole, from, taken] = [0, 0, 0];
  for (let number = 0; number < lengths.length; number += 1) {
    const length = lengths[number] ?? 0;
    if (length === 0) {
      texts[number] = short[taken] ?? '';
      taken += 1;
    } else {
      if (from >= (long[whole]?.length ?? 0)) [whole, from] = [whole + 1, 0];
      texts[number] = (long[whole] ?? '').slice(from, from + length);
      from += length;
    }
    if (number % LONG_STEP === 0) yield;
  }
  if (taken !== short.length) throw new CompactError('has more or fewer texts than it says');
  return texts;
}

function isLong(text: string): boolean {
  return text.length >= LONG && ASCII.test(text);
}

function cutByLength(texts: readonly string[]): readonly (readonly string[])[] {
  const groups: string[][] = [];
  let length = TOGETHER;
  for (const text of texts) {
    if (length >= TOGETHER) {
      groups.push([]);
      length = 0;
    }
    groups.at(-1)?.push(text);
    length += text.length;
  }
  return groups;
}

function cutByCount(texts: readonly string[]): readonly (readonly string[])[] {
  const groups = Math.ceil(texts.length / SHORT_STEP);
  return Array.from({ length: groups }, (_, at) => texts.slice(at * SHORT_STEP, (at + 1) * SHORT_STEP));
}

/** As UTF-8, and how many bytes each has. */
function joinTexts(texts: readonly string[]): readonly [Uint32Array, Uint8Array] {
  const encoder = new TextEncoder();
  const all = texts.map((text) => encoder.encode(text));
  const sizes = Uint32Array.from(all, ({ length }) => length);
  const joined = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  let from = 0;
  for (const each of all) {
    joined.set(each, from);
    from += each.length;
  }
  return [sizes, joined];
}

function* splitTexts(column: ReadColumn): Generator<void, readonly string[]> {
  const [sizes, joined] = [column('u32'), column('u8')];
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const texts: string[] = [];
  let from = 0;
  for (const size of sizes) {
    texts.push(decoder.decode(joined.subarray(from, from + size)));
    from += size;
    yield;
  }
  return texts;
}

function parseTexts(json: string): readonly string[] {
  try {
    const texts: unknown = JSON.parse(json);
    if (Array.isArray(texts) && texts.every((text) => typeof text === 'string')) return texts;
  } catch (cause) {
    throw new CompactError('has texts that cannot be read', { cause });
  }
  throw new CompactError('has texts that are none');
}
