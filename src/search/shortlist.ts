/**
 * The names that have most letter pairs in common with the question: few enough to compare each of them with care.
 *
 * Pairs stand a slip better than triples (one slip spoils two of them, not three), and a count over their postings looks at every name
 * without comparing any.
 */

import type { Label } from './names.ts';

export interface PairIndex {
  readonly labels: readonly Label[];
  /** Pair → positions in `labels`, ascending. */
  readonly postings: ReadonlyMap<string, readonly number[]>;
  /** Number of different pairs of each label. */
  readonly sizes: readonly number[];
}

export function buildPairs(labels: readonly Label[]): PairIndex {
  const postings = new Map<string, number[]>();
  const sizes = labels.map(({ folded }, at) => {
    const pairs = pairsOf(folded);
    for (const pair of pairs) {
      const posting = postings.get(pair);
      if (posting) posting.push(at);
      else postings.set(pair, [at]);
    }
    return pairs.size;
  });
  return { labels, postings, sizes };
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
    for (const at of index.postings.get(pair) ?? []) shared[at] = (shared[at] ?? 0) + 1;
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

/** Pairs of neighbouring letters, the gap before and after a word included: " pr ro oc … ss s ". */
function pairsOf(folded: string): ReadonlySet<string> {
  const padded = ` ${folded} `;
  const pairs = new Set<string>();
  for (let at = 0; at + 2 <= padded.length; at += 1) pairs.add(padded.slice(at, at + 2));
  return pairs;
}
