/** Reads a domain's STIX bundle (2.0 or 2.1) into ATT&CK's objects and relations, keeping all that can be used. */

import type { Domain } from './domain.ts';
import { labelDomain } from './domain.ts';
import { type AttackObject, isNewer } from './object.ts';
import type { Relation } from './relation.ts';
import { createSkipped, type Skipped } from './skipped.ts';
import { collectionSchema, decodeTolerantly, isRecord } from './stix.ts';
import { type Decoded, findDecoder } from './stix-object.ts';
import { buildReferences, decodeRelationships } from './stix-relation.ts';

/** One domain's bundle, decoded. */
export interface Bundle {
  readonly domain: Domain;
  /** Such as `18.1`; undefined in the STIX 2.0 form, which does not say. */
  readonly release: string | undefined;
  readonly objects: readonly AttackObject[];
  /** Each relation's ends are both among `objects`. Relationship objects in the bundle's order, then references. */
  readonly relations: readonly Relation[];
  /** What was left out: reason → how many. Empty for the published releases. */
  readonly skipped: Readonly<Record<string, number>>;
}

/** What was given is no ATT&CK bundle at all. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
  readonly domain: Domain;

  /** `fault` completes "… is no ATT&CK bundle: it". */
  constructor(domain: Domain, fault: string) {
    super(`What came for ${labelDomain(domain)} is no ATT&CK bundle: it ${fault}.`);
    this.domain = domain;
  }
}

/** STIX's own housekeeping, in every bundle, of which nothing is shown. */
const HOUSEKEEPING: ReadonlySet<string> = new Set(['identity', 'marking-definition']);

/**
 * Decodes parsed JSON: `{ objects: [{ type, id, … }] }`.
 * Keeps nothing of it but strings. Throws a BundleError where it holds no technique or no tactic.
 */
export function decodeBundle(json: unknown, domain: Domain): Bundle {
  if (!isRecord(json)) throw new BundleError(domain, 'is not a JSON object');
  if (!Array.isArray(json.objects)) throw new BundleError(domain, 'has no list of objects');
  const skipped = createSkipped();
  const { decoded, relationships, release } = decodeObjects(json.objects, domain, skipped);
  const objects = [...decoded.values()].map(({ object }) => object);
  for (const kind of ['technique', 'tactic'] as const) {
    if (!objects.some((object) => object.kind === kind)) throw new BundleError(domain, `holds no ${kind}`);
  }
  const relations = [
    ...decodeRelationships(relationships, objects, skipped),
    ...buildReferences(decoded, domain, skipped),
  ];
  return { domain, release, objects, relations, skipped: skipped.total() };
}

function decodeObjects(list: readonly unknown[], domain: Domain, skipped: Skipped) {
  const domains = [domain];
  const decoded = new Map<string, Decoded>();
  const relationships: unknown[] = [];
  let release: string | undefined;
  for (const json of list) {
    const type = isRecord(json) ? json.type : undefined;
    if (type === 'relationship') relationships.push(json);
    else if (type === 'x-mitre-collection') {
      release ||= decodeTolerantly(collectionSchema, json, skipped)?.x_mitre_version || undefined;
    } else if (typeof type !== 'string') skipped.count('an object without a type');
    else if (!HOUSEKEEPING.has(type)) keepObject(decoded, type, json, domains, skipped);
  }
  return { decoded, relationships, release };
}

/** Of two objects with one STIX id the last modified stays. */
function keepObject(
  decoded: Map<string, Decoded>,
  type: string,
  json: unknown,
  domains: readonly Domain[],
  skipped: Skipped,
): void {
  const decode = findDecoder(type);
  const next = decode?.(json, domains, skipped);
  if (!next) {
    skipped.count(decode ? `${type} without id or name` : `an object of the unknown type ${type}`);
    return;
  }
  const other = decoded.get(next.object.stixId);
  if (other) skipped.count('another copy of an object');
  if (!other || isNewer(next.object.modified, other.object.modified)) decoded.set(next.object.stixId, next);
}
