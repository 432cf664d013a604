/** All passages of some subjects as numbers: what counting and learning go over, and what is dropped when both are done. */

import type { AttackObject } from '../../attack/object.ts';
import type { Graph } from '../graph.ts';
import { createPairTable, type PairTable } from './pair-table.ts';
import { FIELDS, passagesOf, type WaysToSay } from './passages.ts';
import { stemsOf } from './words.ts';

/** Stems and pairs of neighbouring stems, each with its number. */
export interface Terms {
  readonly count: number;
  readonly stems: ReadonlyMap<string, number>;
  /** By `pairKey` of its two stems' numbers. */
  readonly pairs: ReadonlyMap<number, number>;
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

/** Room for two million stems: the whole of ATT&CK has thirty thousand. */
const PAIR_BASE = 2 ** 21;

/** A pair that occurs in one passage only tells nothing that its words do not, and there are ten times as many of those. */
const LEAST_SPREAD = 2;

export function pairKey(first: number, second: number): number {
  return first * PAIR_BASE + second;
}

/** Yields where it may be put off for a while. */
export function* readCorpus(graph: Graph, subjects: readonly AttackObject[], ways: WaysToSay): Generator<void, Corpus> {
  const reader = createReader();
  const [owners, fields, weights]: [number[], number[], number[]] = [[], [], []];
  for (const [number, subject] of subjects.entries()) {
    for (const { field, text, weight } of passagesOf(graph, subject, ways)) {
      if (!reader.read(stemsOf(text))) continue;
      owners.push(number);
      fields.push(FIELDS.indexOf(field));
      weights.push(weight);
    }
    yield;
  }
  return {
    subjects,
    ...dropRarePairs(reader),
    owners: Uint16Array.from(owners),
    fields: Uint8Array.from(fields),
    weights: Float32Array.from(weights),
  };
}

interface Reading {
  readonly stems: ReadonlyMap<string, number>;
  readonly pairs: PairTable;
  readonly spread: readonly number[];
  readonly tokens: readonly number[];
  readonly starts: readonly number[];
}

/** Numbers stems and pairs as they come. */
function createReader(): Reading & { read(stems: readonly string[]): boolean } {
  const stems = new Map<string, number>();
  const pairs = createPairTable();
  const spread: number[] = [];
  const lastPassage: number[] = [];
  const tokens: number[] = [];
  const starts = [0];
  const add = (term: number) => {
    tokens.push(term);
    if (lastPassage[term] === starts.length) return;
    lastPassage[term] = starts.length;
    spread[term] = (spread[term] ?? 0) + 1;
  };
  const numberStem = (stem: string) => {
    const known = stems.get(stem);
    if (known !== undefined) return known;
    const term = stems.size + pairs.size;
    stems.set(stem, term);
    return term;
  };
  return {
    stems,
    pairs,
    spread,
    tokens,
    starts,
    /** @returns false for a passage without a word that counts: it is none */
    read(passage) {
      let before: number | undefined;
      for (const stem of passage) {
        const term = numberStem(stem);
        add(term);
        if (before !== undefined) add(pairs.number(before, term, stems.size + pairs.size));
        before = term;
      }
      if (before !== undefined) starts.push(tokens.length);
      return before !== undefined;
    },
  };
}

type Kept = Pick<Corpus, 'terms' | 'isPair' | 'spread' | 'tokens' | 'starts'>;

/** Numbers what is left anew, stems first. */
function dropRarePairs({ stems, pairs, spread, tokens, starts }: Reading): Kept {
  const renamed = new Int32Array(stems.size + pairs.size).fill(-1);
  const kept = { stems: new Map<string, number>(), pairs: new Map<number, number>() };
  for (const [stem, term] of stems) {
    renamed[term] = kept.stems.size;
    kept.stems.set(stem, kept.stems.size);
  }
  for (const [first, second, term] of pairs.entries()) {
    if ((spread[term] ?? 0) < LEAST_SPREAD) continue;
    renamed[term] = stems.size + kept.pairs.size;
    kept.pairs.set(pairKey(renamed[first] ?? 0, renamed[second] ?? 0), stems.size + kept.pairs.size);
  }
  const count = kept.stems.size + kept.pairs.size;
  const keptSpread = new Uint32Array(count);
  for (const [term, name] of renamed.entries()) if (name >= 0) keptSpread[name] = spread[term] ?? 0;
  return {
    terms: { count, ...kept },
    isPair: new Uint8Array(count).fill(1, kept.stems.size),
    spread: keptSpread,
    ...renameTokens(tokens, starts, renamed),
  };
}

function renameTokens(
  tokens: readonly number[],
  starts: readonly number[],
  renamed: Int32Array,
): Pick<Corpus, 'tokens' | 'starts'> {
  const kept = new Uint32Array(tokens.length);
  const keptStarts = new Uint32Array(starts.length);
  let [at, passage] = [0, 1];
  for (let place = 0; place < tokens.length; place += 1) {
    if (place === starts[passage]) keptStarts[passage++] = at;
    const term = renamed[tokens[place] ?? 0] ?? -1;
    if (term >= 0) kept[at++] = term;
  }
  if (passage < starts.length) keptStarts[passage] = at;
  return { tokens: kept.slice(0, at), starts: keptStarts };
}
