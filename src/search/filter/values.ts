/** The values that a filter can have: all taken from the objects of the loaded release, by every name that people may use for them. */

import { DOMAINS, labelDomain } from '../../attack/domain.ts';
import type { AttackObject } from '../../attack/object.ts';
import { measureDistances } from '../distance.ts';
import type { Graph } from '../graph.ts';
import { foldName, joinWords, type NameIndex } from '../names.ts';
import { compareLikely, compareText } from '../rank.ts';
import { type FilterField, LONGEST_VALUE } from './words.ts';

export interface FilterValue {
  readonly field: FilterField;
  /** As the data writes it. */
  readonly label: string;
  /** Any of which an object has: STIX ids of tactics, platforms as written, domains, types, statuses. */
  readonly keys: ReadonlySet<string>;
}

/** What a field's values are called, folded and without gaps → the value. */
type Words = ReadonlyMap<string, FilterValue>;

export type FilterValues = Readonly<Record<FilterField, Words>>;

/** What people call types besides the data's own words. */
const TYPE_SYNONYMS: Readonly<Record<string, string>> = {
  sub: 'sub-technique',
  actor: 'group',
  'threat actor': 'group',
  'intrusion set': 'group',
  detection: 'detection strategy',
  countermeasure: 'mitigation',
};
const ANY = ['any', 'all'];
/** Of a word's letters, how many may be wrong where something is offered: one in three. */
const WRONG = 3;
/** Shorter beginnings with a slip are like too many: "win" is no "Lin…". */
const LONG_BEGINNING = 5;
const MOST_OFFERED = 4;

export function buildFilterValues(graph: Graph, names: NameIndex): FilterValues {
  const objects = graph.objects.toSorted(compareLikely);
  return {
    tactic: buildTactics(names, objects),
    platform: buildPlatforms(objects),
    domain: buildDomains(objects),
    type: buildTypes(objects),
    status: buildStatuses(objects),
  };
}

/** @param word in any case, with any gaps and hyphens, in singular or plural */
export function findValue(values: FilterValues, field: FilterField, word: string): FilterValue | undefined {
  const key = keyOf(word);
  const words = values[field];
  return words.get(key) ?? singulars(key).flatMap((one) => words.get(one) ?? [])[0];
}

/** Each value of a field once, in the order in which it reads best. */
export function listValues(values: FilterValues, field: FilterField): readonly FilterValue[] {
  return [...new Set(values[field].values())];
}

/** What may have been meant by a word that is no value: what goes on so, or is nearly so; best first. */
export function findNearestValues(values: FilterValues, field: FilterField, word: string): readonly FilterValue[] {
  const key = keyOf(word);
  if (key === '') return [];
  const most = Math.max(1, Math.floor(key.length / WRONG));
  const rated = [...values[field]].flatMap(([known, value]) => {
    const { whole, beginning } = measureDistances(key, known, most);
    const isPart = key.length > 1 && (known.includes(key) || (known.length > 1 && key.includes(known)));
    const goesOn = key.length >= LONG_BEGINNING ? beginning + 0.5 : Infinity;
    const distance = Math.min(whole, goesOn, isPart ? 0.5 : Infinity);
    return distance <= most + 0.5 ? [{ value, distance }] : [];
  });
  const ordered = rated
    .filter(({ value }) => value.label.length <= LONGEST_VALUE)
    .sort((a, b) => a.distance - b.distance || compareText(a.value.label, b.value.label));
  return [...new Set(ordered.map(({ value }) => value))].slice(0, MOST_OFFERED);
}

export function hasValue(graph: Graph, { field, keys }: FilterValue, object: AttackObject): boolean {
  switch (field) {
    case 'tactic': {
      const relations = graph.outgoing.get(object.stixId) ?? [];
      return relations.some(({ type, target }) => type === 'in-tactic' && keys.has(target));
    }
    case 'platform':
      return 'platforms' in object && object.platforms.some((platform) => keys.has(platform));
    case 'domain':
      return object.domains.some((domain) => keys.has(domain));
    case 'type':
      return typesOf(object).some((type) => keys.has(type));
    case 'status':
      return keys.has(object.status);
  }
}

/** Whether a field says anything of such an object: a group has no platforms, and a tactic has techniques. */
export function hasField(object: AttackObject, field: FilterField): boolean {
  switch (field) {
    case 'tactic':
      return object.kind === 'technique';
    case 'platform':
      return 'platforms' in object;
    case 'domain':
    case 'type':
    case 'status':
      return true;
  }
}

/** By name, shortname and ID; a name that several domains have stands for the tactics of all. Former names where no other is called so. */
function buildTactics(names: NameIndex, objects: readonly AttackObject[]): Words {
  const called = new Map<string, { readonly label: string; readonly ids: Set<string> }>();
  const add = (word: string, label: string, id: string) => {
    const known = called.get(keyOf(word)) ?? { label, ids: new Set<string>() };
    called.set(keyOf(word), { ...known, ids: known.ids.add(id) });
  };
  const tactics = objects.flatMap((object) => (object.kind === 'tactic' && object.status === 'active' ? object : []));
  for (const { name, stixId } of tactics) add(name, name, stixId);
  for (const { name, shortname, stixId } of tactics) if (shortname !== '') add(shortname, name, stixId);
  const own = new Set(called.keys());
  for (const { name, id, stixId } of tactics)
    for (const word of [id, `${id} ${name}`]) add(word, `${id} ${name}`, stixId);
  for (const { object, text, by } of names.labels)
    if (object.kind === 'tactic' && by === 'former name' && !own.has(keyOf(text)))
      add(text, object.name, object.stixId);
  return shareValues(called);
}

function buildPlatforms(objects: readonly AttackObject[]): Words {
  const named = objects.flatMap((object) =>
    'platforms' in object && object.status === 'active' ? object.platforms : [],
  );
  const spellings = new Map<string, Set<string>>();
  for (const label of named) {
    const key = keyOf(label);
    if (key !== '') spellings.set(key, (spellings.get(key) ?? new Set()).add(label));
  }
  const sorted = [...spellings].toSorted(([a], [b]) => compareText(a, b));
  return new Map(
    sorted.map(([key, labels]) => {
      const [label = ''] = labels;
      return [key, { field: 'platform', label, keys: labels }];
    }),
  );
}

function buildDomains(objects: readonly AttackObject[]): Words {
  const loaded = DOMAINS.filter((domain) => objects.some(({ domains }) => domains.includes(domain)));
  return new Map(
    loaded.flatMap((domain) => {
      const value: FilterValue = {
        field: 'domain',
        label: labelDomain(domain),
        keys: new Set([domain]),
      };
      return [domain, `${domain} attack`].map((word) => [keyOf(word), value] as const);
    }),
  );
}

function buildTypes(objects: readonly AttackObject[]): Words {
  const labels = [...new Set(objects.flatMap(typesOf))];
  const own = labels.map((label): [string, FilterValue] => [
    keyOf(label),
    { field: 'type', label, keys: new Set([label]) },
  ]);
  const words = new Map(own);
  const others = Object.entries(TYPE_SYNONYMS).flatMap(([synonym, label]) => {
    const value = words.get(keyOf(label));
    return value ? [[keyOf(synonym), value] as const] : [];
  });
  return new Map([...others, ...own]);
}

/** A sub-technique is a technique too, and a tool is software. */
function typesOf(object: AttackObject): readonly string[] {
  switch (object.kind) {
    case 'technique':
      return object.isSubtechnique ? ['technique', 'sub-technique'] : ['technique'];
    case 'software':
      return ['software', object.type];
    default:
      return [object.kind.replaceAll('-', ' ')];
  }
}

function buildStatuses(objects: readonly AttackObject[]): Words {
  const statuses = [...new Set(objects.map(({ status }) => status))];
  const any: FilterValue = { field: 'status', label: 'any', keys: new Set(statuses) };
  return new Map([
    ...statuses.map((label): [string, FilterValue] => [label, { field: 'status', label, keys: new Set([label]) }]),
    ...ANY.map((word) => [word, any] as const),
  ]);
}

/** Words for the same thing share its value. */
function shareValues(
  called: ReadonlyMap<string, { readonly label: string; readonly ids: ReadonlySet<string> }>,
): Words {
  const made = new Map<string, FilterValue>();
  return new Map(
    [...called]
      .filter(([key]) => key !== '')
      .map(([key, { label, ids }]) => {
        const same = `${label} ${[...ids].toSorted().join()}`;
        const value: FilterValue = made.get(same) ?? { field: 'tactic', label, keys: ids };
        made.set(same, value);
        return [key, value];
      }),
  );
}

/** "Detection strategies" → "detectionstrategy", "matrices" → "matrix". */
function singulars(key: string): readonly string[] {
  const cuts: readonly (readonly [RegExp, string])[] = [
    [/ies$/, 'y'],
    [/ices$/, 'ix'],
    [/s$/, ''],
  ];
  return cuts.flatMap(([end, by]) => (end.test(key) ? [key.replace(end, by)] : []));
}

function keyOf(word: string): string {
  return joinWords(foldName(word));
}
