/** Holds the relations against reference answers that were computed apart from this project, whole, in both STIX forms. */

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Domain } from '../../src/attack/domain.ts';
import type { AttackObject, Technique } from '../../src/attack/object.ts';
import { buildCatalog } from '../../src/search/build.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import {
  analyticsOf,
  assetsTargeted,
  campaignsOf,
  campaignsUsing,
  groupsOf,
  groupsUsing,
  groupsViaCampaigns,
  mitigationsOf,
  parentOf,
  type Related,
  softwareOf,
  softwareUsing,
  strategiesDetecting,
  subtechniquesOf,
  tacticsOf,
  techniquesOf,
} from '../../src/search/relations.ts';
import { successorOf } from '../../src/search/successor.ts';
import { editionOf } from '../fixtures/bundle.ts';
import { hasShared, readOracle, realBundle } from '../fixtures/shared.ts';

const techniqueOracle = z.record(z.string(), z.looseObject({ platforms: z.array(z.string()) }));
const objectOracle = z.record(z.string(), z.looseObject({ type: z.string(), aliases: z.array(z.string()) }));

/** Of the kinds that the object oracle describes. */
const STIX_TYPES = {
  group: 'intrusion-set',
  campaign: 'campaign',
  mitigation: 'course-of-action',
  asset: 'x-mitre-asset',
} as const;

describe.skipIf(!hasShared)('18.1 held against the oracles (needs ../shared)', () => {
  for (const domain of ['ics', 'mobile'] as const) {
    for (const form of ['2.1', '2.0'] as const) {
      test(`every technique of ${domain} in STIX ${form} is as the oracle has it`, () => {
        const catalog = catalogOfOne(domain, form);
        const techniques = catalog.objects.filter((object) => object.kind === 'technique');
        const ours = techniques.map((technique) => [technique.id, describeTechnique(catalog, technique, domain)]);
        const oracle = techniqueOracle.parse(readOracle(`relations-oracle-${domain}-18.1`));
        expect(ours).toHaveLength(Object.keys(oracle).length);
        expect(Object.fromEntries(ours)).toEqual(mapValues(oracle, hidePlatformNone));
      });

      test(`every group, software, campaign, mitigation and asset of ${domain} in STIX ${form} is as the oracle has it`, () => {
        const catalog = catalogOfOne(domain, form);
        const ours = catalog.objects.flatMap((object) => describeObject(catalog, object) ?? []);
        const oracle = objectOracle.parse(readOracle(`objects-oracle-${domain}-18.1`));
        expect(ours).toHaveLength(Object.keys(oracle).length);
        expect(Object.fromEntries(ours)).toEqual(oracle);
      });
    }
  }

  for (const form of ['2.1', '2.0'] as const) {
    test(`Enterprise in STIX ${form} has the published sums of relations between active objects`, () => {
      const catalog = catalogOfOne('enterprise', form);
      const techniques = catalog.objects.filter((object) => object.kind === 'technique');
      const sum = (find: (catalog: Catalog, technique: Technique) => readonly Related[]) =>
        techniques.reduce((total, technique) => total + find(catalog, technique).length, 0);
      expect({
        groups: sum(groupsUsing),
        software: sum(softwareUsing),
        campaigns: sum(campaignsUsing),
        mitigations: sum(mitigationsOf),
        strategies: sum(strategiesDetecting),
        subtechniques: sum(subtechniquesOf),
      }).toEqual({
        groups: 4362,
        software: 10_636,
        campaigns: 1019,
        mitigations: 1445,
        strategies: 691,
        subtechniques: 475,
      });
    });
  }
});

function catalogOfOne(domain: Domain, form: '2.0' | '2.1'): Catalog {
  const edition = editionOf(realBundle(domain, '18.1', form));
  return buildCatalog([edition], { endedAt: undefined, errors: [], nextAt: undefined });
}

function describeTechnique(catalog: Catalog, technique: Technique, domain: Domain) {
  const strategies = strategiesDetecting(catalog, technique);
  const { path } = successorOf(catalog, technique);
  return {
    name: technique.name,
    status: technique.status,
    isSubtechnique: technique.isSubtechnique,
    version: technique.version,
    tactics: technique.phases.map(({ name }) => name).toSorted(),
    tacticIds: ids(tacticsOf(catalog, technique)).toSorted(),
    platforms: technique.platforms.toSorted(),
    parent: parentOf(catalog, technique)?.id ?? null,
    subtechniques: ids(subtechniquesOf(catalog, technique)),
    groups: ids(groupsUsing(catalog, technique)),
    groupsViaCampaigns: [...new Set(ids(groupsViaCampaigns(catalog, technique)))],
    software: ids(softwareUsing(catalog, technique)),
    campaigns: ids(campaignsUsing(catalog, technique)),
    mitigations: ids(mitigationsOf(catalog, technique)),
    detectionStrategies: ids(strategies),
    analytics: strategies.flatMap(({ object }) => ids(analyticsOf(catalog, object))).toSorted(),
    revokedBy: path[0]?.id ?? null,
    revokedByFinal: path.at(-1)?.id ?? null,
    revokedByFinalStatus: path.at(-1)?.status ?? null,
    ...(domain === 'ics' && { assets: ids(assetsTargeted(catalog, technique)) }),
  };
}

function describeObject(catalog: Catalog, object: AttackObject) {
  const type = findStixType(object);
  if (!type) return undefined;
  const isUser = object.kind === 'group' || object.kind === 'campaign';
  const described = {
    type,
    name: object.name,
    status: object.status,
    // The oracle does not count an asset's related names among its aliases.
    aliases: object.kind === 'asset' ? [] : object.aliases.toSorted(),
    techniques: ids(techniquesOf(catalog, object)),
    software: isUser ? ids(softwareOf(catalog, object)) : [],
    usedByGroups: object.kind === 'software' ? ids(groupsUsing(catalog, object)) : [],
    usedByCampaigns: object.kind === 'software' ? ids(campaignsUsing(catalog, object)) : [],
    campaigns: object.kind === 'group' ? ids(campaignsOf(catalog, object)) : [],
    attributedTo: object.kind === 'campaign' ? ids(groupsOf(catalog, object)) : [],
    revokedBy: successorOf(catalog, object).path[0]?.id ?? null,
  };
  return [[object.id, described]] as const;
}

function findStixType(object: AttackObject): string | undefined {
  if (object.kind === 'software') return object.type;
  return Object.entries(STIX_TYPES).find(([kind]) => kind === object.kind)?.[1];
}

function hidePlatformNone<T extends { readonly platforms: readonly string[] }>(expected: T) {
  return { ...expected, platforms: expected.platforms.filter((platform) => platform !== 'None') };
}

function ids(related: readonly Related[]): readonly string[] {
  return related.map(({ object }) => object.id);
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
