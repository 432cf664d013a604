/** Tells a bundle that was cut down on its way from a release that says less. */

import type { Status } from './object.ts';
import type { Summary } from './summary.ts';

/**
 * ATT&CK marks objects as dead and keeps them, so a kind that shrinks by more than a fifth, whatever its objects' status, is a fault.
 * Exempt are kinds that are dead as a whole, which may be dropped one day (data sources since 18). Relations are counted together: of
 * one type two thirds may go (`detects` in 18), but what ends before its relations begin has next to none.
 *
 * @returns what is missing, as the end of a sentence about the bundle; undefined when nothing is
 */
export function findLoss({ counts, relations }: Summary, standing: Summary): string | undefined {
  for (const [kind, standingCounts] of Object.entries(standing.counts)) {
    const [has, had] = [sum(counts[kind]), sum(standingCounts)];
    const isDead = standingCounts.active === 0;
    // Of fewer than five objects, a single one is more than a fifth.
    if (had - has <= Math.max(1, had / 5) || isDead) continue;
    return `it has only ${has} objects of the kind "${kind}", and the copy in use has ${had}`;
  }
  const had = standing.relations;
  if (had - relations <= Math.max(1, had / 2)) return undefined;
  return `it has only ${relations} relations, and the copy in use has ${had}`;
}

function sum(counts: Readonly<Record<Status, number>> | undefined): number {
  return counts ? counts.active + counts.revoked + counts.deprecated : 0;
}
