/** What codecs write to and read from: one row of numbers, of which some are those of texts, and columns for what is much of a kind. */

import { type Column, type ColumnType, joinColumns, openColumns, type ReadColumn } from './columns.ts';
import { CompactError } from './compact-error.ts';
import { createTextWriter, readTexts } from './texts.ts';

export class Out {
  /** From 0 up to 2³² − 1 each. */
  readonly numbers: number[] = [];
  /** For `shared`: what each codec has written → where. */
  readonly written = new Map<unknown, Map<string, number>>();
  readonly #texts = createTextWriter();
  readonly #columns: Column[] = [];

  number(number: number): void {
    this.numbers.push(number);
  }

  text(text: string): void {
    this.numbers.push(this.textNumber(text));
  }

  /** For texts that stand in columns. */
  textNumber(text: string): number {
    return this.#texts.number(text);
  }

  column(column: Column): void {
    this.#columns.push(column);
  }

  join(): Uint8Array<ArrayBuffer> {
    return joinColumns([...this.#texts.columns(), Uint32Array.from(this.numbers), ...this.#columns]);
  }
}

/** Gives back in the same order what was written, and throws a CompactError where that is something else. */
export class In {
  /** Of the next number. */
  place = 0;
  /** For `shared`: what has been read, by its place. */
  readonly read = new Map<number, unknown>();
  readonly #texts: readonly string[];
  readonly #numbers: Uint32Array;
  readonly #column: ReadColumn;

  constructor(texts: readonly string[], column: ReadColumn) {
    this.#texts = texts;
    this.#column = column;
    this.#numbers = column('u32');
  }

  number(): number {
    const number = this.#numbers[this.place];
    if (number === undefined) throw new CompactError('has fewer numbers than it says');
    this.place += 1;
    return number;
  }

  /** Of what has so many parts, a number each or more. */
  count(): number {
    const count = this.number();
    if (count > this.#numbers.length) throw new CompactError('has fewer parts than it says');
    return count;
  }

  text(): string {
    return this.textAt(this.number());
  }

  textAt(number: number | undefined): string {
    return pick(this.#texts, number);
  }

  column<T extends ColumnType>(type: T): Column<T> {
    return this.#column(type);
  }
}

/** Step by step. */
export function* openStream(bytes: Uint8Array): Generator<void, In> {
  const column = openColumns(bytes);
  const texts = yield* readTexts(column);
  yield;
  return new In(texts, column);
}

/** What a number stands for. */
export function pick<T>(all: readonly T[], number: number | undefined): T {
  const one = number === undefined ? undefined : all[number];
  if (one === undefined) throw new CompactError('means something that it has not');
  return one;
}
