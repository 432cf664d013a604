/** What the full text reads of a technique: names, what ATT&CK says of it, and how others were seen using it. */

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
  /** How much it teaches about the technique: 1 for a sentence about it. */
  readonly weight: number;
  /** Who was seen using the technique so. */
  readonly by?: AttackObject;
  /** The sentence's first words, where they are left out of `text`. */
  readonly subject?: string;
}

/** How a technique is said, beside what ATT&CK says of it. */
export interface WaysToSay {
  /** Former names and acronyms. */
  readonly namesOf: (technique: Technique) => readonly string[];
  /** What a community calls its doing: titles of tests and of detection rules. */
  readonly sayingsOf: (technique: Technique) => readonly string[];
}

/** "[APT29](…) has used …" */
const LEADING_LINK = /^\W*\[([^\]]*)\]\([^)]*\)/;

/** Sentence by sentence, in an order that depends on the technique alone. */
export function passagesOf(graph: Graph, technique: Technique, { namesOf, sayingsOf }: WaysToSay): readonly Passage[] {
  const parent = parentOf(graph, technique);
  const uses = [
    ...groupsUsing(graph, technique),
    ...campaignsUsing(graph, technique),
    ...softwareUsing(graph, technique),
  ];
  const strategies = strategiesDetecting(graph, technique).map(({ object }) => object);
  const analytics = strategies.flatMap((strategy) => analyticsOf(graph, strategy));
  return [
    { field: 'name', text: technique.name, weight: 2 },
    ...namesOf(technique).map((text) => ({ field: 'other name', text, weight: 1 }) as const),
    ...(parent ? [{ field: 'parent', text: parent.name, weight: 0.5 } as const] : []),
    ...sentencesOf(stripMarkup(technique.description)).map(
      (text) => ({ field: 'description', text, weight: 1 }) as const,
    ),
    ...uses.map(({ object, description }) => procedure(object, description)),
    ...strategies.map(({ name }) => ({ field: 'detection', text: name, weight: 0.3 }) as const),
    ...analytics.flatMap(({ object }) =>
      sentencesOf(stripMarkup(object.description)).map((text) => ({ field: 'detection', text, weight: 0.3 }) as const),
    ),
    ...sayingsOf(technique).map((text) => ({ field: 'saying', text, weight: 1 }) as const),
  ];
}

/** Who it was says nothing of the technique, what it was done with does: "PsExec" stands for more than its maker. */
function procedure(by: AttackObject, description: string): Passage {
  const [link = '', subject] = by.kind === 'software' ? [] : (LEADING_LINK.exec(description) ?? []);
  const text = stripMarkup(description.slice(link.length));
  return { field: 'procedure', text, weight: 1, by, ...(subject !== undefined && { subject }) };
}
