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

/** Beside names, "tool" says no more than that: "mimikatz tool". */
const BESIDE_NAMES = byStem([...NAMES, ['software', `${SORTS} tool`]]);

export interface NamedKind {
  readonly kind: Kind;
  /** The question without the kind's name, which its texts need not say (a sort of software they do); the whole where it is nothing else. */
  readonly rest: string;
}

/** @returns undefined where a question names none */
export function readKind(text: string): NamedKind | undefined {
  const stems = stemsOf(text);
  const [first = '', last = ''] = [stems[0], stems.at(-1)];
  const [kind, name] = LAST.has(last) ? [LAST.get(last), last] : [FIRST.get(first), first];
  if (kind === undefined) return undefined;
  const isSort = !FIRST.has(name);
  const rest = isSort
    ? text
    : text.replace(/[\p{Letter}\p{Number}]+/gu, (word) => (stemsOf(word)[0] === name ? '' : word));
  return { kind, rest: stemsOf(rest).length > 0 ? rest : text };
}

/** The kind that stands first or last beside a name: "malware conti". */
export function nameKind(text: string): { readonly kind: Kind; readonly bare: string } | undefined {
  const words = text.trim().split(/\s+/);
  const [first = '', last = ''] = [words[0], words.at(-1)].map((word) => stemsOf(word ?? '')[0]);
  const [atEnd, atStart] = [BESIDE_NAMES.get(last), BESIDE_NAMES.get(first)];
  if (atEnd !== undefined) return { kind: atEnd, bare: words.slice(0, -1).join(' ') };
  return atStart === undefined ? undefined : { kind: atStart, bare: words.slice(1).join(' ') };
}

function byStem(words: readonly (readonly [Kind, string])[]): ReadonlyMap<string, Kind> {
  return new Map(words.flatMap(([kind, list]) => stemsOf(list).map((stem) => [stem, kind] as const)));
}
