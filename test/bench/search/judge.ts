/** Whether an answer is right. */

import type { AttackObject } from '../../../src/attack/object.ts';
import type { Graph } from '../../../src/search/graph.ts';
import { foldName } from '../../../src/search/names.ts';
import type { Query } from './sets.ts';

/**
 * The techniques that the query's IDs name, and those of other domains that have the name of one of them: nobody can tell by
 * "screen capture" which domain is meant.
 */
export function findRight({ byId, objects }: Graph, { ids }: Query): ReadonlySet<AttackObject> {
  const meant = ids.flatMap((id) => byId.get(id)?.filter(isActiveTechnique) ?? []);
  const namesakes = objects.filter(
    (object) =>
      isActiveTechnique(object) &&
      meant.some((one) => areOfDifferentDomains(one, object) && foldName(one.name) === foldName(object.name)),
  );
  return new Set([...meant, ...namesakes]);
}

export function isActiveTechnique({ kind, status }: AttackObject): boolean {
  return kind === 'technique' && status === 'active';
}

function areOfDifferentDomains(a: AttackObject, b: AttackObject): boolean {
  return !a.domains.some((domain) => b.domains.includes(domain));
}
