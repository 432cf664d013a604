/**
 * What things are called: every name, alias and "Parent: Child", what they were called before and are called for short, folded so that
 * case, accents and punctuation do not matter.
 *
 * What an object is not called by ATT&CK itself today, a former name, an acronym, half a name, finds it only where nothing is called so
 * by right: "DLL Side-Loading" is an object of its own, that tells where it went, and "BlackEnergy" a malware before it is a group.
 */

import type { AttackObject, Kind } from '../attack/object.ts';
import { findShortNames } from './acronyms.ts';
import { compareText } from './rank.ts';
import { findEqual } from './sorted.ts';

/** One way to call one object. */
export interface Label {
  readonly object: AttackObject;
  /** As people read it. */
  readonly text: string;
  /** As it is compared, see `foldName`. */
  readonly folded: string;
  /** The folded text without its gaps: "APT-29", "apt 29" and "APT29" are spellings of one name. */
  readonly letters: string;
  /** `half`: what stands on one side of a slash, or before brackets; `former name`: that of an object revoked in favour of this one. */
  readonly by: 'name' | 'alias' | 'full name' | 'former name' | 'acronym' | 'half';
}

export interface NameIndex {
  /** Ordered by folded text, then by object: never by the order of arrival. Each object has a folded text once. */
  readonly labels: readonly Label[];
  /** The same, ordered by their letters. */
  readonly byLetters: readonly Label[];
}

/** Analytics are called by their number, strategies by a sentence about a technique, a matrix by its domain: found exactly or by ID. */
const TOO_GENERIC: ReadonlySet<Kind> = new Set(['analytic', 'detection-strategy', 'matrix']);

/**
 * @param parentName gives a sub-technique's parent's name, so that "process injection hollowing" and
 * "Process Injection: Process Hollowing" find the child
 * @param formerNames gives the names of what the object replaced
 */
export function buildNames(
  objects: readonly AttackObject[],
  parentName: (object: AttackObject) => string | undefined,
  formerNames: (object: AttackObject) => readonly string[] = () => [],
): NameIndex {
  const labels = objects
    .flatMap((object) => buildLabels(object, parentName(object), formerNames(object)))
    .sort(compareLabels);
  return { labels, byLetters: labels.toSorted((a, b) => compareText(a.letters, b.letters)) };
}

/** All labels of that folded text. */
export function labelsOf({ labels }: NameIndex, text: string): readonly Label[] {
  return findEqual(labels, ({ folded }) => folded, text);
}

/**
 * Objects that are called exactly so, or so but for the gaps between words, each once; the active ones alone when there are any. Former
 * names, acronyms and halves count where nothing else is called so but what was given up: "WMI" is a deprecated data source.
 */
export function findByName(names: NameIndex, text: string): readonly Label[] {
  const folded = foldName(text);
  const same = labelsOf(names, folded);
  const alike = findEqual(names.byLetters, ({ letters }) => letters, joinWords(folded));
  const tiers = [same.filter(isByRight), alike.filter(isByRight), same, alike];
  const found = tiers.find(({ length }) => length > 0) ?? [];
  const once = found.filter((label, at) => found.findIndex(({ object }) => object === label.object) === at);
  const active = once.filter(({ object }) => object.status === 'active');
  return active.length > 0 ? active : once;
}

/** "Döppelgänging / XYZ-Tool" → "doppelganging xyz tool": lower case, no accents, words of letters and digits. */
export function foldName(text: string): string {
  return foldLetters(text)
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
}

/** Lower case without accents. */
export function foldLetters(text: string): string {
  // Nearly all texts are ASCII, which folding need only lower.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
  if (/^[\u0000-\u007F]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
}

/** "apt 29" → "apt29". */
export function joinWords(folded: string): string {
  return folded.replaceAll(' ', '');
}

/** Whether ATT&CK itself calls the object so today. */
export function isOwnName({ by }: Label): boolean {
  return by === 'name' || by === 'alias' || by === 'full name';
}

/** Whether the object can be found by what is only nearly its name. */
export function hasTellingName({ kind }: AttackObject): boolean {
  return !TOO_GENERIC.has(kind);
}

function isByRight(label: Label): boolean {
  return isOwnName(label) && label.object.status !== 'deprecated';
}

function buildLabels(object: AttackObject, parentName: string | undefined, formerNames: readonly string[]): Label[] {
  const texts: readonly Pick<Label, 'text' | 'by'>[] = [
    { text: object.name, by: 'name' },
    ...object.aliases.map((text) => ({ text, by: 'alias' as const })),
    ...(parentName === undefined ? [] : [{ text: `${parentName}: ${object.name}`, by: 'full name' as const }]),
    ...formerNames.map((text) => ({ text, by: 'former name' as const })),
    ...(hasTellingName(object) ? findShortNames(object) : []),
  ];
  const seen = new Set<string>();
  return texts.flatMap(({ text, by }) => {
    const folded = foldName(text);
    if (folded === '' || seen.has(folded)) return [];
    seen.add(folded);
    return [{ object, text, folded, letters: joinWords(folded), by }];
  });
}

function compareLabels(a: Label, b: Label): number {
  return (
    compareText(a.folded, b.folded) ||
    compareText(a.object.id, b.object.id) ||
    compareText(a.object.stixId, b.object.stixId)
  );
}
