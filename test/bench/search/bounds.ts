/** What the search is held to. */

import { summarize } from '../samples.ts';
import type { Results } from './asking.ts';
import type { BuildCost } from './building.ts';
import { allOutcomes, shareRight, shareSure } from './shares.ts';

export interface Bound {
  readonly title: string;
  readonly must: string;
  readonly is: string;
  readonly holds: boolean;
}

/** One engine's figures. */
export interface Standing {
  readonly results: Results;
  readonly cost: BuildCost;
}

/** Set → the least share, from 0 to 1, whose first answer is right. */
const LEAST_RIGHT: Readonly<Record<string, number>> = {
  exact: 1,
  typo1: 0.995,
  typo2: 0.99,
  partial: 0.995,
  jargon: 0.92,
  sigma: 0.4,
  atomic: 0.58,
  tram: 0.67,
};
/** Of the answers that are given as what was meant. */
const LEAST_RIGHT_WHEN_SURE = 0.98;
const MOST_TIMES_P99 = 2;
const MOST_TIMES_BUILD = 4;
/** In MB. */
const MOST_HEAP = 80;

/** Sets of other names have no bound. */
export function checkBounds(ours: Standing, baseline: Standing): readonly Bound[] {
  const right = ours.results.sets.flatMap(({ title, outcomes }) => {
    const least = LEAST_RIGHT[title];
    const is = shareRight(outcomes, 1);
    return least === undefined ? [] : checkShare(`${title}: first answer right`, is, least);
  });
  const { sure, right: rightWhenSure } = shareSure(allOutcomes(ours.results));
  const { heap } = ours.cost;
  return [
    ...right,
    // An engine that never commits itself is never wrong.
    ...(sure > 0 ? [checkShare('all: right when sure', rightWhenSure, LEAST_RIGHT_WHEN_SURE)] : []),
    checkRatio('p99', p99(ours), p99(baseline), MOST_TIMES_P99),
    checkRatio('build', ours.cost.took.p50, baseline.cost.took.p50, MOST_TIMES_BUILD),
    { title: 'heap', must: `≤ ${MOST_HEAP} MB`, is: `${heap.toFixed(1)} MB`, holds: heap <= MOST_HEAP },
  ];
}

function checkShare(title: string, is: number, least: number): Bound {
  return { title, must: `≥ ${percent(least)}`, is: percent(is), holds: is >= least };
}

function checkRatio(what: string, ours: number, baseline: number, most: number): Bound {
  const ratio = ours / baseline;
  return {
    title: `${what}: times MiniSearch's`,
    must: `≤ ${most}×`,
    is: `${ratio.toFixed(2)}×`,
    holds: ratio <= most,
  };
}

function p99({ results }: Standing): number {
  return summarize(allOutcomes(results).map(({ took }) => took)).p99;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
