/** What codecs write to and read from: one row of numbers, of which some are those of texts, and columns for what is much of a kind. */

import { type Column, type ColumnReader, type ColumnType, joinColumns, openColumns } from './columns.ts';
import { CompactError } from './compact-error.ts';
import { createTextWriter, readTexts, type Texts } from './texts.ts';

export class Out {
  /** From 0 up to 2³² − 1 each. */
  readonly numbers: number[] = [];
  readonly #known = new Map<unknown, Map<string, number>>();
  #countKnown = 0;
  readonly #texts = createTextWriter();
  readonly #columns: Column[] = [];

  number(number: number): void {
    this.numbers.push(number);
  }

  text(text: string): void {
    this.numbers.push(this.textNumber(text));
  }

  textNumber(text: string): number {
    return this.#texts.number(text);
  }

  /** Their numbers, as a column. */
  texts(texts: readonly string[]): void {
    this.column(Uint32Array.from(texts, (text) => this.textNumber(text)));
  }

  column(column: Column): void {
    this.#columns.push(column);
  }

  /**
   * What was just written, for others to say that they are the same.
   *
   * @param codec by which it was
   * @param start the place of its first number
   * @returns the number, from 1 on, of what was written before with the same numbers; undefined for the first, which gets the next number
   */
  remember(codec: unknown, start: number): number | undefined {
    const own = this.#known.get(codec) ?? new Map<string, number>();
    this.#known.set(codec, own);
    const content = this.numbers.slice(start).join();
    const known = own.get(content);
    if (known === undefined) own.set(content, ++this.#countKnown);
    return known;
  }

  join(): Uint8Array<ArrayBuffer> {
    return joinColumns([...this.#texts.columns(), Uint32Array.from(this.numbers), ...this.#columns]);
  }
}

/** Gives back in the same order what was written, and throws a CompactError where that is something else. */
export class In {
  /** By its number: what others may be the same as. */
  readonly known: unknown[] = [];
  readonly texts: Texts;
  #next = 0;
  readonly #numbers: Uint32Array;
  readonly #columns: ColumnReader;

  constructor(texts: Texts, columns: ColumnReader) {
    this.texts = texts;
    this.#columns = columns;
    this.#numbers = columns.copy('u32');
  }

  number(): number {
    const number = this.#numbers[this.#next];
    if (number === undefined) throw new CompactError('has fewer numbers than it says');
    this.#next += 1;
    return number;
  }

  /** Of what has so many parts, a number each or more. */
  count(): number {
    const count = this.number();
    if (count > this.#numbers.length) throw new CompactError('has fewer parts than it says');
    return count;
  }

  text(): string {
    return this.texts.at(this.number());
  }

  textColumn(): readonly string[] {
    return Array.from(this.column('u32'), (number) => this.texts.at(number));
  }

  column<T extends ColumnType>(type: T): Column<T> {
    return this.#columns.copy(type);
  }
}

/** Step by step. */
export function* openStream(bytes: Uint8Array): Generator<void, In> {
  const columns = openColumns(bytes);
  const texts = yield* readTexts(columns);
  return new In(texts, columns);
}

/** What a number stands for. */
export function pick<T>(all: readonly T[], number: number | undefined): T {
  const one = number === undefined ? undefined : all[number];
  if (one === undefined) throw new CompactError('means something that it has not');
  return one;
}
