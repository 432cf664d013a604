/** Compares two releases object by object, in steps, because whoever asks for it is not the only one who asks. */

import type { Domain } from '../../attack/domain.ts';
import type { AttackObject } from '../../attack/object.ts';
import type { Graph } from '../graph.ts';
import { compareLikely } from '../rank.ts';
import { type ChangeClass, type Changes, type ObjectChange, type Sides, subjectOf } from './change.ts';
import { classify } from './official.ts';
import { compareRelations, type RelatedChanges } from './related.ts';
import { findSeen, type Pair } from './seen.ts';

/** One of the two releases. */
export interface Side {
  readonly release: string;
  readonly graph: Graph;
}

/** Objects between two chances to pause: about 2 ms. */
const STRIDE = 50;

/**
 * @param domains those that both releases have
 * @returns what differs; objects of no such domain are left out
 */
export function* findChanges(earlier: Side, later: Side, domains: readonly Domain[]): Generator<void, Changes> {
  const graphs: Pair = { earlier: earlier.graph, later: later.graph, domains };
  const related = yield* compareRelations(graphs);
  const isWanted = (object: AttackObject) => object.domains.some((domain) => domains.includes(domain));
  const stixIds = new Set([...graphs.later.byStixId.keys(), ...graphs.earlier.byStixId.keys()]);
  const objects: ObjectChange[] = [];
  for (const stixId of stixIds) {
    const pair = { earlier: graphs.earlier.byStixId.get(stixId), later: graphs.later.byStixId.get(stixId) };
    if (!isWanted(subjectOf(pair))) continue;
    objects.push(compareObject(pair, graphs, related));
    if (objects.length % STRIDE === 0) yield;
  }
  objects.sort((a, b) => compareLikely(subjectOf(a), subjectOf(b)));
  return { from: earlier.release, to: later.release, domains, objects, model: related.model };
}

function compareObject(pair: Sides, graphs: Pair, related: RelatedChanges): ObjectChange {
  const { earlier, later } = pair;
  const known = new Set(earlier?.contributors);
  return {
    ...pair,
    classes: new Map(graphs.domains.flatMap((domain) => classifyIn(domain, pair, graphs.later))),
    seen: [...findSeen(pair, graphs), ...related.of((later ?? earlier)?.stixId ?? '')],
    newContributors: later ? later.contributors.filter((name) => !known.has(name)) : [],
  };
}

/** A domain knows only what its own bundle holds. */
function classifyIn(
  domain: Domain,
  { earlier, later }: Sides,
  graph: Graph,
): readonly (readonly [Domain, ChangeClass])[] {
  const within = (object: AttackObject | undefined) => (object?.domains.includes(domain) ? object : undefined);
  const found = classify(within(earlier), within(later), graph);
  return found === undefined ? [] : [[domain, found]];
}
