/**
 * The names that have most letter pairs in common with the question: few enough to compare each of them with care.
 *
 * Pairs stand a slip better than triples (one slip spoils two of them, not three), and a count over their postings looks at every name
 * without comparing any.
 */

import type { Label } from './names.ts';
import { joinLists, listAt, type NumberLists } from './number-lists.ts';
import { findFirst } from './sorted.ts';

export interface PairIndex {
  readonly labels: readonly Label[];
  /** All the pairs of all labels, sorted, each once. */
  readonly pairs: readonly string[];
  /** Positions in `labels` of those that have the pair, in the order of `pairs`; ascending. */
  readonly postings: NumberLists;
  /** Number of different pairs of each label. */
  readonly sizes: Uint32Array;
}

export function buildPairs(labels: readonly Label[]): PairIndex {
  const byPair = new Map<string, number[]>();
  const sizes = Uint32Array.from(labels, ({ folded }, at) => {
    const own = pairsOf(folded);
    for (const pair of own) {
      const posting = byPair.get(pair);
      if (posting) posting.push(at);
      else byPair.set(pair, [at]);
    }
    return own.size;
  });
  const pairs = [...byPair.keys()].sort();
  return { labels, pairs, postings: joinLists(pairs.map((pair) => byPair.get(pair) ?? [])), sizes };
}

/**
 * Ordered by Dice's coefficient of the pairs plus the share of the question's pairs that the label has (so that a long name is not lost
 * of which only a part was asked for); what is equally near stays in the order of the index.
 *
 * @param folded see `foldName`
 */
export function pickShortlist(index: PairIndex, folded: string, most: number): readonly Label[] {
  const pairs = pairsOf(folded);
  const shared = new Uint16Array(index.labels.length);
  for (const pair of pairs) {
    for (const at of postingOf(index, pair)) shared[at] = (shared[at] ?? 0) + 1;
  }
  const best: { readonly at: number; readonly alike: number }[] = [];
  // Not `entries()`, which makes a pair for each of thousands of labels.
  for (let at = 0; at < shared.length; at += 1) {
    const count = shared[at] ?? 0;
    if (count === 0) continue;
    const alike = (2 * count) / (pairs.size + (index.sizes[at] ?? 0)) + count / pairs.size;
    if (best.length === most && alike <= (best.at(-1)?.alike ?? 0)) continue;
    if (best.length === most) best.pop();
    const place = best.findLastIndex((other) => other.alike >= alike) + 1;
    best.splice(place, 0, { at, alike });
  }
  return best.flatMap(({ at }) => index.labels[at] ?? []);
}

function postingOf({ pairs, postings }: PairIndex, pair: string): Uint32Array {
  const at = findFirst(pairs.length, (place) => pairs[place] ?? '', pair);
  return listAt(postings, pairs[at] === pair ? at : -1);
}

/** Pairs of neighbouring letters, the gap before and after a word included: " pr ro oc … ss s ". */
function pairsOf(folded: string): ReadonlySet<string> {
  const padded = ` ${folded} `;
  const pairs = new Set<string>();
  for (let at = 0; at + 2 <= padded.length; at += 1) pairs.add(padded.slice(at, at + 2));
  return pairs;
}
