/**
 * All texts of a catalog, each once.
 *
 * Two thirds of all letters stand in long texts, nearly all of them ASCII: these are cut, when they are asked for, from a few texts so long
 * that V8 holds them outside its heap, where garbage collection does not walk. All others are JSON, from which V8 makes strings of their
 * own fastest: one that was cut would hold on to its whole for as long as anyone remembers an ID.
 */

import type { Column, ColumnReader } from './columns.ts';
import { CompactError } from './compact-error.ts';

/** Shorter texts are as small alone as a part of another is. */
const LONG = 96;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
const ASCII = /^[\u0000-\u007F]*$/;

/** Long texts stand together until there are so many letters: from a million on, V8 holds them outside its heap. */
const TOGETHER = 1_500_000;
/** So many short ones are parsed in one step: about a ms. */
const SHORT_STEP = 3000;

export interface TextWriter {
  /** The text's number: even for a short one, odd for a long one. */
  readonly number: (text: string) => number;
  readonly columns: () => readonly Column[];
}

/** Each long text from one start to the next; the letters of all wholes counted through. */
interface Long {
  readonly wholes: readonly string[];
  readonly starts: Uint32Array;
}

export interface Texts {
  /** Throws a CompactError where there is no such text. */
  readonly at: (number: number | undefined) => string;
}

export function createTextWriter(): TextWriter {
  const numbers = new Map<string, number>();
  const [short, long]: [string[], string[]] = [[], []];
  const add = (text: string) => {
    const isLong = text.length >= LONG && ASCII.test(text);
    const number = isLong ? 2 * long.push(text) - 1 : 2 * short.push(text) - 2;
    numbers.set(text, number);
    return number;
  };
  return {
    number: (text) => numbers.get(text) ?? add(text),
    columns: () => [
      ...joinTexts(cutByCount(short).map((some) => JSON.stringify(some))),
      ...joinTexts(cutByLength(long).map((some) => some.join(''))),
      sumUp(long.map(({ length }) => length)),
    ],
  };
}

export function* readTexts(columns: ColumnReader): Generator<void, Texts> {
  const short: string[] = [];
  for (const json of splitTexts(columns)) {
    short.push(...parseTexts(json));
    yield;
  }
  const wholes: string[] = [];
  for (const whole of splitTexts(columns)) {
    wholes.push(whole);
    yield;
  }
  const long = { wholes, starts: columns.copy('u32') };
  return {
    at(number = Number.NaN) {
      const text = number % 2 === 0 ? short[number / 2] : cutLong(long, (number - 1) / 2);
      if (text === undefined) throw new CompactError('has a number of a text that is not there');
      return text;
    },
  };
}

function cutLong({ wholes, starts }: Long, place: number): string | undefined {
  let [start, end] = [starts[place], starts[place + 1]];
  if (start === undefined || end === undefined) return undefined;
  for (const whole of wholes) {
    if (start < whole.length) return whole.slice(start, end);
    start -= whole.length;
    end -= whole.length;
  }
  return undefined;
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

/** Where each begins, as UTF-8, and the bytes of all. */
function joinTexts(texts: readonly string[]): readonly [Uint32Array, Uint8Array] {
  const encoder = new TextEncoder();
  const all = texts.map((text) => encoder.encode(text));
  const starts = sumUp(all.map(({ length }) => length));
  const joined = new Uint8Array(starts.at(-1) ?? 0);
  for (const [at, each] of all.entries()) joined.set(each, starts[at]);
  return [starts, joined];
}

/** One after the other, each decoded when it is asked for. */
function* splitTexts(columns: ColumnReader): Generator<string, void> {
  const [starts, joined] = [columns.copy('u32'), columns.view()];
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (let at = 0; at + 1 < starts.length; at += 1) yield decoder.decode(joined.subarray(starts[at], starts[at + 1]));
}

function parseTexts(json: string): readonly string[] {
  try {
    const texts: unknown = JSON.parse(json);
    if (Array.isArray(texts)) return texts;
  } catch (cause) {
    throw new CompactError('has texts that cannot be read', { cause });
  }
  throw new CompactError('has texts that are none');
}

/** Where each begins, if they stand one after the other; one more at the end. */
function sumUp(lengths: readonly number[]): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  for (const [at, length] of lengths.entries()) starts[at + 1] = (starts[at] ?? 0) + length;
  return starts;
}
