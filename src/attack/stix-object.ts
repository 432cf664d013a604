/** Decodes one STIX object into an object of ATT&CK, with the references that it makes to others. */

import type { z } from 'zod';
import type { Domain } from './domain.ts';
import type { AnalyticLogSource, AttackObject, ObjectBase, Status } from './object.ts';
import type { Skipped } from './skipped.ts';
import {
  analyticSchema,
  assetSchema,
  campaignSchema,
  componentSchema,
  decodeEach,
  decodeTexts,
  decodeTolerantly,
  groupSchema,
  logSourceSchema,
  matrixSchema,
  mutableElementSchema,
  objectSchema,
  phaseSchema,
  platformSchema,
  referenceSchema,
  relatedAssetSchema,
  type StixObject,
  softwareSchema,
  strategySchema,
  tacticSchema,
  techniqueSchema,
} from './stix.ts';

export interface Decoded {
  readonly object: AttackObject;
  /**
   * STIX ids that the object names in a field: a matrix's tactics in their order, a strategy's analytics, an analytic's
   * data components, a component's data source. They may lead nowhere.
   */
  readonly references: readonly string[];
}

type Decode = (json: unknown, domains: readonly Domain[], skipped: Skipped) => Decoded | undefined;

/** Retired domains kept their own names for the source of an ID: all dead objects (14 in Mobile, 19 in ICS, 18.1). */
const ID_SOURCES: ReadonlySet<string | undefined> = new Set([
  'mitre-attack',
  'mitre-mobile-attack',
  'mitre-ics-attack',
]);

const SUBTECHNIQUE_ID = /\.\d{3}$/;

/** By STIX type. A map and not a record, so that a type named `constructor` finds nothing. */
const DECODERS: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  [
    'attack-pattern',
    decoder(techniqueSchema, (stix, base, skipped) => ({
      kind: 'technique',
      ...base,
      // The flag is younger than the dotted IDs: absent before ATT&CK 12 (attack-stix-data#24).
      isSubtechnique: stix.x_mitre_is_subtechnique === true || SUBTECHNIQUE_ID.test(base.id),
      phases: decodeEach(phaseSchema, stix.kill_chain_phases, 'kill_chain_phases', skipped).flatMap((phase) =>
        phase.kill_chain_name && phase.phase_name ? { chain: phase.kill_chain_name, name: phase.phase_name } : [],
      ),
      platforms: decodePlatforms(stix, skipped),
    })),
  ],
  [
    'x-mitre-tactic',
    decoder(tacticSchema, (stix, base) => ({ kind: 'tactic', ...base, shortname: stix.x_mitre_shortname ?? '' })),
  ],
  [
    'intrusion-set',
    decoder(groupSchema, (stix, base, skipped) => ({
      kind: 'group',
      ...base,
      aliases: decodeAliases(stix.aliases, 'aliases', base.name, skipped),
    })),
  ],
  ['malware', softwareDecoder('malware')],
  ['tool', softwareDecoder('tool')],
  [
    'campaign',
    decoder(campaignSchema, (stix, base, skipped) => ({
      kind: 'campaign',
      ...base,
      aliases: decodeAliases(stix.aliases, 'aliases', base.name, skipped),
      firstSeen: stix.first_seen || undefined,
      lastSeen: stix.last_seen || undefined,
    })),
  ],
  ['course-of-action', decoder(objectSchema, (_stix, base) => ({ kind: 'mitigation', ...base }))],
  [
    'x-mitre-data-source',
    decoder(platformSchema, (stix, base, skipped) => ({
      kind: 'data-source',
      ...base,
      platforms: decodePlatforms(stix, skipped),
    })),
  ],
  [
    'x-mitre-data-component',
    decoder(
      componentSchema,
      (stix, base, skipped) => ({
        kind: 'data-component',
        ...base,
        logSources: decodeLogSources(stix.x_mitre_log_sources, 'x_mitre_log_sources', skipped).map(
          ({ name, channel }) => ({ name, channel }),
        ),
      }),
      (stix) => (stix.x_mitre_data_source_ref ? [stix.x_mitre_data_source_ref] : []),
    ),
  ],
  [
    'x-mitre-detection-strategy',
    decoder(
      strategySchema,
      (_stix, base) => ({ kind: 'detection-strategy', ...base }),
      (stix, _object, skipped) => decodeTexts(stix.x_mitre_analytic_refs, 'x_mitre_analytic_refs', skipped),
    ),
  ],
  [
    'x-mitre-analytic',
    decoder(
      analyticSchema,
      (stix, base, skipped) => ({
        kind: 'analytic',
        ...base,
        platforms: decodePlatforms(stix, skipped),
        logSources: decodeLogSources(stix.x_mitre_log_source_references, 'x_mitre_log_source_references', skipped),
        tunables: decodeEach(
          mutableElementSchema,
          stix.x_mitre_mutable_elements,
          'x_mitre_mutable_elements',
          skipped,
        ).flatMap(({ field, description }) => (field ? { field, description: description ?? '' } : [])),
      }),
      (_stix, { logSources }) => logSources.flatMap(({ component }) => component ?? []),
    ),
  ],
  [
    'x-mitre-asset',
    decoder(assetSchema, (stix, base, skipped) => ({
      kind: 'asset',
      ...base,
      // What other standards and vendors call the asset: the names under which people look for it.
      aliases: decodeEach(relatedAssetSchema, stix.x_mitre_related_assets, 'x_mitre_related_assets', skipped).flatMap(
        ({ name }) => (name && name !== base.name ? name : []),
      ),
      platforms: decodePlatforms(stix, skipped),
      sectors: decodeTexts(stix.x_mitre_sectors, 'x_mitre_sectors', skipped),
    })),
  ],
  [
    'x-mitre-matrix',
    decoder(
      matrixSchema,
      (_stix, base) => ({ kind: 'matrix', ...base }),
      (stix, _object, skipped) => decodeTexts(stix.tactic_refs, 'tactic_refs', skipped),
    ),
  ],
]);

/** Finds what decodes objects of a STIX type; undefined for types that the bot does not know. */
export function findDecoder(type: string): Decode | undefined {
  return DECODERS.get(type);
}

function decoder<S extends StixObject, O extends AttackObject>(
  schema: z.ZodType<S>,
  buildObject: (stix: S, base: ObjectBase, skipped: Skipped) => O,
  findReferences: (stix: S, object: O, skipped: Skipped) => readonly string[] = () => [],
): Decode {
  return (json, domains, skipped) => {
    const stix = decodeTolerantly(schema, json, skipped);
    if (stix === undefined) return undefined;
    const object = buildObject(stix, buildBase(stix, domains, skipped), skipped);
    return { object, references: findReferences(stix, object, skipped) };
  };
}

function softwareDecoder(type: 'malware' | 'tool'): Decode {
  return decoder(softwareSchema, (stix, base, skipped) => ({
    kind: 'software',
    ...base,
    type,
    aliases: decodeAliases(stix.x_mitre_aliases, 'x_mitre_aliases', base.name, skipped),
    platforms: decodePlatforms(stix, skipped),
  }));
}

/** ATT&CK writes an empty string for an absent text, so `||` and not `??`. */
function buildBase(stix: StixObject, domains: readonly Domain[], skipped: Skipped): ObjectBase {
  const reference = findAttackReference(stix.external_references, skipped);
  return {
    id: reference?.external_id ?? '',
    stixId: stix.id,
    name: stix.name,
    aliases: [],
    domains,
    status: readStatus(stix),
    version: stix.x_mitre_version || undefined,
    created: stix.created || undefined,
    modified: stix.modified || undefined,
    description: stix.description ?? '',
    url: reference?.url || undefined,
  };
}

/** It stood first in every release, but Workbench lets an editor reorder the references. */
function findAttackReference(references: readonly unknown[] | undefined, skipped: Skipped) {
  for (const json of references ?? []) {
    const reference = decodeTolerantly(referenceSchema, json, skipped);
    if (reference?.external_id && ID_SOURCES.has(reference.source_name)) return reference;
  }
  return undefined;
}

function readStatus(stix: StixObject): Status {
  if (stix.revoked === true) return 'revoked';
  return stix.x_mitre_deprecated === true ? 'deprecated' : 'active';
}

function decodeAliases(values: readonly unknown[] | undefined, field: string, name: string, skipped: Skipped) {
  const aliases = new Set(decodeTexts(values, field, skipped));
  aliases.delete(name);
  return [...aliases];
}

/** ICS writes the platform "None" where it names none. */
function decodePlatforms(stix: z.output<typeof platformSchema>, skipped: Skipped): readonly string[] {
  return decodeTexts(stix.x_mitre_platforms, 'x_mitre_platforms', skipped).filter((platform) => platform !== 'None');
}

function decodeLogSources(
  values: readonly unknown[] | undefined,
  field: string,
  skipped: Skipped,
): readonly AnalyticLogSource[] {
  return decodeEach(logSourceSchema, values, field, skipped).map((source) => ({
    name: source.name ?? '',
    channel: source.channel ?? '',
    component: source.x_mitre_data_component_ref || undefined,
  }));
}
