/**
 * The filters among a question's words: `tactic:persistence -platform:windows,linux registry`.
 *
 *     [not] field : value, value …      a value may stand in quotes, and each may be turned round by a "!" or a "-"
 *
 * What only looks like one (`C:\windows`, `http://…`, `cmd /c:`) has no field before its colon, and stays a word.
 */

import { cutCharacters } from '../cut.ts';
import { measureDistances } from '../distance.ts';

export const FILTER_FIELDS = ['tactic', 'platform', 'domain', 'type', 'status'] as const;

export type FilterField = (typeof FILTER_FIELDS)[number];

/** One condition as it was typed: its value may be none that the catalog has, or empty. */
export interface FilterTerm {
  readonly field: FilterField;
  readonly value: string;
  readonly isNot: boolean;
}

export interface FilterWords {
  readonly filters: readonly FilterTerm[];
  /** What was typed besides. */
  readonly rest: string;
}

/** A word before a colon that is nearly a field's. */
export interface FieldSlip {
  /** As typed. */
  readonly word: string;
  readonly field: FilterField;
  /** The text with the field put right. */
  readonly mended: string;
}

/** Words that people use for the fields. */
const FIELD_WORDS: Readonly<Record<string, FilterField>> = {
  tactic: 'tactic',
  tactics: 'tactic',
  platform: 'platform',
  platforms: 'platform',
  os: 'platform',
  domain: 'domain',
  domains: 'domain',
  matrix: 'domain',
  type: 'type',
  types: 'type',
  kind: 'type',
  kinds: 'type',
  status: 'status',
};

/** A button's value has to hold them all, beside a text; both in UTF-16 units. The longest name of a platform has 43. */
export const MOST_FILTERS = 8;
export const LONGEST_VALUE = 60;
const LONGEST_REST = 200;

const FIELD = Object.keys(FIELD_WORDS)
  .toSorted((a, b) => b.length - a.length)
  .join('|');
const SIGN = '[-–—!]';
const NOT = `(?:${SIGN}|not\\s+)`;
const VALUE = `${SIGN}?(?:"[^"]*"?|'[^']*'?|[^\\s,;"]+)`;
const FILTER = new RegExp(
  `(?<![^\\s,;("'])(${NOT}?)(${FIELD}):(?:\\s*(?!${NOT}?(?:${FIELD}):)(${VALUE}(?:,${VALUE})*),?)?`,
  'gi',
);
const EACH_VALUE = new RegExp(VALUE, 'g');
const TURNED = new RegExp(`^${SIGN}`);
const LIKE_FILTER = /(?<![^\s,;(])[-–—!]?([a-z]{4,12}):(?![/\\])[^\s,;]/gi;
/** Slips in a field's word: one, and two in long ones. */
const LONG_WORD = 7;
/** Shorter words are like too many others. */
const SHORTEST_WORD = 4;

/**
 * @param typed any text; quotes may be those that phones and Slack make
 * @returns one filter beyond the most tells that there were more; `rest` is `typed` where there are none, else short and without what JSON
 *   would lengthen
 * @param longestRest where `rest` is cut, in UTF-16 units
 */
export function readFilters(typed: string, longestRest = LONGEST_REST): FilterWords {
  const text = straightenQuotes(typed);
  const filters: FilterTerm[] = [];
  const rest: string[] = [];
  let end = 0;
  for (const match of text.matchAll(FILTER)) {
    const [whole, not, word = '', values] = match;
    rest.push(typed.slice(end, match.index));
    end = match.index + whole.length;
    const field = FIELD_WORDS[word.toLowerCase()];
    if (field) filters.push(...readValues(values ?? '').map((value) => readTerm(field, value, not !== '')));
  }
  rest.push(typed.slice(end));
  if (filters.length === 0) return { filters, rest: typed };
  return {
    filters: dropRepeated(filters).slice(0, MOST_FILTERS + 1),
    rest: clean(rest.join(' ').replace(/["\\]/g, ' '), longestRest),
  };
}

/** `tatic:persistence`: the first of such words that are nearly a field's. */
export function findFieldSlip(text: string): FieldSlip | undefined {
  for (const { 1: word = '', 0: whole, index } of text.matchAll(LIKE_FILTER)) {
    const field = nearestField(word.toLowerCase());
    if (!field) continue;
    const start = index + whole.indexOf(word);
    return { word, field, mended: text.slice(0, start) + field + text.slice(start + word.length) };
  }
  return undefined;
}

function nearestField(word: string): FilterField | undefined {
  const slips = word.length >= LONG_WORD ? 2 : 1;
  for (let most = 1; most <= slips; most += 1) {
    const near = Object.entries(FIELD_WORDS).find(
      ([known]) => known.length >= SHORTEST_WORD && measureDistances(word, known, most).whole <= most,
    );
    if (near) return near[1];
  }
  return undefined;
}

function readValues(list: string): readonly string[] {
  return list === '' ? [''] : (list.match(EACH_VALUE) ?? ['']);
}

function readTerm(field: FilterField, typed: string, isNot: boolean): FilterTerm {
  const isTurned = TURNED.test(typed);
  const bare = (isTurned ? typed.slice(1) : typed).replace(/^(["'])(.*?)\1?$/s, '$2').replace(/[.;?!)]+$/, '');
  return { field, value: clean(bare.replace(/["\\]/g, ' '), LONGEST_VALUE), isNot: isNot || isTurned };
}

/** One line without what JSON writes as six characters. */
function clean(text: string, most: number): string {
  const line = text.toWellFormed().replace(/[\s\p{Cc}]+/gu, ' ');
  return cutCharacters(line.trim(), most).trim();
}

function dropRepeated(terms: readonly FilterTerm[]): readonly FilterTerm[] {
  const isSame = (a: FilterTerm, b: FilterTerm) =>
    a.field === b.field && a.isNot === b.isNot && a.value.toLowerCase() === b.value.toLowerCase();
  return terms.filter((term, at) => terms.findIndex((other) => isSame(term, other)) === at);
}

/** One for one, so that places in the text stay. */
function straightenQuotes(text: string): string {
  return text.replace(/[“”„‟«»]/g, '"').replace(/[‘’‚‛]/g, "'");
}

/** Whether a button of ours may hold it. */
export function isFilterTerm(value: unknown): value is FilterTerm {
  if (typeof value !== 'object' || value === null) return false;
  const { field, value: word, isNot } = value as Readonly<Record<string, unknown>>;
  return (
    FILTER_FIELDS.some((known) => known === field) &&
    typeof word === 'string' &&
    word.length <= LONGEST_VALUE &&
    typeof isNot === 'boolean'
  );
}
