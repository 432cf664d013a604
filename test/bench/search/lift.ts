/** What a community's words bring: one half of its phrases is taught, the other is asked. */

import type { Catalog } from '../../../src/search/catalog.ts';
import { measureAsking, type Results } from './asking.ts';
import { createOurs, teach } from './engines.ts';
import type { QuerySet } from './sets.ts';

export interface Lift {
  readonly phrases: number;
  /** Of the halves that were not taught, and of all other sets whole. */
  readonly before: Results;
  readonly after: Results;
}

/** The sets that are a community's own words: titles of rules and names of tests. */
const COMMUNITY = ['sigma', 'atomic'];

/** @returns undefined where no set is a community's */
export function measureLift(catalog: Catalog, sets: readonly QuerySet[]): Lift | undefined {
  const { taught, asked } = splitSets(sets);
  if (taught.length === 0) return undefined;
  const engines = [
    createOurs('without', catalog, ['technique']),
    createOurs('with', teach(catalog, taught), ['technique']),
  ];
  const [before, after] = measureAsking(engines, asked, catalog);
  return before && after && { phrases: taught.length, before, after };
}

/** Odd lines of a community's set are taught, even ones asked; but nothing that was taught word by word. */
export function splitSets(sets: readonly QuerySet[]): {
  readonly taught: QuerySet['queries'];
  readonly asked: readonly QuerySet[];
} {
  const taught = sets.flatMap(({ title, queries }) =>
    COMMUNITY.includes(title) ? queries.filter((_, at) => at % 2 === 0) : [],
  );
  const known = new Set(taught.map(({ text }) => text.toLowerCase()));
  const asked = sets.map(({ title, queries }) => ({
    title,
    queries: COMMUNITY.includes(title)
      ? queries.filter(({ text }, at) => at % 2 === 1 && !known.has(text.toLowerCase()))
      : queries,
  }));
  return { taught, asked };
}
