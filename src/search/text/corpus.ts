/** All passages of some subjects as numbers: what counting and learning go over, and what is dropped when both are done. */

import type { AttackObject } from '../../attack/object.ts';
import type { Graph } from '../graph.ts';
import { buildDictionary, type Dictionary } from './dictionary.ts';
import { findPair, findPairs, NO_PAIR, type PairTable } from './pairs.ts';
import { FIELDS, passagesOf, type WaysToSay } from './passages.ts';
import { stemOf, wordsOf } from './words.ts';

/** Stems and pairs of neighbouring stems, each with its number: stems first. */
export interface Terms {
  readonly count: number;
  readonly stems: Dictionary;
  readonly pairs: PairTable;
}

export interface Corpus {
  /** Their place is their number. */
  readonly subjects: readonly AttackObject[];
  readonly terms: Terms;
  /** 1 for a pair of stems, 0 for a stem. */
  readonly isPair: Uint8Array;
  /** In how many passages a term occurs. */
  readonly spread: Uint32Array;
  /** The terms of all passages, one passage after the other. */
  readonly tokens: Uint32Array;
  /** Passage → its first token; one more at the end. */
  readonly starts: Uint32Array;
  /** Passage → its subject, field (as in `FIELDS`) and weight. Passages of one subject stand together. */
  readonly owners: Uint16Array;
  readonly fields: Uint8Array;
  readonly weights: Float32Array;
}

/** The number of the pair of two stems, where they are one. */
export function numberPair({ stems, pairs }: Terms, first: number, second: number): number | undefined {
  const pair = findPair(pairs, first, second);
  return pair === undefined ? undefined : stems.size + pair;
}

/** The number of a word that says nothing. */
const NONE = -1;

/** Yields where it may be put off for a while. */
export function* readCorpus(graph: Graph, subjects: readonly AttackObject[], ways: WaysToSay): Generator<void, Corpus> {
  const reader = createReader();
  const [owners, fields, weights]: [number[], number[], number[]] = [[], [], []];
  for (const [number, subject] of subjects.entries()) {
    for (const { field, text, weight } of passagesOf(graph, subject, ways)) {
      if (!reader.read(text)) continue;
      owners.push(number);
      fields.push(FIELDS.indexOf(field));
      weights.push(weight);
    }
    yield;
  }
  const [stems, froms] = [new Int32Array(reader.stems), new Int32Array(reader.starts)];
  const { numbers } = reader;
  const pairs = yield* findPairs(stems, froms, numbers.size);
  const count = numbers.size + pairs.table.seconds.length;
  yield;
  const { tokens, starts } = joinTokens(stems, pairs.endings, froms, numbers.size);
  yield;
  return {
    subjects,
    terms: { count, stems: buildDictionary([...numbers.keys()]), pairs: pairs.table },
    isPair: new Uint8Array(count).fill(1, numbers.size),
    spread: countSpread(tokens, starts, count),
    tokens,
    starts,
    owners: Uint16Array.from(owners),
    fields: Uint8Array.from(fields),
    weights: Float32Array.from(weights),
  };
}

/** Numbers stems as they come. */
function createReader() {
  const numbers = new Map<string, number>();
  /** Word → its stem's number: one look for each word, of which most were seen before. */
  const words = new Map<string, number>();
  const numberWord = (word: string) => {
    const stem = stemOf(word);
    const number = stem === undefined ? NONE : (numbers.get(stem) ?? numbers.size);
    if (stem !== undefined) numbers.set(stem, number);
    words.set(word, number);
    return number;
  };
  const stems: number[] = [];
  const starts = [0];
  return {
    numbers,
    /** Of all passages, one passage after the other. */
    stems,
    /** Passage → its first stem's place; one more at the end. */
    starts,
    /** @returns false for a passage without a word that counts: it is none */
    read(text: string): boolean {
      const before = stems.length;
      for (const word of wordsOf(text)) {
        const stem = words.get(word) ?? numberWord(word);
        if (stem !== NONE) stems.push(stem);
      }
      if (stems.length === before) return false;
      starts.push(stems.length);
      return true;
    },
  };
}

/** Each passage's stems, and after each the pair that ends with it. */
function joinTokens(
  stems: Int32Array,
  endings: Int32Array,
  starts: Int32Array,
  firstPair: number,
): Pick<Corpus, 'tokens' | 'starts'> {
  const tokens = new Uint32Array(2 * stems.length);
  const joined = new Uint32Array(starts.length);
  let length = 0;
  for (let passage = 0; passage + 1 < starts.length; passage += 1) {
    const end = starts[passage + 1] ?? 0;
    for (let place = starts[passage] ?? 0; place < end; place += 1) {
      tokens[length++] = stems[place] ?? 0;
      const pair = endings[place] ?? NO_PAIR;
      if (pair !== NO_PAIR) tokens[length++] = firstPair + pair;
    }
    joined[passage + 1] = length;
  }
  return { tokens: tokens.slice(0, length), starts: joined };
}

/** Term → in how many passages it occurs. */
function countSpread(tokens: Uint32Array, starts: Uint32Array, count: number): Uint32Array {
  const spread = new Uint32Array(count);
  const last = new Int32Array(count).fill(-1);
  for (let passage = 0; passage + 1 < starts.length; passage += 1) {
    const end = starts[passage + 1] ?? 0;
    for (let at = starts[passage] ?? 0; at < end; at += 1) {
      const term = tokens[at] ?? 0;
      if (last[term] === passage) continue;
      last[term] = passage;
      spread[term] = (spread[term] ?? 0) + 1;
    }
  }
  return spread;
}
