/** Objects, relations, and the lists of relations that start and end at each object. */

import type { Relation } from '../attack/relation.ts';
import { type Graph, indexById } from '../search/graph.ts';
import { joinLists } from '../search/number-lists.ts';
import { list } from './codec.ts';
import { readLists, writeLists } from './lists.ts';
import { object } from './objects.ts';
import { RELATION_TYPES, RelationMap, Relations } from './relation-map.ts';
import type { In, Out } from './stream.ts';

/** Objects between two chances to pause: about a ms. */
const STEP = 500;

export function writeGraph(out: Out, { objects, outgoing, incoming }: Graph): void {
  list(object).write(out, objects);
  const relations = [...outgoing.values()].flat();
  out.column(Uint8Array.from(relations, ({ type }) => RELATION_TYPES[type]));
  out.column(Uint8Array.from(relations, ({ dead }) => Number(dead)));
  out.texts(relations.map(({ source }) => source));
  out.texts(relations.map(({ target }) => target));
  out.texts(relations.map(({ description }) => description));
  const places = new Map(relations.map((relation, place) => [relation, place]));
  writeAdjacency(out, outgoing, places);
  writeAdjacency(out, incoming, places);
}

function writeAdjacency(out: Out, lists: Graph['outgoing'], places: ReadonlyMap<Relation, number>): void {
  out.texts([...lists.keys()]);
  writeLists(out, joinLists([...lists.values()].map((some) => some.map((one) => places.get(one) ?? 0))));
}

export function* readGraph(from: In): Generator<void, Graph> {
  const objects = new Array<Graph['objects'][number]>(from.count());
  for (let at = 0; at < objects.length; at += 1) {
    objects[at] = object.read(from);
    if (at % STEP === 0) yield;
  }
  const byStixId = new Map(objects.map((one) => [one.stixId, one]));
  yield;
  const byId = indexById(objects);
  yield;
  const relations = new Relations(
    {
      types: from.column('u8'),
      dead: from.column('u8'),
      sources: from.column('u32'),
      targets: from.column('u32'),
      descriptions: from.column('u32'),
    },
    from.texts,
  );
  const outgoing = new RelationMap(relations, from.textColumn(), readLists(from));
  yield;
  const incoming = new RelationMap(relations, from.textColumn(), readLists(from));
  yield;
  return { objects, byStixId, byId, outgoing, incoming };
}
