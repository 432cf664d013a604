/** Everything a person can ask: the same question whether it was typed, mentioned, linked or pressed. */

import { normalizeId } from '../attack/id.ts';
import { type FilterTerm, isFilterTerm, readFilters } from '../search/filter/words.ts';
import { findMentions } from '../search/mentions.ts';
import { isSectionName, readSectionName, type SectionName } from './section-name.ts';
import { decodeWatchErrand, readWatchErrand, WATCH_ERRANDS, type WatchErrand } from './watch/errand.ts';

/** What an answer can be shared of. */
export type Shareable =
  /** Objects by what names them exactly: IDs in their normal form, or bare digits such as `1055`. `hasFilters`: beside filters, which then do not count. */
  | { readonly kind: 'lookup'; readonly terms: readonly string[]; readonly hasFilters?: true }
  /** One object out of a list; `key` as below. Others may still choose from that list. */
  | { readonly kind: 'open'; readonly key: string }
  /** One part of one object; `key` is its ATT&CK ID or, where another object has that ID too, its STIX id. */
  | {
      readonly kind: 'section';
      readonly key: string;
      readonly section: SectionName;
      readonly page: number;
      readonly hasFilters?: true;
    }
  /** Whatever the words name; where there are filters, of what they leave, or all of that where there are no words. */
  | {
      readonly kind: 'search';
      readonly text: string;
      readonly filters?: readonly FilterTerm[];
      readonly page: number;
    }
  | { readonly kind: 'status' }
  | { readonly kind: 'help' };

/** What a message answers. */
export type Answerable =
  | Shareable
  /** The answer to another question, for all to see. */
  | { readonly kind: 'share'; readonly of: Shareable };

/** What a message alone does not answer: it takes what is remembered, or a modal, or a file. */
export type Errand =
  /** How much the bot says unasked in this channel. */
  | { readonly kind: 'settings' }
  /** A layer for the ATT&CK Navigator of what was named in this channel or thread. */
  | { readonly kind: 'layer' }
  /** That layer as files, where everybody sees them. */
  | { readonly kind: 'upload' }
  /** The answer to another question as Markdown, to be copied. */
  | { readonly kind: 'markdown'; readonly of: Shareable }
  | WatchErrand;

export type Question = Answerable | Errand;

const ERRANDS: ReadonlySet<string> = new Set<Errand['kind']>([
  'settings',
  'layer',
  'upload',
  'markdown',
  ...WATCH_ERRANDS,
]);

export function isErrand(question: Question): question is Errand {
  return ERRANDS.has(question.kind);
}

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
/** More than anyone reads in one answer. */
const MAX_TERMS = 100;
/** Slack allows 2,000 characters in a button's value. */
const MAX_TEXT = 300;

/**
 * Reads what a person typed after `/attack` or after the bot's name.
 *
 * IDs and links win over words: "T1055 please" asks for T1055, "groups that use T1055" for its groups. Anything else is searched for,
 * among what the filters in it leave.
 */
export function parseQuestion(typed: string): Question {
  const words = typed.split(/[\s,;]+/).filter(Boolean);
  const [verb] = words;
  if (verb === undefined) return { kind: 'help' };
  if (words.length === 1 && /^(?:help|\?|-h|--help)$/i.test(verb)) return { kind: 'help' };
  if (words.length === 1 && /^status$/i.test(verb)) return { kind: 'status' };
  if (words.length === 1 && /^settings?$/i.test(verb)) return { kind: 'settings' };
  if (words.length === 1 && /^layer$/i.test(verb)) return { kind: 'layer' };
  const watch = readWatchErrand(typed);
  if (watch) return watch;

  const { filters, rest: besides } = readFilters(typed);
  if (filters.length > 0) {
    const question = parseQuestion(besides);
    // IDs win: nothing is left to filter, and the answer says so.
    if (question.kind === 'lookup' || question.kind === 'section') return { ...question, hasFilters: true };
    return { kind: 'search', text: besides, filters, page: 1 };
  }

  const numbered = readKindAndDigits(words);
  if (numbered !== undefined) return { kind: 'lookup', terms: [numbered] };
  const { terms, rest } = readTerms(words);
  const [term] = terms;
  if (term === undefined) return { kind: 'search', text: words.join(' ').slice(0, MAX_TEXT), page: 1 };
  const section = terms.length === 1 ? readSectionName(rest) : undefined;
  return section ? { kind: 'section', key: term, section, page: 1 } : { kind: 'lookup', terms };
}

/** A button's value. */
export function encodeQuestion(question: Question): string {
  return JSON.stringify(question);
}

/** @returns undefined for what is no question, such as the value of a button that an older version of the bot made */
export function decodeQuestion(value: string): Question | undefined {
  try {
    return readQuestion(JSON.parse(value));
  } catch {
    return undefined;
  }
}

/** What names objects, and the words that do not. */
function readTerms(words: readonly string[]): { readonly terms: readonly string[]; readonly rest: string } {
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

function readKindAndDigits(words: readonly string[]): string | undefined {
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

function readQuestion(value: unknown): Question | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, terms, key, section, page, text, filters, hasFilters, of } = value as Readonly<Record<string, unknown>>;
  const beside = hasFilters === true ? ({ hasFilters } as const) : {};
  switch (kind) {
    case 'help':
    case 'status':
    case 'settings':
    case 'layer':
    case 'upload':
      return { kind };
    case 'lookup':
      return isTextList(terms) ? { kind, terms, ...beside } : undefined;
    case 'open':
      return typeof key === 'string' ? { kind, key } : undefined;
    case 'section':
      return typeof key === 'string' && isSectionName(section) && isPage(page)
        ? { kind, key, section, page, ...beside }
        : undefined;
    case 'search':
      return typeof text === 'string' && isPage(page) ? readSearch(text, page, filters) : undefined;
    case 'share':
    case 'markdown': {
      const other = readQuestion(of);
      return other && other.kind !== 'share' && !isErrand(other) ? { kind, of: other } : undefined;
    }
    default:
      return decodeWatchErrand(value as Readonly<Record<string, unknown>>);
  }
}

function readSearch(text: string, page: number, filters: unknown): Question | undefined {
  if (filters === undefined) return { kind: 'search', text, page };
  return isFilterList(filters) ? { kind: 'search', text, filters: filters.map(pickTerm), page } : undefined;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= MAX_TERMS && value.every((item) => typeof item === 'string');
}

function isFilterList(value: unknown): value is readonly FilterTerm[] {
  return Array.isArray(value) && value.length <= MAX_TERMS && value.every(isFilterTerm);
}

function pickTerm({ field, value, isNot }: FilterTerm): FilterTerm {
  return { field, value, isNot };
}

function isPage(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}
