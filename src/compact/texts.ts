/**
 * All texts of a catalog, each once.
 *
 * Two thirds of all letters stand in long texts, nearly all of them ASCII: these are cut, when they are asked for, from a few texts so long
 * that V8 holds them outside its heap, where garbage collection does not walk. All others are JSON, from which V8 makes strings of their
 * own fastest: one that was cut would hold on to its whole for as long as anyone remembers an ID. What is not ASCII is kept apart from what
 * is, because one such letter makes V8 hold all that stands with it in twice the room.
 */

import type { Column, ColumnReader } from './columns.ts';
import { CompactError } from './compact-error.ts';

/** Shorter texts are as small alone as a part of another is. */
const LONG = 96;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
const ASCII = /^[\u0000-\u007F]*$/;

/** Long texts stand together until there are so many letters: from a million on, V8 holds them outside its heap. */
const TOGETHER = 1_500_000;
/** JSON of so many letters, or a little more, is parsed in one step: about a ms. */
const JSON_STEP = 200_000;

export interface TextWriter {
  /** The text's number: its place in its class, times the number of classes, plus the class. */
  readonly number: (text: string) => number;
  readonly columns: () => readonly Column[];
}

/** The class of a text, by how it is kept. */
const [PLAIN, LONG_PLAIN, OTHER] = [0, 1, 2];
const CLASSES = 3;

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
  const classes: readonly string[][] = Array.from({ length: CLASSES }, () => []);
  const add = (text: string) => {
    const kind = classify(text);
    const place = classes[kind]?.push(text) ?? 0;
    const number = (place - 1) * CLASSES + kind;
    numbers.set(text, number);
    return number;
  };
  return {
    number: (text) => numbers.get(text) ?? add(text),
    columns() {
      const [plain = [], long = [], other = []] = classes;
      return [
        ...joinJson(plain),
        ...joinJson(other),
        ...joinTexts(gather(long, TOGETHER, (some) => some.join(''))),
        sumUp(long),
      ];
    },
  };
}

export function* readTexts(columns: ColumnReader): Generator<void, Texts> {
  const plain = yield* readJson(columns);
  const other = yield* readJson(columns);
  const wholes: string[] = [];
  for (const whole of splitTexts(columns)) {
    wholes.push(whole);
    yield;
  }
  const long = { wholes, starts: columns.copy('u32') };
  return {
    at(number = Number.NaN) {
      const kind = number % CLASSES;
      const place = (number - kind) / CLASSES;
      const text = kind === PLAIN ? plain[place] : kind === OTHER ? other[place] : cutLong(long, place);
      if (text === undefined) throw new CompactError('has a number of a text that is not there');
      return text;
    },
  };
}

function classify(text: string): number {
  if (!ASCII.test(text)) return OTHER;
  return text.length >= LONG ? LONG_PLAIN : PLAIN;
}

function joinJson(texts: readonly string[]): readonly Column[] {
  return joinTexts(gather(texts, JSON_STEP, (some) => JSON.stringify(some)));
}

function* readJson(columns: ColumnReader): Generator<void, readonly string[]> {
  const parts: (readonly string[])[] = [];
  for (const json of splitTexts(columns)) {
    parts.push(parseTexts(json));
    yield;
  }
  return parts.flat();
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

/** Some texts together as one, as long as they have not yet so many letters. */
function gather(texts: readonly string[], most: number, join: (some: readonly string[]) => string): readonly string[] {
  const joined: string[] = [];
  let [from, length] = [0, 0];
  for (const [at, text] of texts.entries()) {
    length += text.length;
    if (length < most && at + 1 < texts.length) continue;
    joined.push(join(texts.slice(from, at + 1)));
    [from, length] = [at + 1, 0];
  }
  return joined;
}

/** Where each begins, as UTF-8, and the bytes of all. */
function joinTexts(texts: readonly string[]): readonly [Uint32Array, Uint8Array] {
  const encoder = new TextEncoder();
  const all = texts.map((text) => encoder.encode(text));
  const starts = sumUp(all);
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
function sumUp(all: readonly { readonly length: number }[]): Uint32Array {
  const starts = new Uint32Array(all.length + 1);
  for (const [at, { length }] of all.entries()) starts[at + 1] = (starts[at] ?? 0) + length;
  return starts;
}
