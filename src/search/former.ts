/** What today's objects were called before: the names of the dead ones that ATT&CK replaced by them. */

import type { AttackObject } from '../attack/object.ts';
import type { Graph } from './graph.ts';
import { successorOf } from './successor.ts';

/** For every active object that replaced others, over any number of steps, their names and aliases, sorted. */
export function buildFormerNames(graph: Graph): ReadonlyMap<AttackObject, readonly string[]> {
  const former = graph.objects.flatMap((object) => {
    if (object.status !== 'revoked') return [];
    const { path, end } = successorOf(graph, object);
    const last = path.at(-1);
    return last && end === 'active' ? [object.name, ...object.aliases].map((name) => ({ last, name })) : [];
  });
  const byObject = Map.groupBy(former, ({ last }) => last);
  return new Map([...byObject].map(([object, names]) => [object, names.map(({ name }) => name).toSorted()]));
}
