/**
 * What a release changes of what is watched.
 *
 * An object is touched when a reader of its page sees a difference, what it is newly related to included. A filter is touched by what is
 * new, gone or changed itself within it, in either release; that another group uses a technique within it is news of that group, and of
 * the technique where that is watched. Invisible patches touch nobody.
 */

import type { AttackObject, Status } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import { type Changes, type ObjectChange, subjectOf } from '../../search/changes/change.ts';
import { type Condition, passes } from '../../search/filter/filter.ts';
import { findValue } from '../../search/filter/values.ts';
import type { Graph } from '../../search/graph.ts';
import { successorOf } from '../../search/successor.ts';
import type { Entry, WatchedTerm } from './subscription.ts';

/** Two releases, and what a reader sees of the difference. */
export interface Comparison {
  readonly earlier: Graph;
  readonly later: Catalog;
  readonly changes: Changes;
  /** Without what nobody sees. */
  readonly news: ReadonlyMap<string, ObjectChange>;
}

export interface Touch {
  readonly entry: Entry;
  /** In the order of `Changes.objects`. */
  readonly news: readonly ObjectChange[];
  /** What stands in the place of the watched object from now on, where it was revoked. */
  readonly follows?: AttackObject;
}

/** Objects between two chances to pause: about 2 ms. */
const STRIDE = 200;

const IN_ANY_STATE: Condition = {
  term: { field: 'status', value: 'any', isNot: false },
  value: { field: 'status', label: 'any', keys: new Set(['active', 'revoked', 'deprecated'] satisfies Status[]) },
};

export function compare(changes: Changes, earlier: Graph, later: Catalog): Comparison {
  const seen = changes.objects.filter((change) => change.seen.length > 0);
  return { earlier, later, changes, news: new Map(seen.map((change) => [subjectOf(change).stixId, change])) };
}

/** What is told of an object itself, not of its relations. */
export function isItselfChanged({ seen }: ObjectChange): boolean {
  return seen.some(({ kind }) => kind !== 'related');
}

/** In steps; entries that are not touched are left out. */
export function* findTouches(
  entries: readonly Entry[],
  comparisons: readonly Comparison[],
): Generator<void, readonly Touch[]> {
  const touches: Touch[] = [];
  for (const entry of entries) {
    const found: Touch[] = [];
    for (const comparison of comparisons) found.push(...(yield* touchesOf(entry, comparison)));
    const [first] = found;
    if (first) touches.push({ ...first, news: found.flatMap(({ news }) => news) });
    yield;
  }
  return touches;
}

function* touchesOf(entry: Entry, comparison: Comparison): Generator<void, readonly Touch[]> {
  const { target } = entry;
  switch (target.kind) {
    case 'releases':
      return [];
    case 'object':
      return touchObject(entry, target.stixId, comparison);
    case 'filter': {
      const news = yield* listWithin(target.terms, comparison);
      return news.length === 0 ? [] : [{ entry, news }];
    }
  }
}

function* listWithin(terms: readonly WatchedTerm[], comparison: Comparison): Generator<void, readonly ObjectChange[]> {
  const isWithin = within(terms, comparison);
  const found: ObjectChange[] = [];
  let looked = 0;
  for (const change of comparison.news.values()) {
    if (isItselfChanged(change) && isWithin(change)) found.push(change);
    looked += 1;
    if (looked % STRIDE === 0) yield;
  }
  return found;
}

/** What was revoked before, in a release that nobody announced, is its successor already. */
function touchObject(entry: Entry, stixId: string, { later, news }: Comparison): readonly Touch[] {
  const object = later.byStixId.get(stixId);
  const { path, end } = object ? successorOf(later, object) : { path: [], end: 'none' };
  const follows = end === 'active' ? path.at(-1) : undefined;
  const ids = [stixId, ...(follows ? [follows.stixId] : [])];
  const found = ids.flatMap((id) => news.get(id) ?? []);
  if (found.length === 0) return [];
  return [{ entry, news: found, ...(follows && { follows }) }];
}

function within(terms: readonly WatchedTerm[], { earlier, later }: Comparison): (change: ObjectChange) => boolean {
  const conditions = terms.map((term) => toCondition(term, later));
  const [passedBefore, passesNow] = [passes(earlier, conditions), passes(later, conditions)];
  const isNamedTactic = namesTactic(conditions, later);
  return ({ earlier: was, later: is }) =>
    (was !== undefined && (passedBefore(was) || isNamedTactic(was))) ||
    (is !== undefined && (passesNow(is) || isNamedTactic(is)));
}

/** What is called so today counts beside what was meant: a domain may have got such a tactic meanwhile. */
function toCondition({ field, label, keys, isNot }: WatchedTerm, { filterValues }: Catalog): Condition {
  const today = findValue(filterValues, field, label)?.keys ?? [];
  return { term: { field, value: label, isNot }, value: { field, label, keys: new Set([...keys, ...today]) } };
}

/** A filter by tactic holds the tactic itself, which may be renamed or go, in the domains that the filter leaves. */
function namesTactic(conditions: readonly Condition[], graph: Graph): (object: AttackObject) => boolean {
  const named = conditions.filter(({ term, value }) => value.field === 'tactic' && !term.isNot);
  const limits = conditions.filter(({ value }) => value.field === 'domain');
  const isInDomain = passes(graph, [...limits, IN_ANY_STATE]);
  return (object) => named.some(({ value }) => value.keys.has(object.stixId)) && isInDomain(object);
}
