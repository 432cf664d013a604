/** The relations of each object, made when they are asked for: tens of thousands, of which an answer needs a few hundred. */

import type { Relation, RelationType } from '../attack/relation.ts';
import { listAt, type NumberLists } from '../search/number-lists.ts';
import { pick } from './stream.ts';
import type { Texts } from './texts.ts';

/** Relation → its type and whether it is dead, and the texts of its ends and of its description. */
export interface RelationColumns {
  readonly types: Uint8Array;
  readonly dead: Uint8Array;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly descriptions: Uint32Array;
}

export const RELATION_TYPES: Readonly<Record<RelationType, number>> = {
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

const TYPE_NAMES = Object.keys(RELATION_TYPES) as RelationType[];

export class RelationMap implements ReadonlyMap<string, readonly Relation[]> {
  readonly #columns: RelationColumns;
  readonly #texts: Texts;
  /** STIX id → its list. */
  readonly #places: ReadonlyMap<string, number>;
  readonly #lists: NumberLists;
  /** An answer asks for one object's relations ten times. */
  #last: { readonly key: string; readonly relations: readonly Relation[] } | undefined;

  /** @param keys STIX ids in the order of the lists */
  constructor(columns: RelationColumns, texts: Texts, keys: readonly string[], lists: NumberLists) {
    this.#columns = columns;
    this.#texts = texts;
    this.#places = new Map(keys.map((key, place) => [key, place]));
    this.#lists = lists;
  }

  get size(): number {
    return this.#places.size;
  }

  has(key: string): boolean {
    return this.#places.has(key);
  }

  get(key: string): readonly Relation[] | undefined {
    if (this.#last?.key === key) return this.#last.relations;
    const place = this.#places.get(key);
    if (place === undefined) return undefined;
    const relations = Array.from(listAt(this.#lists, place), (relation) => this.#at(relation));
    this.#last = { key, relations };
    return relations;
  }

  keys(): MapIterator<string> {
    return this.#places.keys();
  }

  values(): MapIterator<readonly Relation[]> {
    return this.keys().map((key) => this.get(key) ?? []);
  }

  entries(): MapIterator<[string, readonly Relation[]]> {
    return this.keys().map((key) => [key, this.get(key) ?? []]);
  }

  [Symbol.iterator](): MapIterator<[string, readonly Relation[]]> {
    return this.entries();
  }

  forEach(tell: (relations: readonly Relation[], key: string, map: ReadonlyMap<string, readonly Relation[]>) => void) {
    for (const [key, relations] of this) tell(relations, key, this);
  }

  #at(relation: number): Relation {
    const { types, dead, sources, targets, descriptions } = this.#columns;
    return {
      type: pick(TYPE_NAMES, types[relation]),
      source: this.#texts.at(sources[relation]),
      target: this.#texts.at(targets[relation]),
      description: this.#texts.at(descriptions[relation]),
      dead: dead[relation] === 1,
    };
  }
}
