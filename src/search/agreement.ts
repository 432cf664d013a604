/**
 * How far a question and a name agree, on one scale for all questions, whatever else there is to find.
 *
 *     1            the same words
 *     0.99         the same letters, other gaps: "screencapture"
 *     0.98         the same but for a last letter that is not there, in a name of seven or more: "powershel"
 *     0.96         the same but for a plural's s: "proxies"
 *     0.65 … 0.95  the name begins so: 0.65 for one letter, 0.95 from five on, for "a" says little and "scree" much; 0.07 less where
 *                  the gaps differ: "screencap"
 *     0.15 less    the question's words begin some of the name's words, in their order: "desktop prot"; 0.3 less in another order
 *     … 0.95       slips, in the better of two alignments: as it stands, and word by word in any order. One wrong letter in ten costs
 *                  0.02, one in four 0.15, one in three 0.26: few are slips, many are another name
 *     … 0.90       the same, for a beginning with a slip: "proces inj"
 *     … 0.80       the same, for something inside the name, see `rateInside`: "desktp protocol"
 *     0.2 less     than these three for a word or a number that the name does not have: "sql injection" is not "PE Injection", APT28 not APT29
 *
 * So what is exact stands before what begins so, and that before what is alike, by the numbers alone: every likeness of a question of up
 * to four letters is below the beginnings of that length. From 0.85 on it is a name with slips or its beginning; below 0.7 most likely
 * something else is meant.
 *
 * Rejected: fuse.js's own score (a question found inside a long name costs it nothing, so that a name and what contains it are equals), and
 * Dice's coefficient of letter pairs (one slip in a short word costs half of it).
 */

import { agreementOf, hasForeign, rateLetters, rateWords } from './alignment.ts';
import { foldName, joinWords, type Label } from './names.ts';
import { beginsWords } from './prefix.ts';

export interface Wording {
  /** See `foldName`; cut to what a name can be long. */
  readonly folded: string;
  readonly letters: string;
  readonly words: readonly string[];
}

/** The longest name has 124 characters; more of a question only costs time. */
const MAX_QUESTION = 160;

const OTHER_GAPS = 0.99;
const PLURAL = 0.96;
/** By number of letters; from five on, the last. */
const BEGINS = [0, 0.65, 0.78, 0.85, 0.9, 0.95] as const;
const BEGINS_OTHER_GAPS = 0.07;
const NEARLY_WHOLE = 0.98;
const NEARLY_WHOLE_FROM = 6;
const INNER_WORDS = 0.15;
const INNER_WORDS_OTHER_ORDER = 0.3;
const INSIDE = 0.8;
const FOREIGN = 0.2;

export function readWording(text: string): Wording {
  // Some letters fold to several, none to nothing but marks and signs: what is left of so much is enough.
  const folded = foldName(text.slice(0, 4 * MAX_QUESTION))
    .slice(0, MAX_QUESTION)
    .trim();
  return { folded, letters: joinWords(folded), words: folded === '' ? [] : folded.split(' ') };
}

/** From 0 to 1, by the scale above. */
export function rateAgreement(question: Wording, label: Label): number {
  if (label.folded === question.folded) return 1;
  if (label.letters === question.letters) return OTHER_GAPS;
  if (singularOf(label.folded) === singularOf(question.folded)) return PLURAL;
  if (isNearlyWhole(question, label)) return NEARLY_WHOLE;
  const begins = rateBeginning(question.letters.length);
  if (label.folded.startsWith(question.folded)) return begins;
  if (label.letters.startsWith(question.letters)) return begins - BEGINS_OTHER_GAPS;
  const words = label.folded.split(' ');
  const inner = beginsWords(question.words, words)
    ? begins - (isInOrder(question.words, words) ? INNER_WORDS : INNER_WORDS_OTHER_ORDER)
    : 0;
  return Math.max(inner, rateLikeness(question, label, words));
}

/** What a name agrees with its first letters, by how many they are. */
export function rateBeginning(letters: number): number {
  return BEGINS[Math.min(letters, BEGINS.length - 1)] ?? 0;
}

/** @param wrong the share of the question's letters that differ from what it is likest to inside the name */
export function rateInside(question: Wording, label: Label, wrong: number): number {
  const rate = INSIDE * agreementOf(wrong);
  return hasForeign(question.words, label.folded.split(' ')) ? rate - FOREIGN : rate;
}

/** "powershel" is not on its way to "PowerShell Profile"; but a number without its last digit is another number. */
function isNearlyWhole({ folded }: Wording, label: Label): boolean {
  return (
    folded.length >= NEARLY_WHOLE_FROM &&
    label.folded.length === folded.length + 1 &&
    label.folded.startsWith(folded) &&
    /\p{Letter}$/u.test(label.folded)
  );
}

function rateLikeness(question: Wording, label: Label, words: readonly string[]): number {
  const asItStands = rateLetters(question.letters, label.letters);
  const wordByWord = question.words.length > 1 ? rateWords(question.words, words) : 0;
  const rate = Math.max(asItStands, wordByWord);
  return rate > FOREIGN && hasForeign(question.words, words) ? rate - FOREIGN : rate;
}

/** Whether each word begins a word of the label that comes after the one that the word before begins. */
function isInOrder(question: readonly string[], label: readonly string[]): boolean {
  let from = 0;
  return question.every((word) => {
    const place = label.findIndex((other, at) => at >= from && other.startsWith(word));
    from = place + 1;
    return place >= 0;
  });
}

function singularOf(folded: string): string {
  return folded.replace(/ies$/, 'y').replace(/s$/, '');
}
