/** What in a question's words names objects: IDs in any spelling, links, bare digits. */

import { normalizeId } from '../attack/id.ts';
import { findMentions } from '../search/mentions.ts';
import type { ReadTerms } from './changes/question.ts';
import { readSectionName } from './section-name.ts';

/** More than anyone reads in one answer. */
export const MAX_TERMS = 100;

/**
 * An ID with letters for digits, as people copy them from a screenshot (T1O55, Tl055), cut short (T1059.1, T105), or with too much
 * (T10555, T1055.012.003). With three digits only the families of which no name is made: TA505 is a group.
 */
const LOOKALIKE = /^(?:(?:TA|DS|DC|DET|AN|[TGSCMA])[\dOIL]{4,6}(?:[./][\dOIL]{1,4})*|[TGSM]\d{3})$/i;
const DIGITS = /^\d{4}(?:[./]\d{1,3})?$/;
/** "group 0016", "analytic 0001": a kind before digits stands for the letters of its IDs. Singular only: "groups 1055" asks for those of T1055. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['technique', 'T'],
  ['sub-technique', 'T'],
  ['subtechnique', 'T'],
  ['tactic', 'TA'],
  ['group', 'G'],
  ['software', 'S'],
  ['malware', 'S'],
  ['tool', 'S'],
  ['campaign', 'C'],
  ['mitigation', 'M'],
  ['asset', 'A'],
  ['analytic', 'AN'],
  ['detection strategy', 'DET'],
  ['data component', 'DC'],
  ['data source', 'DS'],
]);

/** What names objects, and the words that do not. */
export function readTerms(words: readonly string[]): ReadTerms {
  const read = words.map((word) => ({ word, ids: readIds(word), isLoose: isLoose(word) }));
  const others = read.filter(({ ids, isLoose }) => ids.length === 0 && !isLoose);
  const rest = others.map(({ word }) => word).join(' ');
  // Digits and misread IDs are terms only among their like and beside a section's name: "2016 ukraine attack" is a name.
  const takesLoose = rest === '' || readSectionName(rest) !== undefined;
  const terms = read.flatMap(({ word, ids, isLoose }) =>
    isLoose && takesLoose && ids.length === 0 ? [word.toUpperCase().replace('/', '.')] : ids,
  );
  return { terms: [...new Set(terms)].slice(0, MAX_TERMS), rest };
}

/** "group 0016": the one term of such words. */
export function readKindAndDigits(words: readonly string[]): string | undefined {
  const letters = LETTERS.get(words.slice(0, -1).join(' ').toLowerCase());
  return letters === undefined ? undefined : normalizeId(`${letters}${words.at(-1)}`);
}

/** Links, Sigma's tags and lists such as `T1055/T1059` are read as in a message, but in any case and whether ATT&CK has them or not. */
export function readIds(word: string): readonly string[] {
  const id = normalizeId(word);
  return id === undefined ? findMentions(word.toUpperCase(), () => true).map((mention) => mention.id) : [id];
}

function isLoose(word: string): boolean {
  return DIGITS.test(word) || (LOOKALIKE.test(word) && /\d/.test(word));
}
