/** What a search can be narrowed to: a domain, a tactic, a platform and a type, each with the values that the loaded data has. */

import { DOMAINS, labelDomain } from '../attack/domain.ts';
import type { AttackObject } from '../attack/object.ts';
import type { Catalog } from '../search/catalog.ts';
import { compareText } from '../search/rank.ts';
import { tacticsInOrder, tacticsOf } from '../search/relations.ts';
import { plain } from './mrkdwn.ts';
import { typeOf } from './views/facts.ts';

/** From the widest to the narrowest. */
export const FACETS = ['domain', 'tactic', 'platform', 'type'] as const;

export type Facet = (typeof FACETS)[number];

/** One value of each facet, as `listValues` writes it; what is absent may be any. */
export type Filter = Readonly<Partial<Record<Facet, string>>>;

/** Slack's menus hold a hundred, and one says "any". */
const MOST_VALUES = 99;
/** Slack's limit on an option's text and value. */
const LONGEST_VALUE = 75;
/** What is looked for most stands first, as in the list of what was found. */
const TYPES: readonly string[] = [
  'technique',
  'sub-technique',
  'group',
  'software',
  'tactic',
  'campaign',
  'mitigation',
];

export function isWithin(catalog: Catalog, filter: Filter): (object: AttackObject) => boolean {
  const wanted = FACETS.filter((facet) => filter[facet] !== undefined);
  return (object) => wanted.every((facet) => valuesOf(catalog, object, facet).includes(filter[facet] ?? ''));
}

/**
 * The values that leave something to be found beside the filter's others; all domains, always. Where there are more than a menu holds, the
 * commonest.
 *
 * @returns domains in their usual order, tactics in that of the matrices, types by what is looked for most, platforms by their letters
 */
export function listValues(catalog: Catalog, facet: Facet, filter: Filter): readonly string[] {
  const others = facet === 'domain' ? {} : { ...filter, [facet]: undefined };
  const counts = new Map<string, number>();
  for (const object of catalog.objects.filter(isActive).filter(isWithin(catalog, others))) {
    for (const value of valuesOf(catalog, object, facet)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const common = [...counts].sort(([a, many], [b, more]) => more - many || compareText(a, b)).slice(0, MOST_VALUES);
  const order = orderOf(catalog, facet);
  const placeOf = (value: string) => (order.includes(value) ? order.indexOf(value) : order.length);
  return common.map(([value]) => value).sort((a, b) => placeOf(a) - placeOf(b) || compareText(a, b));
}

/** Sets one facet, or frees it, and frees each other that would leave nothing beside it. */
export function narrow(catalog: Catalog, filter: Filter, facet: Facet, value: string | undefined): Filter {
  const kept: Partial<Record<Facet, string>> = value === undefined ? {} : { [facet]: value };
  for (const other of FACETS) {
    const also = filter[other];
    if (other === facet || also === undefined) continue;
    if (isPossible(catalog, { ...kept, [other]: also })) kept[other] = also;
  }
  return kept;
}

function isPossible(catalog: Catalog, filter: Filter): boolean {
  const isWanted = isWithin(catalog, filter);
  return catalog.objects.some((object) => isActive(object) && isWanted(object));
}

/** What orders a type among others: its place among those looked for most, or behind them all. */
export function placeOfType(type: string): number {
  const place = TYPES.indexOf(type);
  return place === -1 ? TYPES.length : place;
}

type ValuesByFacet = Readonly<Record<Facet, readonly string[]>>;

/** Read once a release: a keystroke asks for those of hundreds of objects. */
const remembered = new WeakMap<Catalog['byStixId'], Map<AttackObject, ValuesByFacet>>();

function valuesOf(catalog: Catalog, object: AttackObject, facet: Facet): readonly string[] {
  const known = remembered.get(catalog.byStixId) ?? new Map<AttackObject, ValuesByFacet>();
  remembered.set(catalog.byStixId, known);
  const values = known.get(object);
  if (values) return values[facet];
  const read = {
    domain: readValues(catalog, object, 'domain'),
    tactic: readValues(catalog, object, 'tactic'),
    platform: readValues(catalog, object, 'platform'),
    type: readValues(catalog, object, 'type'),
  };
  known.set(object, read);
  return read[facet];
}

function readValues(catalog: Catalog, object: AttackObject, facet: Facet): readonly string[] {
  switch (facet) {
    case 'domain':
      return object.domains.map(labelDomain);
    case 'tactic':
      return object.kind === 'technique' ? namesOfTactics(catalog, object) : [];
    case 'platform':
      return 'platforms' in object ? object.platforms.flatMap(nameValue) : [];
    case 'type':
      return [typeOf(object)];
  }
}

function namesOfTactics(catalog: Catalog, technique: Extract<AttackObject, { kind: 'technique' }>): readonly string[] {
  return tacticsOf(catalog, technique).flatMap(({ object }) => nameValue(object.name));
}

/** No value where nothing is left to be read. */
function nameValue(name: string): readonly string[] {
  const value = plain(name, LONGEST_VALUE);
  return value === '' ? [] : [value];
}

function orderOf(catalog: Catalog, facet: Facet): readonly string[] {
  switch (facet) {
    case 'domain':
      return DOMAINS.map(labelDomain);
    case 'tactic': {
      const matrices = DOMAINS.flatMap((domain) =>
        catalog.objects.filter((object) => object.kind === 'matrix' && object.domains.includes(domain)),
      );
      return matrices
        .flatMap((matrix) => (matrix.kind === 'matrix' ? tacticsInOrder(catalog, matrix) : []))
        .flatMap(({ object }) => nameValue(object.name));
    }
    case 'type':
      return TYPES;
    case 'platform':
      return [];
  }
}

function isActive({ status }: AttackObject): boolean {
  return status === 'active';
}
