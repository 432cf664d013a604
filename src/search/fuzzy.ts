/**
 * Finding by a name that is only nearly right.
 *
 * A shortlist of the labels that share the most letter pairs with the question is scored by fuse.js; letter pairs in common decide what
 * fuse.js leaves open (a pattern found inside a long label costs it nothing). Scoring every label with fuse.js was rejected: 15 to 75 ms.
 */

import Fuse from 'fuse.js';
import type { AttackObject, Kind } from '../attack/object.ts';
import { foldName, type Label, type NameIndex } from './names.ts';
import { compareLikely } from './rank.ts';

export interface Hit {
  readonly object: AttackObject;
  /** The name, full name or alias that fits best. */
  readonly label: string;
  /** From 0, nothing alike, to about 1, the same; a likely kind and a shared beginning add up to 0.12. */
  readonly score: number;
}

/** Letter pairs of every label that can be found by approximation. */
export interface FuzzyIndex {
  readonly labels: readonly Label[];
  /** Pair → positions in `labels`, ascending. */
  readonly postings: ReadonlyMap<string, readonly number[]>;
  /** Number of different pairs of each label. */
  readonly sizes: readonly number[];
}

/** Analytics are called by their number, strategies by a sentence about a technique, a matrix by its domain: found exactly or by ID. */
const TOO_GENERIC: ReadonlySet<Kind> = new Set(['analytic', 'detection-strategy', 'matrix']);

const SHORTLIST = 40;
/** Beyond this, letters are alike by chance. */
const MIN_SCORE = 0.45;
/** The longest name has 124 characters; more of a question only costs time. */
const MAX_QUESTION = 160;
/** Who asks in an incident channel most likely means a technique, and a whole rather than its part. */
const LIKELY: Readonly<Partial<Record<Kind, number>>> = { technique: 0.02, tactic: 0.015, group: 0.01, software: 0.01 };

export function buildFuzzy(names: NameIndex): FuzzyIndex {
  const labels = names.labels.filter(({ object }) => object.status === 'active' && !TOO_GENERIC.has(object.kind));
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

/** @returns the objects whose names are most like the text, each once, best first */
export function findNearly(index: FuzzyIndex, text: string, limit: number): readonly Hit[] {
  const question = foldName(text).slice(0, MAX_QUESTION);
  if (question === '') return [];
  const shortlist = pickShortlist(index, question);
  const fuse = new Fuse(shortlist, {
    keys: [{ name: 'folded', getFn: ({ label }) => label.folded }],
    ignoreLocation: true,
    ignoreFieldNorm: true,
    includeScore: true,
    threshold: 1,
  });
  const byObject = new Map<AttackObject, Hit>();
  for (const { item, score } of fuse.search(question)) {
    const hit = rate(item, question, 1 - (score ?? 1));
    const known = byObject.get(hit.object);
    if (hit.score >= MIN_SCORE && (!known || known.score < hit.score)) byObject.set(hit.object, hit);
  }
  return [...byObject.values()].sort(compareHits).slice(0, limit);
}

interface Candidate {
  readonly label: Label;
  /** From 0 to 2: Dice's coefficient of the letter pairs, plus the share of the question's pairs that the label has. */
  readonly alike: number;
}

function pickShortlist(index: FuzzyIndex, question: string): readonly Candidate[] {
  const pairs = pairsOf(question);
  const shared = new Map<number, number>();
  for (const pair of pairs) {
    for (const at of index.postings.get(pair) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
  }
  return [...shared]
    .flatMap(([at, count]): Candidate[] => {
      const label = index.labels[at];
      const size = index.sizes[at];
      return label && size ? [{ label, alike: (2 * count) / (pairs.size + size) + count / pairs.size }] : [];
    })
    .sort((a, b) => b.alike - a.alike)
    .slice(0, SHORTLIST);
}

function rate({ label, alike }: Candidate, question: string, fuse: number): Hit {
  const likely = LIKELY[label.object.kind] ?? 0;
  const startsSo = label.folded.startsWith(question) ? 0.1 : 0;
  // A parent's name alone means the parent, though it stands in its children's full names too.
  const inherited = label.by === 'full name' ? 0.08 : 0;
  return { object: label.object, label: label.text, score: 0.5 * fuse + 0.25 * alike + startsSo + likely - inherited };
}

/** Pairs of neighbouring letters, the gap before and after a word included: " pr ro oc … ss s ". */
function pairsOf(folded: string): ReadonlySet<string> {
  const padded = ` ${folded} `;
  const pairs = new Set<string>();
  for (let at = 0; at + 2 <= padded.length; at += 1) pairs.add(padded.slice(at, at + 2));
  return pairs;
}

function compareHits(a: Hit, b: Hit): number {
  return b.score - a.score || compareLikely(a.object, b.object);
}
