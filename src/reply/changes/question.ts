/** What people ask about two releases, and how they type it: "changes v17.1 domain:ics", "diff T1055", "what's new since v17". */

import { DOMAINS } from '../../attack/domain.ts';
import { compareReleases } from '../../attack/release.ts';
import { type FilterTerm, readFilters } from '../../search/filter/words.ts';
import { readLinked } from '../release-words.ts';
import { isListName, type ListName, OFFICIAL_CLASSES, TOPICS } from './topic.ts';

/** Releases such as `17.1`, or `17` for the last of that number. */
export interface Span {
  /** Left out: the one before `to`. */
  readonly from?: string;
  /** Left out: the newest. */
  readonly to?: string;
}

export interface ChangesQuestion extends Span {
  readonly kind: 'changes';
  /** Filters as they are typed: short, for they stand in every button. */
  readonly only?: string;
  /** Left out: a summary. */
  readonly list?: ListName;
  readonly page: number;
}

export interface DiffQuestion extends Span {
  readonly kind: 'diff';
  /** IDs, keys of objects, or one name. */
  readonly terms: readonly string[];
  /** What is open beneath the summary of one object; left out, its text. */
  readonly part?: DiffPart;
  readonly page: number;
}

type DiffPart = (typeof TOPICS)[number];

export type ComparisonQuestion = ChangesQuestion | DiffQuestion;

/** The rest of a question, once what it has of IDs is read. */
export interface ReadTerms {
  readonly terms: readonly string[];
  readonly rest: string;
}

/** In UTF-16 units: a menu's `action_id` holds them beside all else. */
const LONGEST_ONLY = 110;
const LONGEST_NAME = 100;
const MOST_TERMS = 20;

const RELEASE = /^(?:v|version:?|release:?|@)?(\d{1,3}(?:\.\d{1,3})?(?:-[a-z]{1,8})?)[.?!]*$/i;
/** Only where it is said to be one, a number alone is a release: "T1055 17". */
const BEFORE_RELEASE = /^(?:v|version|release|since|from|to|and|between|in|with|att&ck)$/i;
const VERB = /^(?:changes|changelog|diff|diffs)$/i;
/** Beside releases; "compare T1055 T1059" asks for two cards. */
const COMPARE = /^compare$/i;
const PHRASE =
  /^(?:what(?:['’]?s| is| has| was)? (?:been )?(?:new|changed?|different)|what did change|(?:show|list|tell)(?: me)?(?: the| all)? (?:changes|differences))\b/i;
/** "T1055 changes" */
const BEHIND_IDS = /^(?:changes|changed|changelog|diff|history)$/i;
const FILLER =
  /^(?:since|from|to|between|in|with|the|of|for|on|and|against|versus|vs\.?|compared|release|version|releases|versions|att&ck|attack|mitre|latest|newest|last|please|me|what|a)$/i;
const TYPE =
  /^(?:(?:sub-?)?techniques?|tactics?|groups?|software|malware|tools?|campaigns?|mitigations?|assets?|analytics?|matri(?:x|ces))$/;
/** MITRE's own view. */
const OFFICIAL = /^(?:official|all|everything)$/i;

const LIST_WORDS: Readonly<Record<string, ListName>> = {
  added: 'new',
  additions: 'new',
  renames: 'renamed',
  moved: 'tactics',
  texts: 'text',
  reworded: 'text',
  platform: 'platforms',
  patches: 'patch',
  revocations: 'revocation',
  deprecations: 'deprecation',
  deletions: 'deletion',
  visible: 'seen',
};

/**
 * @param readTerms finds the IDs among words
 * @returns undefined for what asks nothing of this kind: "changes to the registry" is a search
 */
export function parseComparison(
  typed: string,
  readTerms: (words: readonly string[]) => ReadTerms,
): ComparisonQuestion | undefined {
  const asked = readVerb(typed);
  if (!asked) return parseBehind(typed, readTerms);
  const { filters, rest } = readFilters(asked.rest);
  const { span, words } = readSpan(rest);
  const lists = words.flatMap((word) => readList(word) ?? []);
  const others = words.filter(
    (word) => readList(word) === undefined && readFilter(word) === undefined && !FILLER.test(word),
  );
  const { terms, rest: name } = readTerms(others);
  if (terms.length > 0) return askDiff(terms, span);
  if (others.length > 0 && filters.length === 0) {
    const named = others.join(' ').slice(0, LONGEST_NAME);
    return asked.takesNames && name !== '' ? askDiff([named], span) : undefined;
  }
  const only = [...filters.map(writeFilter), ...words.flatMap((word) => readFilter(word) ?? []), ...others].join(' ');
  const [list] = lists;
  return {
    kind: 'changes',
    ...span,
    ...(only === '' ? {} : { only: only.slice(0, LONGEST_ONLY) }),
    ...(list === undefined ? {} : { list }),
    page: 1,
  };
}

/** Whether filters are cut short: then they are not those that were typed. */
export function isCut({ only = '' }: ChangesQuestion): boolean {
  return only.length >= LONGEST_ONLY;
}

/** @returns undefined for what no button of this version holds */
export function readComparison(value: Readonly<Record<string, unknown>>): ComparisonQuestion | undefined {
  const { kind, from, to, only, list, terms, part, page } = value;
  if (!isOptionalText(from) || !isOptionalText(to) || !Number.isSafeInteger(page) || Number(page) < 1) return undefined;
  const asked = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), page: Number(page) };
  if (kind === 'diff') {
    const isPart = part === undefined || TOPICS.some((topic) => topic === part);
    if (!isPart || !Array.isArray(terms) || !terms.every((term) => typeof term === 'string')) return undefined;
    const open = part === undefined ? {} : { part: part as DiffPart };
    return { kind, terms: terms.slice(0, MOST_TERMS), ...open, ...asked };
  }
  if (kind !== 'changes' || !isOptionalText(only) || (list !== undefined && !isListName(list))) return undefined;
  return { kind, ...asked, ...(only === undefined ? {} : { only }), ...(list === undefined ? {} : { list }) };
}

function readVerb(typed: string): { readonly rest: string; readonly takesNames: boolean } | undefined {
  const text = typed.trim();
  const [verb = ''] = text.split(/\s+/);
  const takesVerb = VERB.test(verb) || (COMPARE.test(verb) && readSpan(text).span.from !== undefined);
  if (takesVerb) return { rest: text.slice(verb.length), takesNames: !/^change/i.test(verb) };
  const phrase = PHRASE.exec(text)?.[0];
  return phrase === undefined ? undefined : { rest: text.slice(phrase.length), takesNames: true };
}

/** "T1055 changes", "T1055 changes since v17", "T1055 v17.1 v18.1" */
function parseBehind(
  typed: string,
  readTerms: (words: readonly string[]) => ReadTerms,
): ComparisonQuestion | undefined {
  const { span, words } = readSpan(typed);
  const verbs = words.filter((word) => BEHIND_IDS.test(word));
  const isBetween = span.from !== undefined && span.to !== undefined;
  if (verbs.length > 1 || (verbs.length === 0 && !isBetween)) return undefined;
  const { terms, rest } = readTerms(words.filter((word) => !verbs.includes(word) && !FILLER.test(word)));
  return terms.length > 0 && rest === '' ? askDiff(terms, span) : undefined;
}

function askDiff(terms: readonly string[], span: Span): DiffQuestion {
  return { kind: 'diff', terms: terms.slice(0, MOST_TERMS), ...span, page: 1 };
}

/** "v17.1 v18.1", in any order; "since 17", "v17..v18"; "in v18": what 18 changed; since the release of a versioned link. */
function readSpan(typed: string): { readonly span: Span; readonly words: readonly string[] } {
  const all = typed
    .replaceAll(/(\d)\s*(?:\.\.\.?|…|→|->|–)\s*(?=v?\d)/g, '$1 ')
    .split(/[\s,;]+/)
    .map((word) => word.replace(/[?!]+$/, ''))
    .filter(Boolean);
  const found = all.flatMap((word, at) => {
    const release = RELEASE.exec(word)?.[1];
    const isSaid = !/^\d+$/.test(word) || BEFORE_RELEASE.test(all[at - 1] ?? '') || at === 0;
    return release !== undefined && isSaid ? [{ release, at }] : [];
  });
  const words = all.filter((_, at) => !found.some((one) => one.at === at));
  const [first, second] = found;
  if (!first) {
    const linked = readLinked(typed);
    return { span: linked === undefined ? {} : { from: linked }, words };
  }
  if (second) {
    const [from, to] = [first.release, second.release].toSorted(compareReleases);
    return { span: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }, words };
  }
  const isEnd = /^(?:in|with|by|to|of)$/i.test(
    all.slice(0, first.at).findLast((word) => !/^(?:v|version|release|att&ck)$/i.test(word)) ?? '',
  );
  return { span: isEnd ? { to: first.release } : { from: first.release }, words };
}

function readList(word: string): ListName | undefined {
  const typed = word.toLowerCase().replace(/[.?!]+$/, '');
  if (OFFICIAL.test(typed)) return 'official';
  if (Object.hasOwn(LIST_WORDS, typed)) return LIST_WORDS[typed];
  return TYPE.test(typed) ? undefined : [...TOPICS, ...OFFICIAL_CLASSES].find((name) => name === typed);
}

/** "changes ics", "changes techniques": a domain or a type stands for its filter. */
function readFilter(word: string): string | undefined {
  const typed = word.toLowerCase();
  if (DOMAINS.some((domain) => domain === typed)) return `domain:${typed}`;
  return TYPE.test(typed) ? `type:${typed}` : undefined;
}

function writeFilter({ field, value, isNot }: FilterTerm): string {
  return `${isNot ? '-' : ''}${field}:${/[\s,;]/.test(value) ? `"${value}"` : value}`;
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}
