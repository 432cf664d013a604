/** How values become numbers and values again: small codecs, each of which knows both ways, put together as the types are. */

import { CompactError } from './compact-error.ts';
import { type In, type Out, pick } from './stream.ts';

export interface Codec<T> {
  readonly write: (out: Out, value: T) => void;
  readonly read: (from: In) => T;
}

/** A whole number from 0 up to 2³² − 1. */
export const number: Codec<number> = {
  write: (out, value) => out.number(value),
  read: (from) => from.number(),
};

export const text: Codec<string> = {
  write: (out, value) => out.text(value),
  read: (from) => from.text(),
};

export const flag: Codec<boolean> = {
  write: (out, value) => out.number(value ? 1 : 0),
  read: (from) => from.number() === 1,
};

/** Takes no room. */
export function constant<T>(value: T): Codec<T> {
  return { write: () => undefined, read: () => value };
}

/** 0 where there is none. */
export const optionalText: Codec<string | undefined> = {
  write: (out, value) => out.number(value === undefined ? 0 : out.textNumber(value) + 1),
  read(from) {
    const number = from.number();
    return number === 0 ? undefined : from.texts.at(number - 1);
  },
};

/** @param numbers each of the words → its number; that of a word which is there no more is not to be given to another */
export function oneOf<T extends string>(numbers: Readonly<Record<T, number>>): Codec<T> {
  const words = new Map(Object.entries<number>(numbers).map(([word, value]) => [value, word as T]));
  return {
    write: (out, value) => out.number(numbers[value]),
    read(from) {
      const word = words.get(from.number());
      if (word === undefined) throw new CompactError('has a number that stands for nothing');
      return word;
    },
  };
}

export function list<T>(codec: Codec<T>): Codec<readonly T[]> {
  return {
    write(out, values) {
      out.number(values.length);
      for (const value of values) codec.write(out, value);
    },
    read(from) {
      const count = from.count();
      // Not by `push`, which leaves room for more behind the last.
      const values = new Array<T>(count);
      for (let at = 0; at < count; at += 1) values[at] = codec.read(from);
      return values;
    },
  };
}

export function setOf<T>(codec: Codec<T>): Codec<ReadonlySet<T>> {
  return as(
    list(codec),
    (values) => [...values],
    (values) => new Set(values),
  );
}

/** Equal values become one, for whoever reads: of lists that are few and often the same, or empty. */
export function shared<T>(codec: Codec<T>): Codec<T> {
  return {
    write(out, value) {
      const start = out.numbers.push(0);
      codec.write(out, value);
      const known = out.remember(codec, start);
      if (known !== undefined) out.numbers.splice(start - 1, Number.POSITIVE_INFINITY, known);
    },
    read(from) {
      const known = from.number();
      if (known !== 0) return pick(from.known, known - 1) as T;
      const value = codec.read(from);
      from.known.push(value);
      return value;
    },
  };
}

type Fields<T> = { readonly [K in keyof T]-?: Codec<T[K]> };

/** A codec for each field: a field that is added to the type and not here fails to compile. */
export function record<T extends object>(fields: Fields<T>): Codec<T> {
  const entries = Object.entries(fields) as [keyof T & string, Codec<T[keyof T & string]>][];
  // Of an object as JSON has it V8 knows how many fields it has: so have its copies, which take a third less memory than what grows.
  const empty = JSON.parse(JSON.stringify(Object.fromEntries(entries.map(([name]) => [name, null])))) as T;
  return {
    write(out, value) {
      for (const [name, codec] of entries) codec.write(out, value[name]);
    },
    read(from) {
      const value = { ...empty };
      for (const [name, codec] of entries) value[name] = codec.read(from);
      return value;
    },
  };
}

/** Another form of what a codec knows, such as a Map as the list of its entries. */
export function as<T, U>(codec: Codec<U>, to: (value: T) => U, back: (value: U) => T): Codec<T> {
  return {
    write: (out, value) => codec.write(out, to(value)),
    read: (from) => back(codec.read(from)),
  };
}
