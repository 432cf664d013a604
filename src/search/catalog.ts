/** All that the bot knows at one moment: immutable, and swapped whole when a newer copy arrives. */

import type { Bundle } from '../attack/bundle.ts';
import { DOMAINS, type Domain } from '../attack/domain.ts';
import { type AttackObject, isNewer } from '../attack/object.ts';
import type { Relation } from '../attack/relation.ts';

/** Where one domain's knowledge comes from. */
export interface Copy {
  readonly domain: Domain;
  /** Such as `18.1`; undefined where the source does not say (STIX 2.0). */
  readonly release: string | undefined;
  /** `feed`: fetched by this process; `disk`: kept from an earlier fetch; `embedded`: the facts that come with the bot. */
  readonly origin: 'feed' | 'disk' | 'embedded';
  /** The feed's base that it was once fetched from, for people to read; for embedded facts, `embedded`. */
  readonly address: string;
  /** When the copy was last known to be the newest, in ms since 1970; for embedded facts, when they were made. */
  readonly asOf: number;
  /** How old it may grow before an answer has to say so, in ms. */
  readonly freshFor: number;
}

/** How the last attempt to renew the copies went. */
export interface RefreshReport {
  /** In ms since 1970; undefined before the first attempt has ended. */
  readonly endedAt: number | undefined;
  /** One line per domain that failed, fit for people to read. */
  readonly errors: readonly { readonly domain: Domain; readonly message: string }[];
  /** In ms since 1970; undefined while one is under way. */
  readonly nextAt: number | undefined;
}

export interface Catalog {
  readonly copies: readonly Copy[];
  readonly refresh: RefreshReport;
  /** Every object once, whatever its status, even when several domains share it. */
  readonly objects: readonly AttackObject[];
  readonly byStixId: ReadonlyMap<string, AttackObject>;
  /** ATT&CK ID → its objects: active before dead, technique before its old mitigation. */
  readonly byId: ReadonlyMap<string, readonly AttackObject[]>;
  /** STIX id → the relations that start there, each once, in the order of their bundle. */
  readonly outgoing: ReadonlyMap<string, readonly Relation[]>;
  /** STIX id → the relations that end there. */
  readonly incoming: ReadonlyMap<string, readonly Relation[]>;
}

/** What a catalog is built from: a decoded bundle and where it came from. */
export interface Edition {
  readonly bundle: Bundle;
  readonly copy: Copy;
}

/**
 * Merges domains into one catalog. An object of several bundles (one STIX id) becomes one with several domains, its other
 * fields those of the copy modified last; a relation of several bundles becomes one. No editions give an empty catalog.
 */
export function buildCatalog(editions: readonly Edition[], refresh: RefreshReport): Catalog {
  const ordered = editions.toSorted((a, b) => rankDomain(a.copy.domain) - rankDomain(b.copy.domain));
  const byStixId = mergeObjects(ordered);
  const objects = [...byStixId.values()];
  const relations = mergeRelations(ordered, byStixId);
  return {
    copies: ordered.map(({ copy }) => copy),
    refresh,
    objects,
    byStixId,
    byId: indexById(objects),
    outgoing: Map.groupBy(relations, ({ source }) => source),
    incoming: Map.groupBy(relations, ({ target }) => target),
  };
}

/** The same knowledge with news about where it comes from; shares everything else. */
export function withReport(catalog: Catalog, news: Partial<Pick<Catalog, 'copies' | 'refresh'>>): Catalog {
  return { ...catalog, ...news };
}

function mergeObjects(editions: readonly Edition[]): Map<string, AttackObject> {
  const merged = new Map<string, AttackObject>();
  for (const { bundle } of editions) {
    for (const object of bundle.objects) {
      const other = merged.get(object.stixId);
      merged.set(object.stixId, other ? mergeObject(other, object) : object);
    }
  }
  return merged;
}

function mergeObject(earlier: AttackObject, later: AttackObject): AttackObject {
  const domains = DOMAINS.filter((domain) => earlier.domains.includes(domain) || later.domains.includes(domain));
  return { ...(isNewer(later.modified, earlier.modified) ? later : earlier), domains };
}

/** A bundle holds a relation once, so only what starts at a shared object can repeat. The first stays, unless it alone is dead. */
function mergeRelations(
  editions: readonly Edition[],
  byStixId: ReadonlyMap<string, AttackObject>,
): readonly Relation[] {
  const merged: Relation[] = [];
  const places = new Map<string, number>();
  for (const relation of editions.flatMap(({ bundle }) => bundle.relations)) {
    const isShared = (byStixId.get(relation.source)?.domains.length ?? 0) > 1;
    const key = isShared ? `${relation.type} ${relation.source} ${relation.target}` : '';
    const place = places.get(key);
    if (isShared && place === undefined) places.set(key, merged.length);
    if (place === undefined) merged.push(relation);
    else if (merged[place]?.dead) merged[place] = relation;
  }
  return merged;
}

function indexById(objects: readonly AttackObject[]): ReadonlyMap<string, readonly AttackObject[]> {
  const named = objects.filter(({ id }) => id !== '');
  const index = Map.groupBy(named, ({ id }) => id);
  for (const same of index.values()) {
    if (same.length > 1) same.sort((a, b) => rankNamesake(a) - rankNamesake(b));
  }
  return index;
}

function rankNamesake(object: AttackObject): number {
  return (object.status === 'active' ? 0 : 2) + (object.kind === 'mitigation' ? 1 : 0);
}

function rankDomain(domain: Domain): number {
  return DOMAINS.indexOf(domain);
}
