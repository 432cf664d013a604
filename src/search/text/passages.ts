/** What the full text reads of an object: its names, what ATT&CK says of it, and how others were seen using it. */

import type { AttackObject, Technique } from '../../attack/object.ts';
import type { Graph } from '../graph.ts';
import {
  analyticsOf,
  campaignsUsing,
  groupsUsing,
  parentOf,
  softwareUsing,
  strategiesDetecting,
} from '../relations.ts';
import { sentencesOf, stripMarkup } from './words.ts';

/** Where a passage comes from. Mitigations, log sources and citations were tried: they move no figure. */
export const FIELDS = ['name', 'other name', 'parent', 'description', 'procedure', 'detection', 'saying'] as const;

export type Field = (typeof FIELDS)[number];

export interface Passage {
  readonly field: Field;
  readonly text: string;
  /** How much it teaches about its object: 1 for a sentence about it. */
  readonly weight: number;
  /** Who was seen using the technique so. */
  readonly by?: AttackObject;
  /** The sentence's first words, where they are left out of `text`. */
  readonly subject?: string;
}

/** How an object is said, beside what ATT&CK says of it. */
export interface WaysToSay {
  /** Aliases, former names and acronyms. */
  readonly namesOf: (object: AttackObject) => readonly string[];
  /** What a community calls its doing: titles of tests and of detection rules. */
  readonly sayingsOf: (object: AttackObject) => readonly string[];
}

/** "[APT29](…) has used …" */
const LEADING_LINK = /^[^\w[]*\[([^\]]*)\]\([^)]*\)/;

/** Sentence by sentence, in an order that depends on the object alone. */
export function passagesOf(graph: Graph, object: AttackObject, { namesOf, sayingsOf }: WaysToSay): readonly Passage[] {
  return [
    { field: 'name', text: object.name, weight: 2 },
    ...namesOf(object).map((text) => ({ field: 'other name', text, weight: 1 }) as const),
    ...sentencesOf(stripMarkup(object.description)).map((text) => ({ field: 'description', text, weight: 1 }) as const),
    ...(object.kind === 'technique' ? passagesAround(graph, object) : []),
    ...sayingsOf(object).map((text) => ({ field: 'saying', text, weight: 1 }) as const),
  ];
}

/** What is said of a technique elsewhere. */
function passagesAround(graph: Graph, technique: Technique): readonly Passage[] {
  const parent = parentOf(graph, technique);
  const uses = [
    ...groupsUsing(graph, technique),
    ...campaignsUsing(graph, technique),
    ...softwareUsing(graph, technique),
  ];
  const strategies = strategiesDetecting(graph, technique).map(({ object }) => object);
  const analytics = strategies.flatMap((strategy) => analyticsOf(graph, strategy));
  return [
    ...(parent ? [{ field: 'parent', text: parent.name, weight: 0.5 } as const] : []),
    ...uses.map(({ object, description }) => procedure(object, description)),
    ...strategies.map(({ name }) => ({ field: 'detection', text: name, weight: 0.3 }) as const),
    ...analytics.flatMap(({ object }) =>
      sentencesOf(stripMarkup(object.description)).map((text) => ({ field: 'detection', text, weight: 0.3 }) as const),
    ),
  ];
}

/** Who it was says nothing of the technique, what it was done with does: "PsExec" stands for more than its maker. */
function procedure(by: AttackObject, description: string): Passage {
  const [link = '', subject] = by.kind === 'software' ? [] : (LEADING_LINK.exec(description) ?? []);
  const text = stripMarkup(description.slice(link.length));
  return { field: 'procedure', text, weight: 1, by, ...(subject !== undefined && { subject }) };
}
