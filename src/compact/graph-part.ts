/** Objects and relations: relations stand in the order in which they start somewhere, with a second order for where they end. */

import type { Relation, RelationType } from '../attack/relation.ts';
import { type Graph, indexById } from '../search/graph.ts';
import { list } from './codec.ts';
import { object } from './objects.ts';
import { type In, type Out, pick } from './stream.ts';

const TYPES: Readonly<Record<RelationType, number>> = {
  uses: 0,
  mitigates: 1,
  detects: 2,
  'subtechnique-of': 3,
  'revoked-by': 4,
  targets: 5,
  'attributed-to': 6,
  'in-tactic': 7,
  'has-tactic': 8,
  'has-analytic': 9,
  reads: 10,
  'part-of': 11,
};

/** Objects and relations between two chances to pause: about a ms. */
const OBJECT_STEP = 500;
const RELATION_STEP = 4000;

export function writeGraph(out: Out, { objects, outgoing, incoming }: Graph): void {
  list(object).write(out, objects);
  const relations = [...outgoing.values()].flat();
  out.column(Uint8Array.from(relations, ({ type }) => TYPES[type]));
  out.column(Uint8Array.from(relations, ({ dead }) => Number(dead)));
  out.column(Uint32Array.from(relations, ({ source }) => out.textNumber(source)));
  out.column(Uint32Array.from(relations, ({ target }) => out.textNumber(target)));
  out.column(Uint32Array.from(relations, ({ description }) => out.textNumber(description)));
  const places = new Map(relations.map((relation, place) => [relation, place]));
  out.column(Uint32Array.from([...incoming.values()].flat(), (relation) => places.get(relation) ?? 0));
}

export function* readGraph(from: In): Generator<void, Graph> {
  const objects = new Array<Graph['objects'][number]>(from.count());
  for (let at = 0; at < objects.length; at += 1) {
    objects[at] = object.read(from);
    if (at % OBJECT_STEP === 0) yield;
  }
  const byStixId = new Map(objects.map((one) => [one.stixId, one]));
  yield;
  const byId = indexById(objects);
  yield;
  const relations = yield* readRelations(from);
  const outgoing = yield* groupRuns(relations, ({ source }) => source);
  const arriving = Array.from(from.column('u32'), (place) => pick(relations, place));
  yield;
  const incoming = yield* groupRuns(arriving, ({ target }) => target);
  return { objects, byStixId, byId, outgoing, incoming };
}

function* readRelations(from: In): Generator<void, readonly Relation[]> {
  const names = Object.keys(TYPES) as RelationType[];
  const [types, dead] = [from.column('u8'), from.column('u8')];
  const [sources, targets, descriptions] = [from.column('u32'), from.column('u32'), from.column('u32')];
  const relations = new Array<Relation>(types.length);
  for (let at = 0; at < relations.length; at += 1) {
    relations[at] = {
      type: pick(names, types[at]),
      source: from.textAt(sources[at]),
      target: from.textAt(targets[at]),
      description: from.textAt(descriptions[at]),
      dead: dead[at] === 1,
    };
    if (at % RELATION_STEP === 0) yield;
  }
  return relations;
}

/** By a key that all of a run have, and none of another. */
function* groupRuns(
  relations: readonly Relation[],
  keyOf: (relation: Relation) => string,
): Generator<void, ReadonlyMap<string, readonly Relation[]>> {
  const groups = new Map<string, readonly Relation[]>();
  let start = 0;
  for (let at = 1; at <= relations.length; at += 1) {
    const key = keyOf(relations[start] as Relation);
    const next = relations[at];
    if (next && keyOf(next) === key) continue;
    groups.set(key, relations.slice(start, at));
    start = at;
    if (groups.size % RELATION_STEP === 0) yield;
  }
  return groups;
}
