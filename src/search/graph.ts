/** ATT&CK as a graph: the objects of all domains, each once, and the relations between them, both ways. */

import type { Bundle } from '../attack/bundle.ts';
import { DOMAINS, type Domain } from '../attack/domain.ts';
import { type AttackObject, isNewer } from '../attack/object.ts';
import type { Relation } from '../attack/relation.ts';

export interface Graph {
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

/**
 * Merges domains. An object of several bundles (one STIX id) becomes one with several domains, its other fields those of the bundle
 * that modified it last; a relation of several bundles becomes one. No bundles give an empty graph.
 */
export function buildGraph(bundles: readonly Bundle[]): Graph {
  const ordered = bundles.toSorted((a, b) => rankDomain(a.domain) - rankDomain(b.domain));
  const byStixId = mergeObjects(ordered);
  const objects = [...byStixId.values()];
  const relations = mergeRelations(ordered, byStixId);
  return {
    objects,
    byStixId,
    byId: indexById(objects),
    outgoing: Map.groupBy(relations, ({ source }) => source),
    incoming: Map.groupBy(relations, ({ target }) => target),
  };
}

function mergeObjects(bundles: readonly Bundle[]): Map<string, AttackObject> {
  const merged = new Map<string, AttackObject>();
  for (const bundle of bundles) {
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
function mergeRelations(bundles: readonly Bundle[], byStixId: ReadonlyMap<string, AttackObject>): readonly Relation[] {
  const merged: Relation[] = [];
  const places = new Map<string, number>();
  for (const relation of bundles.flatMap(({ relations }) => relations)) {
    const isShared = (byStixId.get(relation.source)?.domains.length ?? 0) > 1;
    const key = isShared ? `${relation.type} ${relation.source} ${relation.target}` : '';
    const place = places.get(key);
    if (isShared && place === undefined) places.set(key, merged.length);
    if (place === undefined) merged.push(relation);
    else if (merged[place]?.dead) merged[place] = relation;
  }
  return merged;
}

/** See `Graph.byId`. */
export function indexById(objects: readonly AttackObject[]): ReadonlyMap<string, readonly AttackObject[]> {
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
