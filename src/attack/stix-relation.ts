/** Builds the relations of one bundle from its relationship objects and from the references that its objects make. */

import type { Domain } from './domain.ts';
import { type AttackObject, isNewer, type Kind } from './object.ts';
import { RELATIONSHIP_TYPES, type ReferenceType, type Relation } from './relation.ts';
import type { Skipped } from './skipped.ts';
import type { StixRelationship } from './stix.ts';
import type { Decoded } from './stix-object.ts';

const TYPES: ReadonlyMap<string, number> = new Map(RELATIONSHIP_TYPES.map((type, index) => [type, index]));

const REFERENCE_TYPES: Readonly<Partial<Record<Kind, ReferenceType>>> = {
  matrix: 'has-tactic',
  'detection-strategy': 'has-analytic',
  analytic: 'reads',
  'data-component': 'part-of',
};

/** Each domain's kill chain. Their phases share names: a phase of another domain's chain is none of this bundle's tactics. */
const CHAINS: Readonly<Record<Domain, string>> = {
  enterprise: 'mitre-attack',
  mobile: 'mitre-mobile-attack',
  ics: 'mitre-ics-attack',
};

/** What a relationship says, as places: of its type in RELATIONSHIP_TYPES, of its ends among the objects. */
interface Edge {
  readonly type: number;
  readonly source: number;
  readonly target: number;
}

/**
 * Builds the relations of decoded relationship objects in their order; of two that say the same of the same ends the last modified stays.
 *
 * @param relationships undefined for those that could not be decoded
 */
export function buildRelations(
  relationships: readonly (StixRelationship | undefined)[],
  objects: readonly AttackObject[],
  skipped: Skipped,
): readonly Relation[] {
  const places = new Map(objects.map(({ stixId }, place) => [stixId, place]));
  const relations: Relation[] = [];
  const modified: (string | undefined)[] = [];
  const seen = new Map<number, number>();
  for (const stix of relationships) {
    const edge = findEdge(stix, places, skipped);
    if (!stix || !edge) continue;
    // One number, because hashing 20,000 long strings takes as long as zod does.
    const key = (edge.type * objects.length + edge.source) * objects.length + edge.target;
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      skipped.count('another copy of a relationship');
      if (!isNewer(stix.modified, modified[earlier])) continue;
    }
    const index = earlier ?? relations.length;
    seen.set(key, index);
    relations[index] = buildRelation(stix, edge, objects);
    modified[index] = stix.modified;
  }
  return relations;
}

/** Builds the relations that the data writes as fields of their source. */
export function buildReferences(
  decoded: ReadonlyMap<string, Decoded>,
  domain: Domain,
  skipped: Skipped,
): readonly Relation[] {
  const tactics = buildTacticsByShortname(decoded);
  const relations: Relation[] = [];
  for (const { object, references } of decoded.values()) {
    const type = REFERENCE_TYPES[object.kind];
    for (const reference of type ? new Set(references) : []) {
      const target = decoded.get(reference)?.object;
      if (type && target) relations.push(buildReference(type, object, target));
      else skipped.count(`${type}: an end that is not in the bundle`);
    }
    const phases = object.kind === 'technique' ? object.phases : [];
    const inTactics = phases.map(({ chain, name }) => (isForeign(chain, domain) ? undefined : tactics.get(name)));
    for (const tactic of new Set(inTactics)) {
      if (tactic) relations.push(buildReference('in-tactic', object, tactic));
      else skipped.count('in-tactic: a phase without its tactic in the bundle');
    }
  }
  return relations;
}

function findEdge(
  stix: StixRelationship | undefined,
  places: ReadonlyMap<string, number>,
  skipped: Skipped,
): Edge | undefined {
  if (!stix) {
    skipped.count('a relationship without its type or two ends');
    return undefined;
  }
  const type = TYPES.get(stix.relationship_type);
  const source = places.get(stix.source_ref);
  const target = places.get(stix.target_ref);
  if (type !== undefined && source !== undefined && target !== undefined) return { type, source, target };
  skipped.count(
    type === undefined
      ? `a relationship of the unknown type ${stix.relationship_type}`
      : `${stix.relationship_type}: an end that is not in the bundle`,
  );
  return undefined;
}

function buildRelation(stix: StixRelationship, edge: Edge, objects: readonly AttackObject[]): Relation {
  return {
    // Strings that live anyway: 20,000 relationships would hold 60,000 copies of them.
    type: RELATIONSHIP_TYPES[edge.type] ?? 'uses',
    source: objects[edge.source]?.stixId ?? stix.source_ref,
    target: objects[edge.target]?.stixId ?? stix.target_ref,
    description: stix.description ?? '',
    dead: stix.revoked === true || stix.x_mitre_deprecated === true,
  };
}

function buildReference(type: ReferenceType, source: AttackObject, target: AttackObject): Relation {
  return { type, source: source.stixId, target: target.stixId, description: '', dead: false };
}

/** A shortname may have moved from a dead tactic to a living one; the living one counts. */
function buildTacticsByShortname(decoded: ReadonlyMap<string, Decoded>): ReadonlyMap<string, AttackObject> {
  const tactics = new Map<string, AttackObject>();
  for (const { object } of decoded.values()) {
    if (object.kind === 'tactic' && (object.status === 'active' || !tactics.has(object.shortname))) {
      tactics.set(object.shortname, object);
    }
  }
  return tactics;
}

function isForeign(chain: string, domain: Domain): boolean {
  return chain !== CHAINS[domain] && Object.values(CHAINS).includes(chain);
}
