/** Reads a domain's STIX bundle (2.0 or 2.1) into ATT&CK's objects and relations, keeping all that can be used. */

import { type Bundle, BundleError } from './bundle.ts';
import type { Domain } from './domain.ts';
import { isNewer } from './object.ts';
import { createSkipped, type Skipped } from './skipped.ts';
import { collectionSchema, decodeTolerantly, isRecord, relationshipSchema, type StixRelationship } from './stix.ts';
import { type Decoded, findDecoder } from './stix-object.ts';
import { buildReferences, buildRelations } from './stix-relation.ts';

/** STIX's own housekeeping, in every bundle, of which nothing is shown. */
const HOUSEKEEPING: ReadonlySet<string> = new Set(['identity', 'marking-definition']);

/** Takes a bundle's objects one by one, in their order, so that they need not be in memory together. */
export interface BundleDecoder {
  /** Keeps nothing of the parsed JSON but strings. */
  readonly add: (json: unknown) => void;
  /** Throws a BundleError where there was no technique or no tactic. */
  readonly finish: () => Bundle;
}

/**
 * Decodes parsed JSON: `{ objects: [{ type, id, … }] }`.
 * Keeps nothing of it but strings. Throws a BundleError where it holds no technique or no tactic.
 */
export function decodeBundle(json: unknown, domain: Domain): Bundle {
  const decoder = createBundleDecoder(domain);
  for (const each of listObjects(json, domain)) decoder.add(each);
  return decoder.finish();
}

/** Throws a BundleError where parsed JSON has no list of objects. */
export function listObjects(json: unknown, domain: Domain): readonly unknown[] {
  if (!isRecord(json)) throw new BundleError(domain, 'is not a JSON object');
  if (!Array.isArray(json.objects)) throw new BundleError(domain, 'has no list of objects');
  return json.objects;
}

export function createBundleDecoder(domain: Domain): BundleDecoder {
  const domains = [domain];
  const skipped = createSkipped();
  const decoded = new Map<string, Decoded>();
  const relationships: (StixRelationship | undefined)[] = [];
  let release: string | undefined;
  return {
    add(json) {
      const type = isRecord(json) ? json.type : undefined;
      if (type === 'relationship') relationships.push(decodeTolerantly(relationshipSchema, json, skipped));
      else if (type === 'x-mitre-collection') {
        release ||= decodeTolerantly(collectionSchema, json, skipped)?.x_mitre_version || undefined;
      } else if (typeof type !== 'string') skipped.count('an object without a type');
      else if (!HOUSEKEEPING.has(type)) keepObject(decoded, type, json, domains, skipped);
    },
    finish() {
      const objects = [...decoded.values()].map(({ object }) => object);
      for (const kind of ['technique', 'tactic'] as const) {
        if (!objects.some((object) => object.kind === kind)) throw new BundleError(domain, `holds no ${kind}`);
      }
      const relations = [
        ...buildRelations(relationships, objects, skipped),
        ...buildReferences(decoded, domain, skipped),
      ];
      return { domain, release, objects, relations, skipped: skipped.total() };
    },
  };
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
