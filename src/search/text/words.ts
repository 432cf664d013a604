/** From text to the stems that are compared: folded words without those that say nothing, each cut to its stem. */

import { stemmer } from 'stemmer';
import { foldLetters } from '../names.ts';

/** Grammar, politeness, and the words that every technique is told with. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a an and are as at be been but by can could for from had has have however if in into is it its may might more not of on or ' +
    'other over such than that the their them then there these they this those through to use used uses using via was were when ' +
    'where which while who will with within without would adversary adversaries also ' +
    'me my you your we our us i he she what how do does did please thanks thank hello hi hey ok okay yes no about tell show'
  ).split(' '),
);

/** Most words have been seen before; Porter's rules cost a microsecond each. Bounded both ways, because people may type anything. */
const MOST_STEMS = 100_000;
const LONGEST_KNOWN = 32;
const stems = new Map<string, string>();

/** The stems of the words that count, in their order: "processes" and "process" have one stem (Porter's). */
export function stemsOf(text: string): readonly string[] {
  return wordsOf(text).flatMap((word) => stemOf(word) ?? []);
}

/** The words, folded, those that say nothing among them. */
export function wordsOf(text: string): readonly string[] {
  return foldLetters(text).match(/[\p{Letter}\p{Number}]+/gu) ?? [];
}

/** @param word folded; undefined for one that says nothing */
export function stemOf(word: string): string | undefined {
  if (STOP_WORDS.has(word)) return undefined;
  const known = stems.get(word);
  if (known !== undefined) return known;
  const stem = copy(stemmer(word));
  if (word.length > LONGEST_KNOWN) return stem;
  // Junk must not fill it for good.
  if (stems.size >= MOST_STEMS) stems.clear();
  stems.set(copy(word), stem);
  return stem;
}

/**
 * Without what is not meant to be read: citations, the targets of links, addresses, tags. Rough, but the parser takes six times as long.
 *
 * What is opened and not closed is matched to the text's end and stays as it is: sought anew from each bracket, it took time by the square.
 */
export function stripMarkup(text: string): string {
  return text
    .replace(/\(Citation:[^)]*(\)|$)/g, (whole, end) => (end === '' ? whole : ' '))
    .replace(/\[([^\]]*)(?:\](?:\(https?:[^)]*(\)|$))?|$)/g, (whole, label, end) => (end ? label : whole))
    .replace(/https?:\S+/g, ' ')
    .replace(/<\/?code>/g, ' ');
}

/** Cuts a text where a sentence ends; nothing is lost but the gaps between. */
export function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?])\s+/).filter((sentence) => sentence.trim() !== '');
}

/** A part of a string holds on to the whole in V8, and the whole is a message. */
function copy(part: string): string {
  return [...part].join('');
}
