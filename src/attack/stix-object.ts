/** Decodes one STIX object into an object of ATT&CK, with the references that it makes to others. */

import type { z } from 'zod';
import type { Domain } from './domain.ts';
import type { Analytic, AnalyticLogSource, AttackObject, ObjectBase, Phase, Status } from './object.ts';
import type { Skipped } from './skipped.ts';
import {
  analyticSchema,
  assetSchema,
  campaignSchema,
  componentSchema,
  decodeRecords,
  decodeText,
  decodeTexts,
  decodeTolerantly,
  groupSchema,
  matrixSchema,
  objectSchema,
  platformSchema,
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
const ID_SOURCES: ReadonlySet<unknown> = new Set(['mitre-attack', 'mitre-mobile-attack', 'mitre-ics-attack']);

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
      phases: decodePhases(stix.kill_chain_phases, skipped),
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
      aliases: withoutName(decodeTexts(stix.aliases, 'aliases', skipped), base.name),
    })),
  ],
  ['malware', softwareDecoder('malware')],
  ['tool', softwareDecoder('tool')],
  [
    'campaign',
    decoder(campaignSchema, (stix, base, skipped) => ({
      kind: 'campaign',
      ...base,
      aliases: withoutName(decodeTexts(stix.aliases, 'aliases', skipped), base.name),
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
        tunables: decodeTunables(stix.x_mitre_mutable_elements, skipped),
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
      aliases: withoutName(
        decodeRecords(stix.x_mitre_related_assets, 'x_mitre_related_assets', skipped).map((related) =>
          decodeText(related, 'name', skipped),
        ),
        base.name,
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
    aliases: withoutName(decodeTexts(stix.x_mitre_aliases, 'x_mitre_aliases', skipped), base.name),
    platforms: decodePlatforms(stix, skipped),
  }));
}

/** ATT&CK writes an empty string for an absent text, so `||` and not `??`. */
function buildBase(stix: StixObject, domains: readonly Domain[], skipped: Skipped): ObjectBase {
  const reference = findAttackReference(stix, skipped);
  return {
    id: reference?.id ?? '',
    stixId: stix.id,
    name: stix.name,
    aliases: [],
    domains,
    status: findStatus(stix),
    version: stix.x_mitre_version || undefined,
    created: stix.created || undefined,
    modified: stix.modified || undefined,
    description: stix.description ?? '',
    url: reference?.url || undefined,
    contributors: decodeTexts(stix.x_mitre_contributors, 'x_mitre_contributors', skipped),
  };
}

/** It stood first in every release, but Workbench lets an editor reorder the references. */
function findAttackReference(stix: StixObject, skipped: Skipped) {
  for (const reference of decodeRecords(stix.external_references, 'external_references', skipped)) {
    const id = ID_SOURCES.has(reference.source_name) ? decodeText(reference, 'external_id', skipped) : '';
    if (id) return { id, url: decodeText(reference, 'url', skipped) };
  }
  return undefined;
}

function findStatus(stix: StixObject): Status {
  if (stix.revoked === true) return 'revoked';
  return stix.x_mitre_deprecated === true ? 'deprecated' : 'active';
}

function decodePhases(values: readonly unknown[] | undefined, skipped: Skipped): readonly Phase[] {
  return decodeRecords(values, 'kill_chain_phases', skipped)
    .map((phase) => ({
      chain: decodeText(phase, 'kill_chain_name', skipped),
      name: decodeText(phase, 'phase_name', skipped),
    }))
    .filter(({ chain, name }) => chain !== '' && name !== '');
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
  return decodeRecords(values, field, skipped).map((source) => ({
    name: decodeText(source, 'name', skipped),
    channel: decodeText(source, 'channel', skipped),
    component: decodeText(source, 'x_mitre_data_component_ref', skipped) || undefined,
  }));
}

function decodeTunables(values: readonly unknown[] | undefined, skipped: Skipped): Analytic['tunables'] {
  return decodeRecords(values, 'x_mitre_mutable_elements', skipped)
    .map((element) => ({
      field: decodeText(element, 'field', skipped),
      description: decodeText(element, 'description', skipped),
    }))
    .filter(({ field }) => field !== '');
}

/** Groups, campaigns and software list their own name first. */
function withoutName(names: readonly string[], name: string): readonly string[] {
  return [...new Set(names)].filter((each) => each !== '' && each !== name);
}
