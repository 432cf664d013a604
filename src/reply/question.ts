/** Everything a person can ask: the same question whether it was typed, mentioned, linked or pressed. */

import { isId } from '../attack/id.ts';
import { isRelease } from '../attack/release.ts';
import { type FilterTerm, isFilterTerm, readFilters } from '../search/filter/words.ts';
import { type ChangesQuestion, type ComparisonQuestion, parseComparison, readComparison } from './changes/question.ts';
import { MAX_TERMS, readKindAndDigits, readTerms } from './question-terms.ts';
import { readReleaseWords } from './release-words.ts';
import { isSectionName, readSectionName, type SectionName } from './section-name.ts';
import { decodeWatchErrand, isWatchErrand, readWatchErrand, WATCH_ERRANDS, type WatchErrand } from './watch/errand.ts';

/** What an answer can be shared of, and the release that it is to be from where that is not the usual one. */
export type Shareable = Subject & InRelease;

interface InRelease {
  /** Such as `17.1`, or `17` for the last of that number. */
  readonly release?: string;
}

type Subject =
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
  | ComparisonQuestion
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
  | ({ readonly kind: 'layer' } & InRelease)
  /** That layer as files, where everybody sees them. */
  | ({ readonly kind: 'upload' } & InRelease)
  /** All that changed between two releases as a file, where everybody sees it. */
  | { readonly kind: 'report'; readonly of: ChangesQuestion & InRelease }
  /** The release that this workspace is to be answered from; without one, which that is. */
  | ({ readonly kind: 'pin' } & InRelease)
  /** This workspace is to be answered from the newest again. */
  | { readonly kind: 'unpin' }
  /** The answer to another question as Markdown, to be copied. */
  | { readonly kind: 'markdown'; readonly of: Shareable }
  | WatchErrand;

export type Question = Answerable | Errand;

const ERRANDS: ReadonlySet<string> = new Set<Errand['kind']>([
  'settings',
  'layer',
  'upload',
  'report',
  'pin',
  'unpin',
  'markdown',
  ...WATCH_ERRANDS,
]);

export function isErrand(question: Question): question is Errand {
  return ERRANDS.has(question.kind);
}

/** Slack allows 2,000 characters in a button's value. */
const MAX_TEXT = 300;

/**
 * Reads what a person typed after `/attack` or after the bot's name.
 *
 * IDs and links win over words: "T1055 please" asks for T1055, "groups that use T1055" for its groups. Anything else is searched for,
 * among what the filters in it leave.
 */
export function parseQuestion(typed: string): Question {
  // What is asked most; all else that it could be has to be ruled out first.
  if (isId(typed)) return { kind: 'lookup', terms: [typed] };
  const comparison = parseComparison(typed, readTerms);
  if (comparison) return comparison;
  const { release, isLoose, rest } = readReleaseWords(typed);
  if (release === undefined) return parseSubject(typed);
  if (rest === '') return { kind: 'status', release };
  const question = parseSubject(rest);
  // Beside words a low version is somebody else's; an ID has none but its release.
  if (isLoose && question.kind === 'search') return parseSubject(typed);
  return withRelease(question, release);
}

/** The same, of that release; what knows no releases is left as it is, and so is all where a feed calls its release what nobody can ask for. */
export function withRelease<Q extends Question>(question: Q, release: string): Q {
  if (!isRelease(release) || isWatchErrand(question)) return question;
  switch (question.kind) {
    case 'settings':
    case 'help':
    case 'unpin':
    // These name their two releases themselves.
    case 'changes':
    case 'diff':
    case 'report':
      return question;
    case 'share':
    case 'markdown':
      return { ...question, of: withRelease(question.of, release) };
    default:
      return { ...question, release };
  }
}

/** The release that an answer is to be from; undefined for the usual one. */
export function releaseIn(question: Question): string | undefined {
  if ('of' in question) return question.of.release;
  return 'release' in question ? question.release : undefined;
}

function parseSubject(typed: string): Question {
  const words = typed.split(/[\s,;]+/).filter(Boolean);
  const command = readCommand(words) ?? readWatchErrand(typed);
  if (command) return command;

  const { filters, rest: besides } = readFilters(typed);
  if (filters.length > 0) {
    const question = parseSubject(besides);
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

/** What is asked by a word of its own; nothing at all asks for help. */
function readCommand([verb, number, ...more]: readonly string[]): Question | undefined {
  if (verb === undefined) return { kind: 'help' };
  if (more.length === 0 && /^pin$/i.test(verb)) return readPin(number);
  if (number !== undefined) return undefined;
  if (/^(?:help|\?|-h|--help)$/i.test(verb)) return { kind: 'help' };
  if (/^settings?$/i.test(verb)) return { kind: 'settings' };
  if (/^(?:releases|versions)$/i.test(verb)) return { kind: 'status' };
  const kind = (['status', 'layer', 'unpin'] as const).find((word) => word === verb.toLowerCase());
  return kind && { kind };
}

/** Beside this word a number alone is a release. */
function readPin(number: string | undefined): Question | undefined {
  if (number === undefined) return { kind: 'pin' };
  if (/^(?:newest|latest|none|off)$/i.test(number)) return { kind: 'unpin' };
  return isRelease(number.toLowerCase()) ? { kind: 'pin', release: number.toLowerCase() } : undefined;
}

function readQuestion(value: unknown): Question | undefined {
  const subject = readSubject(value);
  const { release } = Object(value) as Readonly<Record<string, unknown>>;
  return subject && typeof release === 'string' ? withRelease(subject, release) : subject;
}

function readSubject(value: unknown): Question | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, terms, key, section, page, text, filters, hasFilters, of } = value as Readonly<Record<string, unknown>>;
  const beside = hasFilters === true ? ({ hasFilters } as const) : {};
  switch (kind) {
    case 'help':
    case 'status':
    case 'settings':
    case 'layer':
    case 'upload':
    case 'pin':
    case 'unpin':
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
    case 'changes':
    case 'diff':
      return readComparison({ ...value });
    case 'report': {
      const other = readQuestion(of);
      return other?.kind === 'changes' ? { kind, of: other } : undefined;
    }
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
