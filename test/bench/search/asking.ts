/** Asks engines all queries, one call after the other: where the right answer stands, and how long it took. */

import type { AttackObject } from '../../../src/attack/object.ts';
import type { Graph } from '../../../src/search/graph.ts';
import type { Answer, Engine } from './engines.ts';
import { findRight } from './judge.ts';
import { type QuerySet, sampleSets } from './sets.ts';

export interface Outcome {
  /** Where the best right answer stands, 0 for the first; undefined where it is not among the answers. */
  readonly place: number | undefined;
  readonly isSure: boolean;
  /** In ms. */
  readonly took: number;
  /** Of the query. */
  readonly words: number;
}

export interface Results {
  readonly engine: string;
  readonly sets: readonly { readonly title: string; readonly outcomes: readonly Outcome[] }[];
}

/** Queries of each set that are asked before it counts, for the compiler to see what is hot. */
const WARM_UPS = 40;

/**
 * The engines take turns at each query, so that whatever else the machine does hits all of them.
 *
 * @returns in the order of the engines
 */
export function measureAsking(engines: readonly Engine[], sets: readonly QuerySet[], graph: Graph): readonly Results[] {
  for (const { queries } of sampleSets(sets, WARM_UPS)) {
    for (const { text } of queries) for (const { ask } of engines) ask(text);
  }
  globalThis.gc?.();
  const measured = sets.map(({ title, queries }) => {
    const outcomes = queries.map((query) => {
      const right = findRight(graph, query);
      return engines.map(({ ask }) => time(ask, query.text, right));
    });
    return { title, outcomes };
  });
  return engines.map(({ title: engine }, nth) => ({
    engine,
    sets: measured.map(({ title, outcomes }) => ({ title, outcomes: outcomes.flatMap((each) => each[nth] ?? []) })),
  }));
}

function time(ask: (text: string) => Answer, text: string, right: ReadonlySet<AttackObject>): Outcome {
  const begin = performance.now();
  const { objects, isSure } = ask(text);
  const took = performance.now() - begin;
  const place = objects.findIndex((object) => right.has(object));
  return { place: place === -1 ? undefined : place, isSure, took, words: text.split(/\s+/).length };
}
