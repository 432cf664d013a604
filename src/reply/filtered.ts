/** What filters leave: a list, or what is wrong with them, and the questions that would have an answer. */

import type { AttackObject } from '../attack/object.ts';
import type { Catalog } from '../search/catalog.ts';
import { type Condition, findPassing, readConditions, readLeadingType } from '../search/filter/filter.ts';
import { type FilterValue, findNearestValues, findValue, listValues } from '../search/filter/values.ts';
import {
  type FieldSlip,
  type FilterField,
  type FilterTerm,
  findFieldSlip,
  MOST_FILTERS,
  readFilters,
} from '../search/filter/words.ts';
import { foldName } from '../search/names.ts';
import type { Shareable } from './question.ts';
import { capitalize } from './views/facts.ts';

export type Search = Extract<Shareable, { readonly kind: 'search' }>;

/** A question that is near to the one asked. */
export interface Remedy {
  readonly label: string;
  readonly question: Search;
}

/** A filter whose value nothing in the release is called. */
export interface Misread {
  readonly term: FilterTerm;
  readonly remedies: readonly Remedy[];
  /** All that the field has. */
  readonly values: readonly FilterValue[];
}

export type Filtered =
  /** `asked` is the question as it was understood, for the further pages. */
  | {
      readonly kind: 'list';
      readonly asked: Search;
      readonly conditions: readonly Condition[];
      readonly objects: readonly AttackObject[];
      /** What is called as the list is: "software" is a sub-technique's name. */
      readonly namesakes: readonly AttackObject[];
    }
  | { readonly kind: 'misread'; readonly misread: readonly Misread[] }
  /** More filters than a button can hold; `first` is the first of those that would not count. */
  | { readonly kind: 'surplus'; readonly first: FilterTerm; readonly remedies: readonly Remedy[] }
  /** A word before a colon that is nearly a filter's. */
  | { readonly kind: 'slip'; readonly slip: FieldSlip; readonly remedies: readonly Remedy[] }
  | {
      readonly kind: 'empty';
      readonly asked: Search;
      readonly conditions: readonly Condition[];
      readonly remedies: readonly Remedy[];
    };

/** Words of so few letters are taken for a slip only beside a value of that field: "tape:" may be a tape. */
const SHORT_WORD = 5;
/** Also what ATT&CK gave up. */
const ALIVE_OR_DEAD: FilterTerm = { field: 'status', value: 'any', isNot: false };

/** @returns undefined for a search without filters and without what looks like one */
export function answerFiltered(search: Search, catalog: Catalog): Filtered | undefined {
  const slip = findSlip(search, catalog);
  if (slip) return slip;
  const { filters = [], page } = search;
  if (filters.length === 0) return undefined;
  const first = filters[MOST_FILTERS];
  if (first) {
    const question = ask(filters, search.text, 1);
    return { kind: 'surplus', first, remedies: [{ label: `Use the first ${MOST_FILTERS}`, question }] };
  }
  const { terms, text: words } = readTypeAlone(filters, search.text, catalog);
  const { known, unknown, text } = readConditions(catalog.filterValues, terms, words);
  if (unknown.length > 0)
    return { kind: 'misread', misread: unknown.map((term) => explainMisread(term, search, catalog)) };
  return listPassing(known, text, page, catalog);
}

/** All that is of one type; `namesakes` may be meant instead. */
export function listType(
  { field, label }: FilterValue,
  namesakes: readonly AttackObject[],
  page: number,
  catalog: Catalog,
): Filtered {
  const { known } = readConditions(catalog.filterValues, [{ field, value: label, isNot: false }], '');
  const found = listPassing(known, '', page, catalog);
  return found.kind === 'list' ? { ...found, namesakes } : found;
}

function listPassing(conditions: readonly Condition[], text: string, page: number, catalog: Catalog): Filtered {
  const objects = findPassing(catalog, conditions, text);
  const asked = ask(
    conditions.map(({ term }) => term),
    text,
    page,
  );
  if (objects.length > 0) return { kind: 'list', asked, conditions, objects, namesakes: [] };
  return { kind: 'empty', asked, conditions, remedies: dropEach(conditions, text, catalog) };
}

/** "techniques tactic:persistence": where a type is all that stands beside the filters, it is one more. */
function readTypeAlone(filters: readonly FilterTerm[], text: string, catalog: Catalog) {
  const led = readLeadingType(catalog.filterValues, text);
  if (led?.rest !== '') return { terms: filters, text };
  return { terms: [...filters, { field: 'type', value: led.value.label, isNot: false } as const], text: '' };
}

function findSlip({ text, filters = [], page }: Search, catalog: Catalog): Filtered | undefined {
  const slip = findFieldSlip(text);
  if (!slip) return undefined;
  const mended = readFilters(slip.mended);
  const isMeant = ({ field, value }: FilterTerm) =>
    slip.word.length > SHORT_WORD || findValue(catalog.filterValues, field, value) !== undefined;
  if (!mended.filters.some((term) => term.field === slip.field && isMeant(term))) return undefined;
  const words = text.replace(`${slip.word}:`, `${slip.word} `);
  return {
    kind: 'slip',
    slip,
    remedies: [
      { label: `Filter by ${slip.field}`, question: ask([...filters, ...mended.filters], mended.rest, page) },
      { label: 'Search for the words as they are', question: ask(filters, words, page) },
    ],
  };
}

function explainMisread(term: FilterTerm, { text, filters = [] }: Search, catalog: Catalog): Misread {
  const nearest = dropContained(findNearestValues(catalog.filterValues, term.field, term.value));
  const withValue = ({ label }: FilterValue): Remedy => ({
    label: nameRemedy(term, label),
    question: ask(
      filters.map((other) => (other === term ? { ...term, value: label } : other)),
      dropTaken(text, term, label),
      1,
    ),
  });
  const values = dropContained(listValues(catalog.filterValues, term.field));
  return { term, remedies: nearest.map(withValue), values };
}

/** Without those that an earlier one stands for: "TA0003 Persistence" behind the "Persistence" of all domains. */
function dropContained(values: readonly FilterValue[]): readonly FilterValue[] {
  const holds = (earlier: FilterValue, { keys }: FilterValue) => [...keys].every((key) => earlier.keys.has(key));
  return values.filter((value, at) => !values.slice(0, at).some((earlier) => holds(earlier, value)));
}

/** Of "tactic:defence evasion" the second word belongs to the value, once that is put right. */
function dropTaken(text: string, { value }: FilterTerm, label: string): string {
  const own = foldName(label).split(' ');
  if (own.length <= value.split(' ').length) return text;
  return text
    .split(' ')
    .filter((word) => !own.includes(foldName(word)))
    .join(' ');
}

/** What is found without each of the conditions, without the words, and among what ATT&CK gave up. */
function dropEach(conditions: readonly Condition[], text: string, catalog: Catalog): readonly Remedy[] {
  const terms = conditions.map(({ term }) => term);
  const without = conditions.map(({ term, value }) => ({
    label: term.isNot ? `With ${value.field} ${value.label} too` : `Without ${value.field} ${value.label}`,
    question: ask(
      terms.filter((other) => other !== term),
      text,
      1,
    ),
  }));
  const others: readonly Remedy[] = [
    ...(text === '' ? [] : [{ label: 'Without the words', question: ask(terms, '', 1) }]),
    ...(has(terms, 'status')
      ? []
      : [{ label: 'Deprecated and revoked too', question: ask([ALIVE_OR_DEAD, ...terms], text, 1) }]),
  ];
  return [...without, ...others].flatMap(({ label, question }) => {
    if (question.filters === undefined && question.text === '') return [];
    const number = count(question, catalog);
    // Words alone are answered by a choice, of which there are fewer.
    const found = question.filters === undefined ? '' : `: ${number}`;
    return number === 0 ? [] : [{ label: label + found, question }];
  });
}

/** How many a question finds. */
function count({ text, filters = [] }: Search, catalog: Catalog): number {
  const { known } = readConditions(catalog.filterValues, filters, '');
  return findPassing(catalog, known, text).length;
}

function nameRemedy({ field, isNot }: FilterTerm, label: string): string {
  return `${isNot ? 'Not ' : ''}${isNot ? field : capitalize(field)} ${label}`;
}

function has(terms: readonly FilterTerm[], field: FilterField): boolean {
  return terms.some((term) => term.field === field);
}

function ask(filters: readonly FilterTerm[], text: string, page: number): Search {
  if (filters.length === 0) return { kind: 'search', text, page };
  return { kind: 'search', text, filters: filters.slice(0, MOST_FILTERS), page };
}
