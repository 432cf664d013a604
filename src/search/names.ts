/** What things are called: every name, alias and "Parent: Child", folded so that case, accents and punctuation do not matter. */

import type { AttackObject } from '../attack/object.ts';

/** One way to call one object. */
export interface Label {
  readonly object: AttackObject;
  /** As people read it. */
  readonly text: string;
  /** As it is compared, see `foldName`. */
  readonly folded: string;
  readonly by: 'name' | 'full name' | 'alias';
}

export interface NameIndex {
  /** Ordered by folded text, then by object: never by the order of arrival. */
  readonly labels: readonly Label[];
  readonly byFolded: ReadonlyMap<string, readonly Label[]>;
  /** By folded text without its gaps: "APT-29", "apt 29" and "APT29" are spellings of one name. */
  readonly byLetters: ReadonlyMap<string, readonly Label[]>;
}

/**
 * @param parentName gives a sub-technique's parent's name, so that "process injection hollowing" and
 * "Process Injection: Process Hollowing" find the child
 */
export function buildNames(
  objects: readonly AttackObject[],
  parentName: (object: AttackObject) => string | undefined,
): NameIndex {
  const labels = objects.flatMap((object) => labelsOf(object, parentName(object))).sort(compareLabels);
  return {
    labels,
    byFolded: Map.groupBy(labels, ({ folded }) => folded),
    byLetters: Map.groupBy(labels, ({ folded }) => join(folded)),
  };
}

/** Objects that are called exactly so, or so but for the gaps between words, each once; the active ones alone when there are any. */
export function findByName(names: NameIndex, text: string): readonly Label[] {
  const folded = foldName(text);
  const labels = names.byFolded.get(folded) ?? names.byLetters.get(join(folded)) ?? [];
  const once = labels.filter((label, at) => labels.findIndex(({ object }) => object === label.object) === at);
  const active = once.filter(({ object }) => object.status === 'active');
  return active.length > 0 ? active : once;
}

/** "Döppelgänging / XYZ-Tool" → "doppelganging xyz tool": lower case, no accents, words of letters and digits. */
export function foldName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
}

function join(folded: string): string {
  return folded.replaceAll(' ', '');
}

function labelsOf(object: AttackObject, parentName: string | undefined): Label[] {
  const full = parentName === undefined ? [] : [{ text: `${parentName}: ${object.name}`, by: 'full name' as const }];
  const aliases = object.aliases.map((text) => ({ text, by: 'alias' as const }));
  const seen = new Set<string>();
  return [{ text: object.name, by: 'name' as const }, ...full, ...aliases].flatMap(({ text, by }) => {
    const folded = foldName(text);
    if (folded === '' || seen.has(folded)) return [];
    seen.add(folded);
    return [{ object, text, folded, by }];
  });
}

function compareLabels(a: Label, b: Label): number {
  return (
    compareText(a.folded, b.folded) ||
    compareText(a.object.id, b.object.id) ||
    compareText(a.object.stixId, b.object.stixId)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
