/** A release that is not out yet, with the changes that broke other tools, loads and answers without a change of code. */

import { describe, expect, test } from 'vitest';
import { decodeBundle } from '../../src/attack/decode.ts';
import { buildCatalog } from '../../src/search/build.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import { findPassing, readConditions } from '../../src/search/filter/filter.ts';
import { readFilters } from '../../src/search/filter/words.ts';
import {
  groupsUsing,
  parentName,
  parentOf,
  type Related,
  subtechniquesOf,
  tacticsInOrder,
  tacticsOf,
  techniquesOf,
} from '../../src/search/relations.ts';
import { successorOf } from '../../src/search/successor.ts';
import {
  bundle21,
  editionOf,
  group,
  malware,
  matrix,
  objectOf,
  relationship,
  type Stix,
  tactic,
  technique,
} from '../fixtures/bundle.ts';

const execution = tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' });
const evasion = { id: 'TA0005', stixId: 'x-mitre-tactic--evasion' };
const before = tactic({ ...evasion, name: 'Defense Evasion', shortname: 'defense-evasion' });
const renamed = tactic({ ...evasion, name: 'Stealth', shortname: 'stealth' });
const added = tactic({ id: 'TA0112', name: 'Defense Impairment', shortname: 'defense-impairment' });

const bear = group({ id: 'G0001', name: 'Bear' });

const impair = { id: 'T1562', name: 'Impair Defenses' };
const disable = { id: 'T1562.001', name: 'Disable Tools' };
const revived = { id: 'T1453', name: 'Abuse Features' };

const oldImpair = technique({ ...impair, tactics: ['defense-evasion'] });
const oldDisable = technique({ ...disable, tactics: ['defense-evasion'] });

const deadImpair = technique({ ...impair, tactics: ['defense-evasion'], status: 'revoked' });
const deadDisable = technique({ ...disable, tactics: ['defense-evasion'], status: 'revoked' });
const newImpair = technique({ id: 'T1685', name: 'Disable or Modify Tools', tactics: ['defense-impairment'] });
const newDisable = technique({ id: 'T1685.001', name: 'Disable Logs', tactics: ['defense-impairment', 'stealth'] });

const icsExecution = tactic({ id: 'TA0104', name: 'Execution', shortname: 'execution' });
const icsParent = technique({ id: 'T0807', name: 'Interface', chain: 'mitre-ics-attack' });
const icsChild = technique({
  id: 'T0807.001',
  name: 'Local Interface',
  chain: 'mitre-ics-attack',
  platforms: ['Abacus'],
});

const release18 = buildNext('18.1', [
  ...[execution, before, oldImpair, oldDisable, bear],
  technique({ ...revived, status: 'deprecated', tactics: ['execution'] }),
  matrix({ id: 'enterprise-attack', tactics: [execution, before] }),
  relationship(oldDisable, 'subtechnique-of', oldImpair),
  relationship(bear, 'uses', oldDisable, 'Bear switched it off.'),
]);

const release21 = buildNext('21.0', [
  ...[execution, renamed, added, deadImpair, deadDisable, newImpair, newDisable, bear],
  technique({ ...revived, version: '3.0', tactics: ['execution'] }),
  matrix({ id: 'enterprise-attack', tactics: [execution, added, renamed] }),
  malware({ id: 'S9044', name: 'Later', platforms: ['A platform of tomorrow'] }),
  { type: 'x-mitre-novelty', id: 'x-mitre-novelty--1', name: 'What nobody knows yet' },
  relationship(deadDisable, 'subtechnique-of', deadImpair),
  relationship(newDisable, 'subtechnique-of', newImpair),
  relationship(deadImpair, 'revoked-by', newImpair),
  relationship(deadDisable, 'revoked-by', newDisable),
  relationship(bear, 'uses', newDisable, 'Bear switched it off.'),
  relationship(bear, 'admires', newDisable),
]);

describe('a next release', () => {
  test('keeps the ID of a renamed tactic', () => {
    expect(release18.byId.get('TA0005')).toMatchObject([{ name: 'Defense Evasion' }]);
    expect(release21.byId.get('TA0005')).toMatchObject([{ name: 'Stealth', shortname: 'stealth' }]);
  });

  test('has an added tactic where its matrix puts it', () => {
    expect(
      names(tacticsInOrder(release21, objectOf(release21, matrix({ id: 'enterprise-attack', tactics: [] }), 'matrix'))),
    ).toEqual(['Execution', 'Defense Impairment', 'Stealth']);
    expect(names(tacticsOf(release21, objectOf(release21, newDisable, 'technique')))).toEqual([
      'Defense Impairment',
      'Stealth',
    ]);
    expect(ids(techniquesOf(release21, objectOf(release21, added, 'tactic')))).toEqual(['T1685', 'T1685.001']);
  });

  test('leads from a revoked family to its new IDs', () => {
    for (const [dead, alive] of [
      [deadImpair, 'T1685'],
      [deadDisable, 'T1685.001'],
    ] as const) {
      const { path, end } = successorOf(release21, objectOf(release21, dead, 'technique'));
      expect({ path: path.map(({ id }) => id), end }).toEqual({ path: [alive], end: 'active' });
    }
  });

  test('leaves a revoked family its parent, and no one who uses it', () => {
    const dead = objectOf(release21, deadDisable, 'technique');
    expect(parentOf(release21, dead)?.id).toBe('T1562');
    expect(parentName(release21, dead)).toBe('Impair Defenses');
    expect(groupsUsing(release21, dead)).toEqual([]);
    expect(subtechniquesOf(release21, objectOf(release21, deadImpair, 'technique'))).toEqual([]);
    expect(ids(techniquesOf(release21, objectOf(release21, bear, 'group')))).toEqual(['T1685.001']);
    expect(ids(techniquesOf(release18, objectOf(release18, bear, 'group')))).toEqual(['T1562.001']);
  });

  test('says nothing of a tactic that a revoked technique had and that is gone', () => {
    expect(tacticsOf(release21, objectOf(release21, deadImpair, 'technique'))).toEqual([]);
  });

  test('gives ICS sub-techniques', () => {
    const child = objectOf(release21, icsChild, 'technique');
    expect(child).toMatchObject({ isSubtechnique: true, platforms: ['Abacus'], domains: ['ics'] });
    expect(parentName(release21, child)).toBe('Interface');
    expect(ids(subtechniquesOf(release21, objectOf(release21, icsParent, 'technique')))).toEqual(['T0807.001']);
  });

  test('revives an object', () => {
    const [dead] = release18.byId.get('T1453') ?? [];
    const [alive] = release21.byId.get('T1453') ?? [];
    expect([dead?.status, alive?.status, alive?.version]).toEqual(['deprecated', 'active', '3.0']);
    expect(alive && successorOf(release21, alive)).toEqual({ path: [], end: 'active' });
  });

  test('shows unknown platforms as found', () => {
    expect(release21.byId.get('S9044')).toMatchObject([{ platforms: ['A platform of tomorrow'] }]);
  });

  test('filters by its own tactics and platforms, and no longer by those that are gone', () => {
    const left = (catalog: Catalog, typed: string) => {
      const { known, unknown } = readConditions(catalog.filterValues, readFilters(typed).filters, '');
      return unknown.length > 0 ? 'unknown' : findPassing(catalog, known, '').map(({ id }) => id);
    };
    expect(left(release18, 'tactic:defense-evasion')).toEqual(['T1562', 'T1562.001']);
    expect(left(release18, 'tactic:stealth')).toBe('unknown');
    expect(left(release21, 'tactic:stealth')).toEqual(['T1685.001']);
    expect(left(release21, 'tactic:defense-impairment')).toEqual(['T1685', 'T1685.001']);
    expect(left(release21, 'tactic:TA0005')).toEqual(['T1685.001']);
    expect(left(release21, 'tactic:"defense evasion"')).toBe('unknown');
    expect(left(release21, 'platform:"a platform of tomorrow"')).toEqual(['S9044']);
    expect(left(release21, 'domain:ics type:sub-technique platform:abacus')).toEqual(['T0807.001']);
  });

  test('loses what nobody knows yet, and says so', () => {
    const json = bundle21([execution, newImpair, { type: 'x-mitre-novelty', id: 'x--1', name: 'New' }], '21.0');
    expect(decodeBundle(json, 'enterprise').skipped).toMatchObject({
      'an object of the unknown type x-mitre-novelty': 1,
    });
  });
});

function buildNext(release: string, enterprise: readonly Stix[]) {
  const ics = [icsExecution, icsParent, icsChild, relationship(icsChild, 'subtechnique-of', icsParent)];
  return buildCatalog(
    [
      editionOf(decodeBundle(bundle21(enterprise, release), 'enterprise')),
      editionOf(decodeBundle(bundle21(ics, release), 'ics')),
    ],
    { endedAt: undefined, errors: [], nextAt: undefined },
  );
}

function ids(related: readonly Related[]): readonly string[] {
  return related.map(({ object }) => object.id);
}

function names(related: readonly Related[]): readonly string[] {
  return related.map(({ object }) => object.name);
}
