/**
 * Two ways to lay a question alongside a name, and what of it then agrees: letter by letter as it stands, for slips and lost gaps, and word
 * by word, for words swapped and left out.
 */

import { measureDistances } from './distance.ts';

const WHOLE = 0.95;
const BEGINNING = 0.9;
/** A beginning may have one slip for so many letters: more in so little is alike by chance. */
const LETTERS_PER_SLIP = 6;
const OTHER_ORDER = 0.03;
/** Where `agreementOf` has come down to 0.45; what is further off need not be measured. */
const MAX_WRONG = 0.46;
/** People leave them out or take one for the other. */
const SMALL_WORDS: ReadonlySet<string> = new Set(
  'a an and as at by for from in into of on or over the through to via with'.split(' '),
);
/** In letters. */
const SMALL_WORD = 0.5;

/** What is left of an agreement when a share of the letters is wrong: the third slip weighs more than the first. */
export function agreementOf(wrong: number): number {
  return Math.max(0, 1 - 2.5 * wrong ** 2);
}

/** @returns from 0 to 0.95; a beginning with a slip, up to 0.9 */
export function rateLetters(question: string, label: string): number {
  const longer = Math.max(question.length, label.length);
  const slips = Math.floor(question.length / LETTERS_PER_SLIP);
  const mayBeWhole = question.length >= (1 - MAX_WRONG) * longer && label.length >= (1 - MAX_WRONG) * longer;
  const most = mayBeWhole ? Math.floor(MAX_WRONG * longer) : slips;
  if (most === 0) return 0;
  const { whole, beginning } = measureDistances(question, label, most);
  const begins = beginning <= slips ? BEGINNING * agreementOf(beginning / question.length) : 0;
  return Math.max(begins, WHOLE * agreementOf(whole / longer));
}

/**
 * Pairs words that are the same, then words that are nearly so; what is left over on either side is wrong as a whole.
 *
 * @returns from 0 to 0.95
 */
export function rateWords(question: readonly string[], label: readonly string[]): number {
  const { partners, wrong } = pairWords(question, label);
  const places = partners.filter((place) => place >= 0);
  const isInOrder = places.every((place, at) => at === 0 || place > (places[at - 1] ?? 0));
  const longer = Math.max(countLetters(question), countLetters(label));
  return Math.max(0, WHOLE * agreementOf(wrong / longer) - (isInOrder ? 0 : OTHER_ORDER));
}

/** Whether the question has a word that no word of the label is like, nor their letters hold, or other numbers than the label. */
export function hasForeign(question: readonly string[], label: readonly string[]): boolean {
  const letters = label.join('');
  if (numbersOf(question) !== numbersOf(label)) return true;
  // A single word is compared as a whole already.
  return (
    question.length > 1 &&
    question.some(
      (word) => !SMALL_WORDS.has(word) && !letters.includes(word) && !label.some((other) => isLike(word, other)),
    )
  );
}

function pairWords(question: readonly string[], label: readonly string[]) {
  const taken = new Set<number>();
  const take = (place: number) => {
    if (place >= 0) taken.add(place);
    return place;
  };
  const same = question.map((word) => take(label.findIndex((other, place) => other === word && !taken.has(place))));
  let wrong = 0;
  const partners = question.map((word, at) => {
    if ((same[at] ?? -1) >= 0) return same[at] ?? -1;
    const near = findNearWord(word, label, taken);
    wrong += near?.distance ?? weigh(word);
    return take(near?.place ?? -1);
  });
  for (const [place, word] of label.entries()) if (!taken.has(place)) wrong += weigh(word);
  return { partners, wrong };
}

function findNearWord(word: string, label: readonly string[], taken: ReadonlySet<number>) {
  let nearest: { readonly place: number; readonly distance: number } | undefined;
  for (const [place, other] of label.entries()) {
    const most = Math.floor(Math.max(word.length, other.length) / 3);
    if (taken.has(place) || Math.abs(word.length - other.length) > most) continue;
    const distance = measureDistances(word, other, most).whole;
    if (distance < (nearest?.distance ?? Infinity)) nearest = { place, distance };
  }
  return nearest;
}

/** Half of the letters at least: so little that what fails is no slip. */
function isLike(word: string, other: string): boolean {
  const most = Math.floor(Math.max(word.length, other.length) / 2);
  return Math.abs(word.length - other.length) <= most && measureDistances(word, other, most).whole <= most;
}

/** "apt 29" → "29": numbers are seldom misspelt, but often those of another. */
function numbersOf(words: readonly string[]): string {
  return words.join('').replace(/\D+/g, ' ').trim();
}

function weigh(word: string): number {
  return SMALL_WORDS.has(word) ? SMALL_WORD : word.length;
}

function countLetters(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + word.length, 0);
}
