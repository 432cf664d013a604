/** The kind of object that a question names: "group that targets hospitals" and "banking trojan" ask for no technique. */

import type { Kind } from '../../attack/object.ts';
import { stemsOf } from './words.ts';

/** What a kind is called wherever it stands first or last: as "groups that …", or "… groups". */
const NAMES: readonly (readonly [Kind, string])[] = [
  ['group', 'group actor apt gang'],
  ['software', 'software'],
  ['campaign', 'campaign'],
  ['mitigation', 'mitigation mitigate countermeasure'],
  ['data-component', 'telemetry component'],
  ['asset', 'asset'],
  ['tactic', 'tactic'],
  ['technique', 'technique'],
];

/** Sorts of software, which are the subject of sentences about techniques too: "ransomware deletes backups", but "linux ransomware". */
const SORTS = 'malware trojan ransomware backdoor stealer wiper worm spyware botnet';

const FIRST = byStem(NAMES);
const LAST = byStem([...NAMES, ['software', SORTS]]);

/** @returns undefined where a question names none */
export function namedKind(text: string): Kind | undefined {
  const stems = stemsOf(text);
  return LAST.get(stems.at(-1) ?? '') ?? FIRST.get(stems[0] ?? '');
}

function byStem(words: readonly (readonly [Kind, string])[]): ReadonlyMap<string, Kind> {
  return new Map(words.flatMap(([kind, list]) => stemsOf(list).map((stem) => [stem, kind] as const)));
}
