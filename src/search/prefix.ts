/**
 * Names that begin as the question does, whole or in their words: binary search for the first, then a walk while they still begin so.
 *
 * Rejected: a trie (tens of thousands of small objects for five thousand names, which a sorted list holds as they are), and a key for every
 * beginning of every word (five times the keys for the same answer).
 */

import type { Label } from './names.ts';
import { joinLists, listAt, type NumberLists } from './number-lists.ts';
import { compareText } from './rank.ts';
import { findFirst } from './sorted.ts';

export interface PrefixIndex {
  /** Sorted by their letters, gaps left out: so "screencap" and "root kit" begin "Screen Capture" and "Rootkit". */
  readonly labels: readonly Label[];
  /** All the words of all labels, sorted, each once. */
  readonly words: readonly string[];
  /** Positions in `labels` of those that have the word, in the order of `words`; ascending. */
  readonly postings: NumberLists;
}

export function buildPrefixes(labels: readonly Label[]): PrefixIndex {
  const sorted = labels.toSorted((a, b) => compareText(a.letters, b.letters));
  const byWord = new Map<string, number[]>();
  for (const [at, { folded }] of sorted.entries()) {
    for (const word of new Set(folded.split(' '))) {
      const posting = byWord.get(word);
      if (posting) posting.push(at);
      else byWord.set(word, [at]);
    }
  }
  const words = [...byWord.keys()].sort();
  return { labels: sorted, words, postings: joinLists(words.map((word) => byWord.get(word) ?? [])) };
}

/** The labels whose letters begin so; none for no letters. */
export function walkLetters(index: PrefixIndex, letters: string): readonly Label[] {
  const [start, end] = findRange(index.labels.length, (at) => index.labels[at]?.letters ?? '', letters);
  return index.labels.slice(start, end);
}

/** The labels in which each of the words begins some word, in any order; none for no words. */
export function walkWords(index: PrefixIndex, words: readonly string[]): readonly Label[] {
  // The longest word leaves the fewest to look through.
  const [longest, ...others] = words.toSorted((a, b) => b.length - a.length);
  if (longest === undefined) return [];
  const [start, end] = findRange(index.words.length, (at) => index.words[at] ?? '', longest);
  const found = new Set<number>();
  for (let word = start; word < end; word += 1) for (const at of listAt(index.postings, word)) found.add(at);
  return [...found]
    .sort((a, b) => a - b)
    .flatMap((at) => index.labels[at] ?? [])
    .filter(({ folded }) => beginsWords(others, folded.split(' ')));
}

/** Whether each of the words begins some word of the label. */
export function beginsWords(words: readonly string[], label: readonly string[]): boolean {
  return words.every((word) => label.some((other) => other.startsWith(word)));
}

/** From the first of the sorted keys that begins so to the first after it that does not. */
function findRange(count: number, keyAt: (at: number) => string, beginning: string): readonly [number, number] {
  if (beginning === '') return [0, 0];
  const start = findFirst(count, keyAt, beginning);
  let end = start;
  while (end < count && keyAt(end).startsWith(beginning)) end += 1;
  return [start, end];
}
