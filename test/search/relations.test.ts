/** Who uses, mitigates and detects what, in a small world drawn by hand. */

import { describe, expect, test } from 'vitest';
import type { AttackObject } from '../../src/attack/object.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import {
  analyticsOf,
  analyticsReading,
  assetsTargeted,
  campaignsOf,
  campaignsUsing,
  componentsDetecting,
  componentsOf,
  groupsOf,
  groupsUsing,
  groupsViaCampaigns,
  mitigationsOf,
  parentName,
  parentOf,
  type Related,
  softwareOf,
  softwareUsing,
  sourceOf,
  strategiesDetecting,
  strategyOf,
  subtechniquesOf,
  tacticsInOrder,
  tacticsOf,
  techniquesOf,
  usersOf,
} from '../../src/search/relations.ts';
import {
  analytic,
  asset,
  campaign,
  catalogOf,
  dataComponent,
  dataSource,
  group,
  malware,
  matrix,
  mitigation,
  objectOf,
  relationship,
  type Stix,
  strategy,
  tactic,
  technique,
  tool,
} from '../fixtures/bundle.ts';

const persistence = tactic({ id: 'TA0003', shortname: 'persistence' });
const execution = tactic({ id: 'TA0002', shortname: 'execution' });
const retired = tactic({ id: 'TA0009', shortname: 'retired', status: 'deprecated' });
const unplaced = tactic({ id: 'TA0001', shortname: 'unplaced' });
// Not in the order of their IDs: the matrix alone says what comes first.
const enterprise = matrix({ id: 'enterprise-attack', tactics: [persistence, retired, execution] });

const shell = technique({ id: 'T1059', name: 'Shell', tactics: ['execution', 'unplaced', 'persistence'] });
const bash = technique({ id: 'T1059.004', name: 'Bash' });
const cmd = technique({ id: 'T1059.003', name: 'Cmd' });
const oldShell = technique({ id: 'T1059.009', name: 'Old', status: 'deprecated', tactics: ['execution', 'retired'] });
const orphan = technique({ id: 'T1059.010', name: 'Orphan', status: 'revoked' });
const dead = technique({ id: 'T1064', name: 'Dead', status: 'deprecated' });

const process = dataSource({ id: 'DS0009' });
const creation = dataComponent({ id: 'DC0032', partOf: process });
const command = dataComponent({ id: 'DC0064' });
const spawn = analytic({ id: 'AN0002', reads: [creation, command] });
const typed = analytic({ id: 'AN0001', reads: [command] });
const oldAnalytic = analytic({ id: 'AN0003', reads: [command], status: 'deprecated' });
const detection = strategy({ id: 'DET0001', analytics: [spawn, typed, oldAnalytic] });

const bear = group({ id: 'G0002' });
const crane = group({ id: 'G0001' });
const ghost = group({ id: 'G0003', status: 'revoked' });
const raid = campaign({ id: 'C0001' });
const foray = campaign({ id: 'C0002' });
const horse = malware({ id: 'S0002' });
const shovel = tool({ id: 'S0001' });
const patching = mitigation({ id: 'M0001' });
const server = asset({ id: 'A0001' });

const catalog = catalogOf({
  enterprise: [
    ...[persistence, execution, retired, unplaced, enterprise],
    ...[shell, bash, cmd, oldShell, orphan, dead],
    ...[process, creation, command, spawn, typed, oldAnalytic, detection],
    ...[bear, crane, ghost, raid, foray, horse, shovel, patching, server],
    relationship(bash, 'subtechnique-of', shell),
    relationship(cmd, 'subtechnique-of', shell),
    relationship(oldShell, 'subtechnique-of', shell),
    relationship(bear, 'uses', shell, 'Bear typed.'),
    relationship(crane, 'uses', shell, 'Crane typed.'),
    relationship(ghost, 'uses', shell, 'Ghost typed.'),
    relationship(bear, 'uses', dead, 'Long ago.'),
    relationship(bear, 'uses', cmd, 'Withdrawn.', { revoked: true }),
    relationship(raid, 'uses', shell, 'In the raid.'),
    relationship(foray, 'uses', shell, 'In the foray.'),
    relationship(raid, 'attributed-to', bear),
    relationship(foray, 'attributed-to', bear),
    relationship(foray, 'attributed-to', ghost),
    relationship(horse, 'uses', shell, 'Horse types.'),
    relationship(shovel, 'uses', shell, 'Shovel types.'),
    relationship(bear, 'uses', horse, 'Bear rides.'),
    relationship(raid, 'uses', horse),
    relationship(horse, 'uses', bash),
    relationship(patching, 'mitigates', shell, 'Patch the shell.'),
    relationship(patching, 'mitigates', dead),
    relationship(detection, 'detects', shell),
    relationship(shell, 'targets', server),
  ],
});

describe('a technique', () => {
  const object = objectOf(catalog, shell, 'technique');

  test('stands in its tactics, in the order of the matrix, those of no matrix last', () => {
    expect(ids(tacticsOf(catalog, object))).toEqual(['TA0003', 'TA0002', 'TA0001']);
  });

  test('has its living sub-techniques', () => {
    expect(ids(subtechniquesOf(catalog, object))).toEqual(['T1059.003', 'T1059.004']);
  });

  test('is used by living groups, with the procedure example', () => {
    expect(groupsUsing(catalog, object).map(({ object: { id }, description }) => `${id} ${description}`)).toEqual([
      'G0001 Crane typed.',
      'G0002 Bear typed.',
    ]);
  });

  test('is used by groups via each of their campaigns, with its procedure example', () => {
    expect(
      groupsViaCampaigns(catalog, object).map(
        ({ object: { id }, via, description }) => `${id} ${via?.id} ${description}`,
      ),
    ).toEqual(['G0002 C0001 In the raid.', 'G0002 C0002 In the foray.']);
  });

  test('is used by campaigns and by software of both types', () => {
    expect(ids(campaignsUsing(catalog, object))).toEqual(['C0001', 'C0002']);
    expect(ids(softwareUsing(catalog, object))).toEqual(['S0001', 'S0002']);
  });

  test('is mitigated, with how', () => {
    expect(mitigationsOf(catalog, object)).toMatchObject([
      { object: { id: 'M0001' }, description: 'Patch the shell.' },
    ]);
  });

  test('is detected by a strategy and targets assets', () => {
    expect(ids(strategiesDetecting(catalog, object))).toEqual(['DET0001']);
    expect(ids(assetsTargeted(catalog, object))).toEqual(['A0001']);
  });

  test('lends nothing to its sub-techniques and takes nothing from them', () => {
    const child = objectOf(catalog, bash, 'technique');
    expect([...groupsUsing(catalog, child), ...mitigationsOf(catalog, child)]).toEqual([]);
    expect(ids(softwareUsing(catalog, child))).toEqual(['S0002']);
  });

  test('is not used by whom a dead relation names', () => {
    expect(groupsUsing(catalog, objectOf(catalog, cmd, 'technique'))).toEqual([]);
  });
});

describe('a dead technique', () => {
  test('has no relations', () => {
    const object = objectOf(catalog, dead, 'technique');
    expect([...groupsUsing(catalog, object), ...mitigationsOf(catalog, object)]).toEqual([]);
  });

  test('keeps its parent and its tactics, dead ones too', () => {
    const object = objectOf(catalog, oldShell, 'technique');
    expect(parentOf(catalog, object)?.id).toBe('T1059');
    expect(ids(tacticsOf(catalog, object))).toEqual(['TA0002', 'TA0009']);
  });
});

describe("a parent's name", () => {
  test('is that of the relation, and undefined for what is no sub-technique', () => {
    expect([bash, shell, bear].map((stix) => parentName(catalog, findAny(catalog, stix)))).toEqual([
      'Shell',
      undefined,
      undefined,
    ]);
  });

  test('comes from the ID where the relation is lost', () => {
    const object = objectOf(catalog, orphan, 'technique');
    expect(parentOf(catalog, object)).toBeUndefined();
    expect(parentName(catalog, object)).toBe('Shell');
  });
});

describe('groups, campaigns and software', () => {
  test('a group has software and campaigns', () => {
    const object = objectOf(catalog, bear, 'group');
    expect(softwareOf(catalog, object)).toMatchObject([{ object: { id: 'S0002' }, description: 'Bear rides.' }]);
    expect(ids(campaignsOf(catalog, object))).toEqual(['C0001', 'C0002']);
  });

  test('a campaign has living groups and software', () => {
    expect(ids(groupsOf(catalog, objectOf(catalog, foray, 'campaign')))).toEqual(['G0002']);
    expect(ids(softwareOf(catalog, objectOf(catalog, raid, 'campaign')))).toEqual(['S0002']);
  });

  test('software is used by groups and campaigns, and by groups via campaigns', () => {
    const object = objectOf(catalog, horse, 'software');
    expect(ids(usersOf(catalog, object))).toEqual(['C0001', 'G0002']);
    expect(groupsViaCampaigns(catalog, object)).toMatchObject([{ object: { id: 'G0002' }, via: { id: 'C0001' } }]);
  });
});

describe('detection', () => {
  test('a strategy has its living analytics, and they have their strategy', () => {
    expect(ids(analyticsOf(catalog, objectOf(catalog, detection, 'detection-strategy')))).toEqual(['AN0001', 'AN0002']);
    expect(strategyOf(catalog, objectOf(catalog, spawn, 'analytic'))?.id).toBe('DET0001');
    expect(strategyOf(catalog, objectOf(catalog, oldAnalytic, 'analytic'))).toBeUndefined();
  });

  test('an analytic reads components, a component is read by analytics', () => {
    expect(ids(componentsOf(catalog, objectOf(catalog, spawn, 'analytic')))).toEqual(['DC0032', 'DC0064']);
    expect(ids(analyticsReading(catalog, objectOf(catalog, command, 'data-component')))).toEqual(['AN0001', 'AN0002']);
  });

  test('a component belongs to a source, a source has components', () => {
    expect(sourceOf(catalog, objectOf(catalog, creation, 'data-component'))?.id).toBe('DS0009');
    expect(sourceOf(catalog, objectOf(catalog, command, 'data-component'))).toBeUndefined();
    expect(ids(componentsOf(catalog, objectOf(catalog, process, 'data-source')))).toEqual(['DC0032']);
  });

  test('up to release 17 a component detects a technique itself', () => {
    const old = catalogOf({
      enterprise: [execution, shell, process, creation, relationship(creation, 'detects', shell, 'Look at it.')],
    });
    const object = objectOf(old, shell, 'technique');
    expect(strategiesDetecting(old, object)).toEqual([]);
    expect(componentsDetecting(old, object)).toMatchObject([{ object: { id: 'DC0032' }, description: 'Look at it.' }]);
    expect(techniquesOf(old, findAny(old, creation))).toMatchObject([{ object: { id: 'T1059' } }]);
    expect(techniquesOf(old, findAny(old, process))).toMatchObject([
      { object: { id: 'T1059' }, via: { id: 'DC0032' } },
    ]);
  });
});

describe('the techniques', () => {
  test.each<[string, Stix, readonly string[]]>([
    ['that a group uses are the living ones', bear, ['T1059']],
    ['that a campaign uses', raid, ['T1059']],
    ['that software uses', horse, ['T1059', 'T1059.004']],
    ['that a mitigation mitigates', patching, ['T1059']],
    ['that target an asset', server, ['T1059']],
    ['of a tactic', execution, ['T1059', 'T1059.003', 'T1059.004']],
    ['of a dead tactic are none', retired, []],
    ['of a matrix are those of its tactics, each once', enterprise, ['T1059', 'T1059.003', 'T1059.004']],
    ['that a strategy detects', detection, ['T1059']],
    ['that an analytic serves to detect', spawn, ['T1059']],
    ['that a component serves to detect', command, ['T1059']],
    ['that a data source serves to detect', process, ['T1059']],
    ['of a technique are none', shell, []],
    ['of a dead group are none', ghost, []],
  ])('%s', (_what, stix, expected) => {
    expect(ids(techniquesOf(catalog, findAny(catalog, stix)))).toEqual(expected);
  });

  test('name what leads to them where they stand further away', () => {
    expect(techniquesOf(catalog, findAny(catalog, command))).toMatchObject([{ via: { id: 'DET0001' } }]);
  });
});

test('a matrix has its living tactics in its own order', () => {
  expect(ids(tacticsInOrder(catalog, objectOf(catalog, enterprise, 'matrix')))).toEqual(['TA0003', 'TA0002']);
});

function findAny(within: Catalog, stix: Stix): AttackObject {
  const object = within.byStixId.get(stix.id);
  if (!object) throw new Error(`${stix.id} was not decoded`);
  return object;
}

function ids(related: readonly Related[]): readonly string[] {
  return related.map(({ object }) => object.id);
}
