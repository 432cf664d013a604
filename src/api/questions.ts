/** What the API answers: each question and a catalog become data. Pure. */

import { createHash } from 'node:crypto';
import { normalizeId } from '../attack/id.ts';
import type { AttackObject } from '../attack/object.ts';
import type { Catalog } from '../search/catalog.ts';
import {
  CHANGE_CLASSES,
  type ChangeClass,
  type Changes,
  type ObjectChange,
  subjectOf,
} from '../search/changes/change.ts';
import { type Condition, findPassing } from '../search/filter/filter.ts';
import { findNearestValues, findValue, hasValue, listValues } from '../search/filter/values.ts';
import type { FilterField } from '../search/filter/words.ts';
import { Fault, quoteInput } from './fault.ts';
import { cutPage, type Page } from './paging.ts';
import { presentReleases } from './present.ts';
import type { ChangesQuery, TechniquesQuery } from './schemas.ts';

type Technique = Extract<AttackObject, { readonly kind: 'technique' }>;

/** @throws Fault */
export function findTechniques(catalog: Catalog, query: TechniquesQuery): Page<Technique> {
  const conditions = [
    ...readConditions(catalog, 'type', ['technique']),
    ...readConditions(catalog, 'domain', query.domain),
    ...readConditions(catalog, 'tactic', query.tactic),
    ...readConditions(catalog, 'platform', query.platform),
  ];
  const found = findPassing(catalog, conditions, query.q ?? '');
  const { limit, cursor, ...question } = query;
  return cutPage(found.filter(isTechnique), { limit, cursor }, nameList(question, presentReleases(catalog)));
}

/**
 * The object of an ID, and others that carry it too.
 *
 * @param id an ATT&CK ID in any spelling, or a STIX id
 * @throws Fault where the catalog has none
 */
export function findObject(
  catalog: Catalog,
  id: string,
): { readonly object: AttackObject; readonly namesakes: readonly AttackObject[] } {
  const exact = catalog.byStixId.get(id);
  const [first, ...namesakes] = exact ? [exact] : (catalog.byId.get(normalizeId(id) ?? id) ?? []);
  if (first) return { object: first, namesakes };
  throw new Fault('not_found', `ATT&CK ${nameReleases(catalog)} has no object with the ID ${quoteInput(id)}`);
}

/** @throws Fault */
export function findChangesAsked(changes: Changes, catalog: Catalog, query: ChangesQuery): Page<ObjectChange> {
  const classes = readClasses(query.class);
  const types = readConditions(catalog, 'type', query.type);
  const domains = readConditions(catalog, 'domain', query.domain);
  const isAnyOf = (conditions: readonly Condition[], change: ObjectChange) =>
    conditions.length === 0 || conditions.some(({ value }) => hasValue(catalog, value, subjectOf(change)));
  const isWanted = (change: ObjectChange): boolean => {
    if (!isAnyOf(types, change) || !isAnyOf(domains, change)) return false;
    const counted = [...change.classes].filter(
      ([domain, name]) =>
        (domains.length === 0 || domains.some(({ value }) => value.keys.has(domain))) &&
        (classes.length === 0 || classes.includes(name)),
    );
    if (query.view === 'reader') return change.seen.length > 0 && (classes.length === 0 || counted.length > 0);
    return counted.some(([, name]) => classes.length > 0 || name !== 'unchanged');
  };
  const { limit, cursor, from: _from, to: _to, ...question } = query;
  const list = nameList(question, { from: changes.from, to: changes.to });
  return cutPage(changes.objects.filter(isWanted), { limit, cursor }, list);
}

/** domain → kind → class → how many. */
export function countClasses({ objects, domains }: Changes): Record<string, Record<string, Record<string, number>>> {
  const count = <T>(items: readonly T[], keyOf: (item: T) => string | undefined) =>
    [...Map.groupBy(items, keyOf)].flatMap(([key, { length }]) => (key === undefined ? [] : [[key, length] as const]));
  return Object.fromEntries(
    domains.map((domain) => {
      const kinds = Map.groupBy(objects, (change) => subjectOf(change).kind);
      const rows = [...kinds].map(
        ([kind, changes]) => [kind, Object.fromEntries(count(changes, ({ classes }) => classes.get(domain)))] as const,
      );
      return [domain, Object.fromEntries(rows.filter(([, row]) => Object.keys(row).length > 0))];
    }),
  );
}

function isTechnique(object: AttackObject): object is Technique {
  return object.kind === 'technique';
}

function readClasses(asked: readonly string[]): readonly ChangeClass[] {
  return asked.map((name) => {
    const known = CHANGE_CLASSES.find((each) => each === name.toLowerCase());
    if (known) return known;
    throw new Fault('bad_query', `\`class\` has no value ${quoteInput(name)}: it takes ${CHANGE_CLASSES.join(', ')}`);
  });
}

/** @throws Fault that names what may have been meant */
function readConditions(catalog: Catalog, field: FilterField, asked: readonly string[]): readonly Condition[] {
  return asked.map((word) => {
    const value = findValue(catalog.filterValues, field, word);
    if (value) return { term: { field, value: word, isNot: false }, value };
    const near = findNearestValues(catalog.filterValues, field, word).map(({ label }) => label);
    const all = listValues(catalog.filterValues, field).map(({ label }) => label);
    const hint =
      near.length > 0 ? `perhaps ${near.join(', ')}` : `there are ${[...new Set(all)].slice(0, 12).join(', ')}`;
    throw new Fault('bad_query', `\`${field}\` has no value ${quoteInput(word)} in this release: ${hint}`);
  });
}

function nameReleases(catalog: Catalog): string {
  return [...new Set(Object.values(presentReleases(catalog)).flatMap((release) => release ?? []))].join(' and ');
}

/** Short and opaque. */
function nameList(question: unknown, releases: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([question, releases]))
    .digest('base64url')
    .slice(0, 16);
}
