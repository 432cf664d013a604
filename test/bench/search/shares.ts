/** What many outcomes say together. */

import type { Outcome, Results } from './asking.ts';

export function allOutcomes({ sets }: Results): readonly Outcome[] {
  return sets.flatMap(({ outcomes }) => outcomes);
}

/** The share, from 0 to 1, whose right answer is among the first so many. */
export function shareRight(outcomes: readonly Outcome[], first: number): number {
  return share(outcomes, ({ place }) => place !== undefined && place < first);
}

/** How often the engine commits itself, and how often it is right when it does, from 0 to 1. */
export function shareSure(outcomes: readonly Outcome[]): { readonly sure: number; readonly right: number } {
  const sure = outcomes.filter(({ isSure }) => isSure);
  return { sure: sure.length / outcomes.length, right: shareRight(sure, 1) };
}

/** From one way to another over the same queries: the gain in answers that are right at once, with half the width of its 95 % interval. */
export function compareRight(
  before: readonly Outcome[],
  after: readonly Outcome[],
): { readonly gain: number; readonly half: number } {
  const changes = after.map(({ place }, at) => Number(place === 0) - Number(before[at]?.place === 0));
  const gain = changes.reduce((sum, change) => sum + change, 0) / changes.length;
  const variance = changes.reduce((sum, change) => sum + (change - gain) ** 2, 0) / changes.length;
  return { gain, half: 1.96 * Math.sqrt(variance / changes.length) };
}

function share(outcomes: readonly Outcome[], holds: (outcome: Outcome) => boolean): number {
  return outcomes.filter(holds).length / outcomes.length;
}
