/** The relations of each object, made when they are first asked for: tens of thousands, of which an answer needs a few hundred. */

import type { Relation, RelationType } from '../attack/relation.ts';
import { listAt, type NumberLists } from '../search/number-lists.ts';
import { pick } from './stream.ts';
import type { Texts } from './texts.ts';

/** Relation → its type and whether it is dead, and the texts of its ends and of its description. */
interface RelationColumns {
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

/** All of them by number, whichever end they are found by. */
export class Relations {
  readonly #columns: RelationColumns;
  readonly #texts: Texts;
  readonly #made: (Relation | undefined)[];

  constructor(columns: RelationColumns, texts: Texts) {
    this.#columns = columns;
    this.#texts = texts;
    this.#made = new Array(columns.types.length);
  }

  at(number: number): Relation {
    const relation = this.#made[number] ?? this.#make(number);
    this.#made[number] = relation;
    return relation;
  }

  #make(number: number): Relation {
    const { types, dead, sources, targets, descriptions } = this.#columns;
    return {
      type: pick(TYPE_NAMES, types[number]),
      source: this.#texts.at(sources[number]),
      target: this.#texts.at(targets[number]),
      description: this.#texts.at(descriptions[number]),
      dead: dead[number] === 1,
    };
  }
}

export class RelationMap implements ReadonlyMap<string, readonly Relation[]> {
  readonly #relations: Relations;
  /** STIX id → its list. */
  readonly #places: ReadonlyMap<string, number>;
  readonly #lists: NumberLists;
  readonly #made: (readonly Relation[] | undefined)[];

  /** @param keys STIX ids in the order of the lists */
  constructor(relations: Relations, keys: readonly string[], lists: NumberLists) {
    this.#relations = relations;
    this.#places = new Map(keys.map((key, place) => [key, place]));
    this.#lists = lists;
    this.#made = new Array(keys.length);
  }

  get size(): number {
    return this.#places.size;
  }

  has(key: string): boolean {
    return this.#places.has(key);
  }

  get(key: string): readonly Relation[] | undefined {
    const place = this.#places.get(key);
    return place === undefined ? undefined : this.#listAt(place);
  }

  keys(): MapIterator<string> {
    return this.#places.keys();
  }

  values(): MapIterator<readonly Relation[]> {
    return this.#places.values().map((place) => this.#listAt(place));
  }

  entries(): MapIterator<[string, readonly Relation[]]> {
    return this.#places.entries().map(([key, place]) => [key, this.#listAt(place)]);
  }

  [Symbol.iterator](): MapIterator<[string, readonly Relation[]]> {
    return this.entries();
  }

  forEach(tell: (relations: readonly Relation[], key: string, map: ReadonlyMap<string, readonly Relation[]>) => void) {
    for (const [key, relations] of this) tell(relations, key, this);
  }

  #listAt(place: number): readonly Relation[] {
    const relations =
      this.#made[place] ?? Array.from(listAt(this.#lists, place), (number) => this.#relations.at(number));
    this.#made[place] = relations;
    return relations;
  }
}
