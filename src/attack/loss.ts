/** Tells a bundle that was cut down on its way from a release that says less. */

import type { Bundle } from './bundle.ts';
import type { Kind } from './object.ts';

/**
 * ATT&CK marks objects as dead and keeps them, so a kind that shrinks by more than a fifth, whatever its objects' status, is a fault.
 * Exempt are kinds that are dead as a whole, which may be dropped one day (data sources since 18). Relations are counted together: of
 * one type two thirds may go (`detects` in 18), but what ends before its relations begin has next to none.
 *
 * @returns what is missing, as the end of a sentence about the bundle; undefined when nothing is
 */
export function findLoss(bundle: Bundle, standing: Bundle): string | undefined {
  const counts = countKinds(bundle);
  for (const [kind, had] of countKinds(standing)) {
    const has = counts.get(kind) ?? 0;
    const isDead = standing.objects.every((object) => object.kind !== kind || object.status !== 'active');
    // Of fewer than five objects, a single one is more than a fifth.
    if (had - has <= Math.max(1, had / 5) || isDead) continue;
    return `it has only ${has} objects of the kind "${kind}", and the copy in use has ${had}`;
  }
  const [has, had] = [bundle.relations.length, standing.relations.length];
  if (had - has <= Math.max(1, had / 2)) return undefined;
  return `it has only ${has} relations, and the copy in use has ${had}`;
}

function countKinds({ objects }: Bundle): ReadonlyMap<Kind, number> {
  const counts = new Map<Kind, number>();
  for (const { kind } of objects) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
