/** What the menus beside the search narrow it to: filters as in words, at most one a field, each with a value that leaves something to find. */

import { DOMAINS } from '../../attack/domain.ts';
import type { AttackObject } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import { type Condition, passes, readConditions } from '../../search/filter/filter.ts';
import { type FilterValue, type FilterValues, findValue, listValues } from '../../search/filter/values.ts';
import { type FilterField, type FilterTerm, isFilterTerm, LONGEST_VALUE } from '../../search/filter/words.ts';
import { compareText } from '../../search/rank.ts';
import { tacticsInOrder } from '../../search/relations.ts';
import { plain } from '../text/mrkdwn.ts';
import { typeOf } from '../views/facts.ts';

/** From the widest to the narrowest. */
export const MENU_FIELDS = ['domain', 'tactic', 'platform', 'type'] as const satisfies readonly FilterField[];

export type MenuField = (typeof MENU_FIELDS)[number];

/** One filter that a menu is set to. */
export interface MenuTerm extends FilterTerm {
  readonly field: MenuField;
  readonly isNot: false;
}

/** Slack's menus hold a hundred, and one says "any". */
const MOST_VALUES = 99;
/** What is looked for most stands first, as in the list of what was found. */
const TYPES: readonly string[] = [
  'technique',
  'sub-technique',
  'group',
  'software',
  'tactic',
  'campaign',
  'mitigation',
];

/** @param value one of `listChoices`, as long as these are */
export function setMenu(field: MenuField, value: string): MenuTerm {
  return { field, value, isNot: false };
}

export function isMenuField(value: string): value is MenuField {
  return MENU_FIELDS.some((field) => field === value);
}

/** Whether a view's metadata may hold it. */
export function isMenuTerm(value: unknown): value is MenuTerm {
  return isFilterTerm(value) && isMenuField(value.field) && !value.isNot;
}

/** Without the values that a newer release no longer has: a view may have been open while it came. */
export function dropStale(catalog: Catalog, terms: readonly MenuTerm[]): readonly MenuTerm[] {
  return terms.filter(({ field, value }) => findValue(catalog.filterValues, field, value) !== undefined);
}

/** What the menus leave; nothing where one is set to what the release does not have. */
export function isWithin(catalog: Catalog, terms: readonly MenuTerm[]): (object: AttackObject) => boolean {
  const { known, unknown } = readConditions(catalog.filterValues, terms, '');
  if (unknown.length > 0) return () => false;
  return passes(catalog, [...known, ...known.flatMap((one) => keepApart(one, catalog)), ...deadToo(catalog)]);
}

/**
 * The values that leave something to be found beside the other menus; all domains, always. Where there are more than a menu holds, the
 * commonest.
 *
 * @returns plain texts, each of which names its value: domains in their usual order, tactics in that of the matrices, types by what is
 * looked for most, platforms by their letters
 */
export function listChoices(catalog: Catalog, field: MenuField, terms: readonly MenuTerm[]): readonly string[] {
  const others = field === 'domain' ? [] : terms.filter((term) => term.field !== field);
  if (others.length > 0) return countChoices(catalog, field, others);
  const known = unnarrowed.get(catalog.filterValues) ?? new Map<MenuField, readonly string[]>();
  unnarrowed.set(catalog.filterValues, known);
  const choices = known.get(field) ?? countChoices(catalog, field, []);
  known.set(field, choices);
  return choices;
}

/** Sets one menu, or frees it, and frees each other that would leave nothing beside it. */
export function narrow(
  catalog: Catalog,
  terms: readonly MenuTerm[],
  field: MenuField,
  value: string | undefined,
): readonly MenuTerm[] {
  const others = MENU_FIELDS.flatMap((other) => terms.find((term) => term.field === other && other !== field) ?? []);
  const set = value === undefined ? [] : [setMenu(field, value)];
  const kept = [...set];
  for (const other of others) if (findActive(catalog, [...kept, other]).length > 0) kept.push(other);
  return kept;
}

/** What orders a type among others: its place among those looked for most, or behind them all. */
export function placeOfType(type: string): number {
  const place = TYPES.indexOf(type);
  return place === -1 ? TYPES.length : place;
}

/** What most menus offer, counted once a release: typing waits while a view is drawn. */
const unnarrowed = new WeakMap<FilterValues, Map<MenuField, readonly string[]>>();

function countChoices(catalog: Catalog, field: MenuField, others: readonly MenuTerm[]): readonly string[] {
  const left = findActive(catalog, others);
  const counted = valuesInOrder(catalog, field).flatMap((value) => {
    const text = nameValue(value, catalog);
    if (text === undefined) return [];
    const many = left.filter(isWithin(catalog, [setMenu(field, text)])).length;
    return many === 0 ? [] : [{ text, many }];
  });
  const common = new Set(counted.toSorted((a, b) => b.many - a.many).slice(0, MOST_VALUES));
  return counted.filter((one) => common.has(one)).map(({ text }) => text);
}

/** As the menu says it, for both to read the same; undefined for what its own name does not find again. */
function nameValue(value: FilterValue, { filterValues }: Catalog): string | undefined {
  const text = plain(value.label, LONGEST_VALUE);
  return findValue(filterValues, value.field, text) === value ? text : undefined;
}

/** In words a sub-technique is a technique too; in a menu it stands beside it. */
function keepApart({ value }: Condition, { filterValues }: Catalog): readonly Condition[] {
  if (value.field !== 'type' || value.label !== 'technique') return [];
  const sub = findValue(filterValues, 'type', 'sub-technique');
  return sub ? [{ term: { field: 'type', value: sub.label, isNot: true }, value: sub }] : [];
}

/** What ATT&CK gave up is offered where it is asked for by its whole ID or name. */
function deadToo({ filterValues }: Catalog): readonly Condition[] {
  const value = findValue(filterValues, 'status', 'any');
  return value ? [{ term: { field: 'status', value: value.label, isNot: false }, value }] : [];
}

function findActive(catalog: Catalog, terms: readonly MenuTerm[]): readonly AttackObject[] {
  const isLeft = isWithin(catalog, terms);
  return catalog.objects.filter((object) => object.status === 'active' && isLeft(object));
}

function valuesInOrder(catalog: Catalog, field: MenuField): readonly FilterValue[] {
  const { filterValues, objects } = catalog;
  const find = (word: string) => findValue(filterValues, field, word) ?? [];
  switch (field) {
    case 'domain':
      return listValues(filterValues, field);
    case 'platform':
      return listValues(filterValues, field).toSorted((a, b) => compareText(a.label, b.label));
    case 'tactic':
      return [...new Set(namesOfTactics(catalog).flatMap(find))];
    case 'type': {
      const types = [...new Set(objects.map(typeOf))];
      return types.toSorted((a, b) => placeOfType(a) - placeOfType(b) || compareText(a, b)).flatMap(find);
    }
  }
}

/** In the order of the matrices, then those that stand in none. */
function namesOfTactics(catalog: Catalog): readonly string[] {
  const { objects } = catalog;
  const matrices = DOMAINS.flatMap((domain) =>
    objects.filter(({ kind, domains }) => kind === 'matrix' && domains.includes(domain)),
  );
  const ordered = matrices.flatMap((matrix) => (matrix.kind === 'matrix' ? tacticsInOrder(catalog, matrix) : []));
  const others = objects.filter(({ kind }) => kind === 'tactic').map(({ name }) => name);
  return [...ordered.map(({ object }) => object.name), ...others.toSorted(compareText)];
}
