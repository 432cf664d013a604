/** How many messages named each object: dead objects count for what they are today, and what has no place in a matrix is told apart. */

import type { AttackObject, Technique } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import { successorOf } from '../../search/successor.ts';

export interface Tally {
  /** Messages that named anything. */
  readonly messages: number;
  /** Active techniques and sub-techniques, the most named first. */
  readonly techniques: readonly Counted<Technique>[];
  /** All else, and techniques that the matrix no longer has. */
  readonly others: readonly Counted<AttackObject>[];
}

export interface Counted<Of extends AttackObject> {
  readonly object: Of;
  /** Messages that named it. */
  readonly count: number;
  /** IDs that stood in its place. */
  readonly formerly: readonly string[];
}

/** @param named the IDs of each message; those that the release does not have are passed over */
export function tally(named: readonly (readonly string[])[], catalog: Catalog): Tally {
  const counts = new Map<AttackObject, { count: number; readonly formerly: Set<string> }>();
  let messages = 0;
  for (const ids of named) {
    const meant = Map.groupBy(
      ids.flatMap((id) => catalog.byId.get(id)?.[0] ?? []),
      (object) => todayOf(object, catalog),
    );
    if (meant.size > 0) messages += 1;
    for (const [object, spelled] of meant) {
      const counted = counts.get(object) ?? { count: 0, formerly: new Set() };
      counted.count += 1;
      for (const { id } of spelled) if (id !== object.id) counted.formerly.add(id);
      counts.set(object, counted);
    }
  }
  const all = [...counts].map(([object, { count, formerly }]) => ({ object, count, formerly: [...formerly].sort() }));
  const sorted = all.sort((a, b) => b.count - a.count || (a.object.id < b.object.id ? -1 : 1));
  return {
    messages,
    techniques: sorted.flatMap(({ object, ...rest }) => (isInMatrix(object) ? [{ object, ...rest }] : [])),
    others: sorted.filter(({ object }) => !isInMatrix(object)),
  };
}

function todayOf(object: AttackObject, catalog: Catalog): AttackObject {
  const { path, end } = successorOf(catalog, object);
  return end === 'active' ? (path.at(-1) ?? object) : object;
}

/** The Navigator leaves out what is revoked or deprecated. */
function isInMatrix(object: AttackObject): object is Technique {
  return object.kind === 'technique' && object.status === 'active';
}
