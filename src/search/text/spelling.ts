/**
 * For a word that no text has, the words that were meant: "CreateCronjob" is two words, and "kerberostin" is "kerberoasting" with slips.
 *
 * Texts are found by whole words, so that one wrong letter would hide them: of the questions in slang that find the right technique first,
 * four of ten no longer did after a slip in one word. A word that is near to none stays as it is, for tools have names that nobody knows.
 */

import { measureDistances } from '../distance.ts';
import { joinLists, listAt, type NumberLists } from '../number-lists.ts';
import { compareText } from '../rank.ts';
import { buildDictionary, type Dictionary } from './dictionary.ts';
import { stemsOf } from './words.ts';

/** The stems that words may be mended to. */
export interface Spelling {
  readonly known: Dictionary;
  /** The first letters of those that words may be mended to, which a slip seldom hits. */
  readonly initials: string;
  /** In the order of `initials`: the numbers in `known` of what begins so; the most usual first. */
  readonly byInitial: NumberLists;
}

/** A shorter word has too many neighbours. */
const SHORTEST = 4;
/** From this length on two slips are forgiven. */
const LONG = 9;
/** What is typed has few unknown words; looking for the neighbours of thousands would take a second. */
const MOST_MENDED = 12;

/** A word, and whether it is a file's name: those are nobody's slips. */
const WORD = /([\p{Letter}\p{Number}\p{Mark}]+)(\.(?:exe|dll|sys|bat|cmd|ps1|vbs|js|py|sh)\b)?/giu;
const HUMP = /(?<=\p{Lowercase_Letter})(?=\p{Uppercase_Letter})/u;
const LETTERS = /^\p{Letter}+$/u;

/**
 * @param usage stem → in how many texts it is; 0 for one that only the glossary has
 * @param right stems that are no slips either, but nobody's slip leads to them
 */
export function buildSpelling(usage: ReadonlyMap<string, number>, right: readonly string[] = []): Spelling {
  const stems = [...usage]
    .filter(([stem]) => stem.length >= SHORTEST - 1 && LETTERS.test(stem))
    .sort(([a, often], [b, oftenB]) => oftenB - often || compareText(a, b))
    .map(([stem]) => stem);
  const known = buildDictionary([...new Set([...usage.keys(), ...right])]);
  const groups = Map.groupBy(stems, (stem) => stem.charAt(0));
  const byInitial = joinLists([...groups.values()].map((group) => group.flatMap((stem) => known.get(stem) ?? [])));
  return { known, initials: [...groups.keys()].join(''), byInitial };
}

/** The stems of a text as `stemsOf` gives them, but for those of words that are not known: at most the first dozen of these are mended. */
export function readStems(spelling: Spelling, text: string): readonly string[] {
  let left = MOST_MENDED;
  return [...text.normalize('NFKD').matchAll(WORD)].flatMap(([, word = '', extension]) => {
    const stems = stemsOf(word);
    if (extension !== undefined) return [...stems, ...stemsOf(extension)];
    if (left === 0 || stems.every((stem) => spelling.known.has(stem))) return stems;
    left -= 1;
    return splitHumps(spelling, word) ?? stems.map((stem) => findNearest(spelling, stem) ?? stem);
  });
}

/** Undefined for a word without humps; a word of which a part is not known stays whole, and is nobody's slip. */
function splitHumps({ known }: Spelling, word: string): readonly string[] | undefined {
  const parts = word.split(HUMP).map(stemsOf);
  if (parts.length < 2) return undefined;
  const stems = parts.flat();
  return stems.every((stem) => known.has(stem)) ? stems : stemsOf(word);
}

/** By the fewest slips, then the most usual; undefined where none is near. */
function findNearest({ known, initials, byInitial }: Spelling, stem: string): string | undefined {
  if (stem.length < SHORTEST || !LETTERS.test(stem)) return undefined;
  let nearest: string | undefined;
  let most = stem.length < LONG ? 1 : 2;
  for (const number of listAt(byInitial, initials.indexOf(stem.charAt(0)))) {
    if (Math.abs(known.lengthAt(number) - stem.length) > most) continue;
    const other = known.at(number);
    const slips = measureDistances(stem, other, most).whole;
    if (slips > most) continue;
    if (slips === 1) return other;
    nearest = other;
    most = slips - 1;
  }
  return nearest;
}
