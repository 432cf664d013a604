/**
 * Which objects an object is related to, in one release and not in the other. Where a release relates two kinds of objects that the
 * other never does, as 18 did with strategies that detect, that is news of ATT&CK's model and not of hundreds of techniques.
 */

import type { Domain } from '../../attack/domain.ts';
import type { AttackObject, Kind } from '../../attack/object.ts';
import type { RelationType } from '../../attack/relation.ts';
import type { Graph } from '../graph.ts';
import { compareLikely } from '../rank.ts';
import type { ModelChange, Seen } from './change.ts';
import type { Pair } from './seen.ts';

/** Told in another way: by where an object leads, by a technique's tactics, by a matrix that nobody reads. */
const TOLD_ELSEWHERE: ReadonlySet<RelationType> = new Set(['revoked-by', 'has-tactic', 'part-of']);

/** Relations between two chances to pause: about 2 ms. */
const STRIDE = 2000;

/** How two kinds are related, such as `uses group technique`. */
type Way = string;

/** STIX id → way → the objects at the other ends. Only what is alive at both ends. */
type Neighbours = ReadonlyMap<string, ReadonlyMap<Way, Neighbourhood>>;

interface Neighbourhood {
  readonly by: RelationType;
  readonly of: Kind;
  readonly objects: Map<string, AttackObject>;
}

export interface RelatedChanges {
  readonly model: readonly ModelChange[];
  /** @returns gained and lost relations of an object that is active in both releases; empty for any other */
  readonly of: (stixId: string) => readonly Seen[];
}

/** Step by step. */
export function* compareRelations({ earlier, later, domains }: Pair): Generator<void, RelatedChanges> {
  const [had, has] = [yield* listLiving(earlier, domains), yield* listLiving(later, domains)];
  const [before, now] = [countWays(had), countWays(has)];
  const model = [...listNew('lost', before, now), ...listNew('gained', now, before)];
  const told = new Set(model.map(({ by, source, target }) => `${by} ${source} ${target}`));
  const [was, is] = [yield* gatherNeighbours(had, told), yield* gatherNeighbours(has, told)];
  const isActive = (graph: Graph, stixId: string) => graph.byStixId.get(stixId)?.status === 'active';
  return {
    model,
    of(stixId) {
      if (!isActive(earlier, stixId) || !isActive(later, stixId)) return [];
      return compareNeighbours(was.get(stixId) ?? new Map(), is.get(stixId) ?? new Map());
    },
  };
}

interface Living {
  readonly way: Way;
  readonly by: RelationType;
  readonly source: AttackObject;
  readonly target: AttackObject;
}

function* listLiving(graph: Graph, domains: readonly Domain[]): Generator<void, readonly Living[]> {
  const isLiving = (object: AttackObject | undefined): object is AttackObject =>
    object?.status === 'active' && object.domains.some((domain) => domains.includes(domain));
  const living: Living[] = [];
  let seen = 0;
  for (const relations of graph.outgoing.values()) {
    for (const { type: by, source: from, target: to, dead } of relations) {
      const [source, target] = [graph.byStixId.get(from), graph.byStixId.get(to)];
      if (dead || TOLD_ELSEWHERE.has(by) || !isLiving(source) || !isLiving(target)) continue;
      living.push({ way: `${by} ${source.kind} ${target.kind}`, by, source, target });
    }
    seen += relations.length;
    if (seen < STRIDE) continue;
    seen = 0;
    yield;
  }
  return living;
}

function countWays(relations: readonly Living[]): ReadonlyMap<Way, Omit<ModelChange, 'kind'>> {
  const ways = new Map<Way, Omit<ModelChange, 'kind'>>();
  for (const { way, by, source, target } of relations) {
    const count = (ways.get(way)?.count ?? 0) + 1;
    ways.set(way, { by, source: source.kind, target: target.kind, count });
  }
  return ways;
}

function listNew(
  kind: ModelChange['kind'],
  ways: ReadonlyMap<Way, Omit<ModelChange, 'kind'>>,
  others: ReadonlyMap<Way, unknown>,
): readonly ModelChange[] {
  return [...ways].filter(([way]) => !others.has(way)).map(([, change]) => ({ kind, ...change }));
}

function* gatherNeighbours(relations: readonly Living[], without: ReadonlySet<Way>): Generator<void, Neighbours> {
  const neighbours = new Map<string, Map<Way, Neighbourhood>>();
  const add = (from: AttackObject, way: Way, by: RelationType, to: AttackObject) => {
    const ways = neighbours.get(from.stixId) ?? new Map<Way, Neighbourhood>();
    const neighbourhood = ways.get(way) ?? { by, of: to.kind, objects: new Map() };
    neighbours.set(from.stixId, ways.set(way, neighbourhood));
    neighbourhood.objects.set(to.stixId, to);
  };
  for (const [at, { way, by, source, target }] of relations.entries()) {
    if (at % STRIDE === 0) yield;
    if (without.has(way)) continue;
    // A technique's tactics are told on their own.
    if (by !== 'in-tactic') add(source, `to ${way}`, by, target);
    add(target, `from ${way}`, by, source);
  }
  return neighbours;
}

function compareNeighbours(was: ReadonlyMap<Way, Neighbourhood>, is: ReadonlyMap<Way, Neighbourhood>): readonly Seen[] {
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((way) => {
    const [before, now] = [was.get(way), is.get(way)];
    const { by, of } = now ?? before ?? {};
    if (by === undefined || of === undefined) return [];
    const gained = listMissing(now, before);
    const lost = listMissing(before, now);
    return gained.length + lost.length === 0 ? [] : [{ kind: 'related', by, of, gained, lost } as const];
  });
}

function listMissing(from: Neighbourhood | undefined, without: Neighbourhood | undefined): readonly AttackObject[] {
  return [...(from?.objects ?? [])]
    .flatMap(([stixId, object]) => (without?.objects.has(stixId) ? [] : object))
    .sort(compareLikely);
}
