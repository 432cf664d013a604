/** What an object gained and lost, list by list; of a technique also which mitigations and detections it kept, as MITRE's changelog tells. */

import type { AttackObject, Technique } from '../../attack/object.ts';
import type { ObjectChange, Seen } from '../../search/changes/change.ts';
import type { Comparison } from '../../search/comparisons.ts';
import type { Graph } from '../../search/graph.ts';
import { componentsDetecting, mitigationsOf, strategiesDetecting } from '../../search/relations.ts';
import { type Topic, topicOf } from './topic.ts';

/** Objects, or the words of a list such as platforms. */
export type Entry = AttackObject | string;

export interface ChangedList {
  readonly topic: Topic;
  readonly gained: readonly Entry[];
  readonly lost: readonly Entry[];
  /** Counted only where MITRE's changelog does. */
  readonly kept: readonly Entry[] | undefined;
}

/** In the order of `TOPICS` of what a reader sees, mitigations and detections of a technique last. */
export function listChanged(change: ObjectChange, comparison: Comparison): readonly ChangedList[] {
  const kept = listKept(change, comparison);
  const told = new Set(kept.map(({ topic }) => topic));
  return [...change.seen.flatMap(readList).filter(({ topic }) => !told.has(topic)), ...kept];
}

function readList(seen: Seen): readonly ChangedList[] {
  if (!('gained' in seen)) return [];
  return [{ topic: topicOf(seen), gained: seen.gained, lost: seen.lost, kept: undefined }];
}

/** Mitigations and detections of a technique that both releases have. */
export function listKept(
  { earlier: was, later: is }: ObjectChange,
  { earlier, later }: Comparison,
): readonly ChangedList[] {
  if (was?.kind !== 'technique' || is?.kind !== 'technique') return [];
  return [
    compare('mitigations', mitigating(earlier, was), mitigating(later, is)),
    compare('detection strategies', detecting(earlier, was), detecting(later, is)),
  ].filter(({ gained, lost, kept }) => gained.length + lost.length + (kept?.length ?? 0) > 0);
}

function compare(topic: Topic, before: readonly AttackObject[], now: readonly AttackObject[]): ChangedList {
  const has = (objects: readonly AttackObject[], { stixId }: AttackObject) =>
    objects.some((one) => one.stixId === stixId);
  return {
    topic,
    gained: now.filter((object) => !has(before, object)),
    lost: before.filter((object) => !has(now, object)),
    kept: now.filter((object) => has(before, object)),
  };
}

function mitigating(graph: Graph, technique: Technique): readonly AttackObject[] {
  return mitigationsOf(graph, technique).map(({ object }) => object);
}

/** Strategies, and before there were any the data components that detected. */
function detecting(graph: Graph, technique: Technique): readonly AttackObject[] {
  const found = [...strategiesDetecting(graph, technique), ...componentsDetecting(graph, technique)];
  return found.map(({ object }) => object);
}
