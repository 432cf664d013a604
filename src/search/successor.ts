/** What became of a dead object: follows `revoked-by` to where it ends. */

import type { AttackObject } from '../attack/object.ts';
import type { Graph } from './graph.ts';

export interface Successor {
  /** The objects on the way, nearest first, without the one asked for. The last is the successor. */
  readonly path: readonly AttackObject[];
  /**
   * How the way ends: `active` at an active object (the one asked for, where the path is empty); `revoked` at one that
   * names no successor; `deprecated` at one that nothing replaces; `none`: the one asked for is dead and nothing
   * replaces it; `cycle`: it leads back to itself.
   */
  readonly end: 'active' | 'revoked' | 'deprecated' | 'none' | 'cycle';
}

/** The successor may be of another kind (malware became a tool) and of another state than hoped for. */
export function successorOf(graph: Graph, object: AttackObject): Successor {
  const path: AttackObject[] = [];
  const seen = new Set([object]);
  for (let last = object; ; ) {
    const next = last.status === 'revoked' ? findReplacement(graph, last) : undefined;
    if (!next) {
      const isLost = path.length === 0 && last.status !== 'active';
      return { path, end: isLost ? 'none' : last.status };
    }
    if (seen.has(next)) return { path, end: 'cycle' };
    seen.add(next);
    path.push(next);
    last = next;
  }
}

/** The data names one; of several an active one is of most use. */
function findReplacement(graph: Graph, object: AttackObject): AttackObject | undefined {
  const replacements = (graph.outgoing.get(object.stixId) ?? [])
    .filter((relation) => relation.type === 'revoked-by' && !relation.dead)
    .flatMap((relation) => graph.byStixId.get(relation.target) ?? []);
  return replacements.find(({ status }) => status === 'active') ?? replacements[0];
}
