/** Bundles made by hand, sound and broken, in both STIX forms. */

import { describe, expect, test } from 'vitest';
import { BundleError } from '../../src/attack/bundle.ts';
import { decodeBundle } from '../../src/attack/decode.ts';
import type { AttackObject } from '../../src/attack/object.ts';
import type { RelationType } from '../../src/attack/relation.ts';
import {
  analytic,
  asset,
  bundle20,
  bundle21,
  campaign,
  dataComponent,
  dataSource,
  group,
  malware,
  matrix,
  mitigation,
  relationship,
  type Stix,
  strategy,
  tactic,
  technique,
  tool,
} from '../fixtures/bundle.ts';
import { hasShared, realBundle } from '../fixtures/shared.ts';

const execution = tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' });
const parent = technique({ id: 'T1059', name: 'Interpreter' });
const fields = { x_mitre_contributors: ['Somebody, of Somewhere'] };
const child = technique({ id: 'T1059.001', name: 'Shell', platforms: ['Windows'], version: '1.10', fields });
const process = dataSource({ id: 'DS0009', name: 'Process', status: 'deprecated' });
const creation = dataComponent({ id: 'DC0032', name: 'Process Creation', partOf: process });
const spawn = analytic({ id: 'AN0001', name: 'Analytic 0001', platforms: ['Windows'], reads: [creation] });
const detection = strategy({ id: 'DET0001', name: 'Detection of shells', analytics: [spawn] });
const bear = group({ id: 'G0001', name: 'Bear', aliases: ['Ursa', 'Bruin'] });
const raid = campaign({ id: 'C0001', name: 'Raid', aliases: ['Foray'] });
const trojan = malware({ id: 'S0001', name: 'Trojan', aliases: ['Horse'], platforms: ['Linux'] });
const shovel = tool({ id: 'S0002', name: 'Shovel' });
const patching = mitigation({ id: 'M0001', name: 'Patching' });
const workstation = asset({ id: 'A0001', name: 'Workstation', relatedNames: ['Desk', 'Workstation'] });
const enterprise = matrix({ id: 'enterprise-attack', name: 'Enterprise', tactics: [execution] });

const everything: readonly Stix[] = [
  { type: 'identity', id: 'identity--1', name: 'An editor' },
  { type: 'marking-definition', id: 'marking-definition--1' },
  // A relationship may stand before its ends.
  relationship(bear, 'uses', child, 'Bear opened a shell.'),
  ...[execution, parent, child, process, creation, spawn, detection, bear, raid, trojan, shovel, patching],
  ...[workstation, enterprise],
  relationship(child, 'subtechnique-of', parent),
  relationship(trojan, 'uses', child),
  relationship(bear, 'uses', trojan),
  relationship(raid, 'attributed-to', bear),
  relationship(patching, 'mitigates', child, 'Patch it.'),
  relationship(detection, 'detects', child),
  relationship(child, 'targets', workstation),
];

describe('a sound bundle', () => {
  const decoded = decodeBundle(bundle21(everything, '99.1'), 'enterprise');

  test('gives one object for each, with its kind', () => {
    expect(decoded.objects.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'TA0002 tactic',
      'T1059 technique',
      'T1059.001 technique',
      'DS0009 data-source',
      'DC0032 data-component',
      'AN0001 analytic',
      'DET0001 detection-strategy',
      'G0001 group',
      'C0001 campaign',
      'S0001 software',
      'S0002 software',
      'M0001 mitigation',
      'A0001 asset',
      'enterprise-attack matrix',
    ]);
  });

  test('gives relationship objects and then the references that objects make', () => {
    const names = new Map(decoded.objects.map(({ stixId, id }) => [stixId, id]));
    expect(
      decoded.relations.map(({ source, type, target }) => `${names.get(source)} ${type} ${names.get(target)}`),
    ).toEqual([
      'G0001 uses T1059.001',
      'T1059.001 subtechnique-of T1059',
      'S0001 uses T1059.001',
      'G0001 uses S0001',
      'C0001 attributed-to G0001',
      'M0001 mitigates T1059.001',
      'DET0001 detects T1059.001',
      'T1059.001 targets A0001',
      'T1059 in-tactic TA0002',
      'T1059.001 in-tactic TA0002',
      'DC0032 part-of DS0009',
      'AN0001 reads DC0032',
      'DET0001 has-analytic AN0001',
      'enterprise-attack has-tactic TA0002',
    ]);
    expect(decoded.relations[0]).toMatchObject({ description: 'Bear opened a shell.', dead: false });
  });

  test('leaves nothing out', () => {
    expect(decoded.skipped).toEqual({});
  });

  test('names its release in the 2.1 form only; all else is equal in the 2.0 form', () => {
    expect(decoded.release).toBe('99.1');
    expect(decodeBundle(bundle20(everything), 'enterprise')).toEqual({ ...decoded, release: undefined });
  });

  test('fills every field of a technique', () => {
    expect(decoded.objects.find(({ id }) => id === 'T1059.001')).toEqual({
      kind: 'technique',
      id: 'T1059.001',
      stixId: child.id,
      name: 'Shell',
      aliases: [],
      contributors: ['Somebody, of Somewhere'],
      domains: ['enterprise'],
      status: 'active',
      version: '1.10',
      created: '2020-01-01T00:00:00.000Z',
      modified: '2025-01-01T00:00:00.000Z',
      description: '',
      url: 'https://attack.mitre.org/techniques/T1059/001',
      isSubtechnique: true,
      phases: [{ chain: 'mitre-attack', name: 'execution' }],
      platforms: ['Windows'],
    });
  });

  test('gives the aliases of groups, campaigns and software without their name, and the related names of assets', () => {
    const aliases = Object.fromEntries(decoded.objects.map((object) => [object.id, object.aliases]));
    expect(aliases).toMatchObject({
      G0001: ['Ursa', 'Bruin'],
      C0001: ['Foray'],
      S0001: ['Horse'],
      S0002: [],
      A0001: ['Desk'],
    });
  });

  test('tells malware from tools', () => {
    expect(decoded.objects.flatMap((object) => (object.kind === 'software' ? object.type : []))).toEqual([
      'malware',
      'tool',
    ]);
  });
});

describe('what ATT&CK writes in more than one way', () => {
  test.each(['mitre-attack', 'mitre-mobile-attack', 'mitre-ics-attack'])('an ID comes from the source %s', (source) => {
    expect(decodeOne(technique({ id: 'T1000', source })).object?.id).toBe('T1000');
  });

  test('the ID is found wherever its reference stands', () => {
    const references = [
      { source_name: 'capec', external_id: 'CAPEC-1' },
      { source_name: 'A paper', url: 'https://example.org' },
      { source_name: 'mitre-attack', external_id: 'T1000', url: 'https://attack.mitre.org/techniques/T1000' },
    ];
    const { object } = decodeOne(technique({ id: 'T9999', fields: { external_references: references } }));
    expect(object).toMatchObject({ id: 'T1000', url: 'https://attack.mitre.org/techniques/T1000' });
  });

  test('an object without ATT&CK ID stays, as data components had none up to release 17', () => {
    const { object, skipped } = decodeOne(dataComponent({ id: '', fields: { external_references: undefined } }));
    expect(object).toMatchObject({ kind: 'data-component', id: '', url: undefined });
    expect(skipped).toEqual({});
  });

  test('a dotted ID makes a sub-technique where the flag is absent', () => {
    const { object } = decodeOne(technique({ id: 'T1000.001', fields: { x_mitre_is_subtechnique: undefined } }));
    expect(object).toMatchObject({ isSubtechnique: true });
  });

  test('an empty text is an absent one', () => {
    const fields = { x_mitre_version: '', modified: '', created: '', x_mitre_platforms: [''], aliases: [''] };
    expect(decodeOne(technique({ id: 'T1000', url: '', fields })).object).toMatchObject({
      version: undefined,
      modified: undefined,
      created: undefined,
      url: undefined,
      platforms: [],
    });
    expect(decodeOne(group({ id: 'G1000', fields })).object?.aliases).toEqual([]);
    expect(decodeOne(campaign({ id: 'C1000', fields: { first_seen: '' } })).object).toMatchObject({
      firstSeen: undefined,
    });
  });

  test('the platform "None" is none', () => {
    expect(decodeOne(technique({ id: 'T0800', platforms: ['None'] })).object).toMatchObject({ platforms: [] });
  });

  test.each([
    [{ revoked: true }, 'revoked'],
    [{ x_mitre_deprecated: true }, 'deprecated'],
    [{ revoked: true, x_mitre_deprecated: true }, 'revoked'],
    [{ revoked: undefined, x_mitre_deprecated: undefined }, 'active'],
    [{ revoked: 'true', x_mitre_deprecated: null }, 'active'],
  ])('marks %j make the object %s', (fields, status) => {
    expect(decodeOne(technique({ id: 'T1000', fields })).object?.status).toBe(status);
  });

  test('a relationship marked revoked or deprecated is dead', () => {
    const marks = [{ revoked: true }, { x_mitre_deprecated: true }, {}];
    const relations = marks.map((mark) => relationsOf([bear, relationship(bear, 'uses', parent, '', mark)], 'uses'));
    expect(relations.map(([relation]) => relation?.dead)).toEqual([true, true, false]);
  });

  test('log sources and tunable elements keep what they have', () => {
    const { object } = decodeOne(
      analytic({
        id: 'AN0002',
        fields: {
          x_mitre_log_source_references: [{ name: 'Sysmon', x_mitre_data_component_ref: '' }, { channel: '1' }],
          x_mitre_mutable_elements: [{ field: 'Threshold' }, { description: 'Of no field.' }],
        },
      }),
    );
    expect(object).toMatchObject({
      logSources: [
        { name: 'Sysmon', channel: '', component: undefined },
        { name: '', channel: '1', component: undefined },
      ],
      tunables: [{ field: 'Threshold', description: '' }],
    });
  });

  test("a phase of another domain's chain leads to no tactic of this one", () => {
    const shared = technique({ id: 'T1000', chain: 'mitre-mobile-attack' });
    expect(relationsOf([shared], 'in-tactic').map(({ source }) => source)).not.toContain(shared.id);
  });

  test('a phase of a chain that is not known yet leads to the tactic of its name', () => {
    const later = technique({ id: 'T1000', chain: 'mitre-attack-next' });
    expect(relationsOf([later], 'in-tactic').map(({ source }) => source)).toContain(later.id);
  });

  test('a phase leads to the living one of two tactics with its name', () => {
    const dead = tactic({ id: 'TA0001', shortname: 'execution', status: 'deprecated' });
    expect(relationsOf([dead], 'in-tactic').map(({ target }) => target)).toEqual([execution.id]);
  });
});

describe('what cannot be used', () => {
  test('a field of a wrong type is dropped and counted, and the object stays', () => {
    const fields = {
      description: 7,
      created: null,
      revoked: 'yes',
      kill_chain_phases: 'execution',
      x_mitre_platforms: { Windows: true },
    };
    const { object, skipped } = decodeOne(technique({ id: 'T1000', name: 'Odd', fields }));
    expect(object).toMatchObject({
      id: 'T1000',
      name: 'Odd',
      description: '',
      created: undefined,
      status: 'active',
      phases: [],
      platforms: [],
    });
    expect(skipped).toEqual({
      'a wrong type in the field description': 1,
      'a wrong type in the field created': 1,
      'a wrong type in the field revoked': 1,
      'a wrong type in the field kill_chain_phases': 1,
      'a wrong type in the field x_mitre_platforms': 1,
    });
  });

  test('an element of a wrong type costs no other element of its list', () => {
    const fields = {
      x_mitre_platforms: ['Linux', 5, null],
      external_references: [5, null, { source_name: 'mitre-attack', external_id: 'T1000', url: [] }],
    };
    const { object, skipped } = decodeOne(technique({ id: 'T1000', fields }));
    expect(object).toMatchObject({ id: 'T1000', url: undefined, platforms: ['Linux'] });
    expect(skipped).toEqual({
      'a wrong type in the list x_mitre_platforms': 2,
      'a wrong type in the list external_references': 2,
      'a wrong type in the field url': 1,
    });
  });

  test('objects without STIX id, type or name, and relationships without ends, are counted', () => {
    const { skipped } = decode([
      technique({ id: 'T1000', fields: { id: 5 } }),
      technique({ id: 'T1000', fields: { name: '' } }),
      group({ id: 'G1000', fields: { name: undefined } }),
      group({ id: 'G1000', fields: { type: undefined } }),
      relationship(bear, 'uses', parent, '', { source_ref: undefined }),
      relationship(bear, 'uses', parent, '', { relationship_type: 1 }),
    ]);
    expect(skipped).toEqual({
      'attack-pattern without id or name': 2,
      'intrusion-set without id or name': 1,
      'an object without a type': 1,
      'a relationship without its type or two ends': 2,
    });
  });

  test('objects that are none are counted', () => {
    const json = { objects: [execution, parent, null, 5, 'text', [], [technique({ id: 'T1000' })]] };
    expect(decodeBundle(json, 'enterprise').skipped).toEqual({ 'an object without a type': 5 });
  });

  test('unknown types of objects and relationships are counted by their name', () => {
    const weather: Stix = { type: 'x-mitre-weather', id: 'x-mitre-weather--1', name: 'Rain' };
    const { skipped } = decode([weather, weather, relationship(parent, 'related-to', execution)]);
    expect(skipped).toEqual({
      'an object of the unknown type x-mitre-weather': 2,
      'a relationship of the unknown type related-to': 1,
    });
  });

  test('a relation whose end is not in the bundle is counted', () => {
    const absent = tactic({ id: 'TA9999', shortname: 'absent' });
    const { skipped, relations } = decode([
      relationship(bear, 'uses', parent),
      matrix({ id: 'enterprise-attack', tactics: [absent, execution] }),
      technique({ id: 'T1000', tactics: ['absent'] }),
      analytic({ id: 'AN0002', reads: [creation] }),
    ]);
    expect(skipped).toEqual({
      'uses: an end that is not in the bundle': 1,
      'has-tactic: an end that is not in the bundle': 1,
      'in-tactic: a phase without its tactic in the bundle': 1,
      'reads: an end that is not in the bundle': 1,
    });
    expect(relations.map(({ type }) => type)).toEqual(['in-tactic', 'has-tactic']);
  });

  test('of two objects with one STIX id the last modified stays, in whatever order they come', () => {
    const older = group({ id: 'G0001', name: 'Older', modified: '2024-06-01T00:00:00.000Z' });
    const newer = group({ id: 'G0001', name: 'Newer', modified: '2024-06-01T00:00:00.001Z' });
    for (const pair of [
      [older, newer],
      [newer, older],
    ]) {
      const { objects, skipped } = decode(pair);
      expect(objects.filter(({ kind }) => kind === 'group').map(({ name }) => name)).toEqual(['Newer']);
      expect(skipped).toEqual({ 'another copy of an object': 1 });
    }
  });

  test('of two relationships that say the same the last modified stays', () => {
    const older = relationship(bear, 'uses', parent, 'Older.', { modified: '2024-01-01T00:00:00Z' });
    const newer = relationship(bear, 'uses', parent, 'Newer.', {
      id: 'relationship--2',
      modified: '2025-01-01T00:00:00Z',
    });
    for (const pair of [
      [older, newer],
      [newer, older],
    ]) {
      expect(relationsOf([bear, ...pair], 'uses').map(({ description }) => description)).toEqual(['Newer.']);
    }
  });
});

describe('what is no bundle at all', () => {
  test.each([
    ['null', null, 'is not a JSON object'],
    ['a text', 'bundle', 'is not a JSON object'],
    ['a list', [parent, execution], 'is not a JSON object'],
    ['an object without objects', { type: 'bundle' }, 'has no list of objects'],
    ['objects by name', { objects: { parent, execution } }, 'has no list of objects'],
    ['no objects', { objects: [] }, 'holds no technique'],
    ['no technique', { objects: [execution, bear] }, 'holds no technique'],
    ['no tactic', { objects: [parent, bear] }, 'holds no tactic'],
  ])('%s is refused', (_what, json, fault) => {
    const refusal = new BundleError('ics', fault);
    expect(() => decodeBundle(json, 'ics')).toThrow(refusal);
    expect(refusal.message).toBe(`What came for ICS is no ATT&CK bundle: it ${fault}.`);
  });
});

describe('a hostile bundle', () => {
  test("keys and types named like an object's own parts do no harm", () => {
    const text = `{ "objects": [
      ${JSON.stringify(execution)}, ${JSON.stringify(parent)},
      { "type": "__proto__", "id": "a--1", "name": "a" },
      { "type": "constructor", "id": "b--1", "name": "b" },
      { "type": "intrusion-set", "id": "__proto__", "name": "toString", "__proto__": { "revoked": true }, "revoked": 3 }
    ], "__proto__": { "polluted": true } }`;
    const { objects, skipped } = decodeBundle(JSON.parse(text), 'enterprise');
    expect(objects.at(-1)).toMatchObject({ stixId: '__proto__', name: 'toString', status: 'active' });
    expect(Object.keys(skipped)).toEqual([
      'an object of the unknown type __proto__',
      'an object of the unknown type constructor',
      'a wrong type in the field revoked',
    ]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('deep nesting is passed by', () => {
    const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);
    const fields = { x_mitre_unknown: deep, x_mitre_platforms: deep, description: deep };
    expect(decodeOne(technique({ id: 'T1000', fields })).object).toMatchObject({ description: '', platforms: [] });
  });

  test('the reasons stay few and short, however many the faults', () => {
    const strange = Array.from({ length: 1000 }, (_, index) => ({
      type: `${index}${'x'.repeat(5000)}`,
      id: `x--${index}`,
      name: 'x',
    }));
    const { skipped } = decode(strange);
    const reasons = Object.keys(skipped);
    expect(reasons.length).toBeLessThanOrEqual(51);
    expect(Math.max(...reasons.map((reason) => reason.length))).toBeLessThanOrEqual(120);
    expect(Object.values(skipped).reduce((a, b) => a + b)).toBe(1000);
  });

  test('a list of a million wrong elements is counted in one reason', () => {
    const fields = { kill_chain_phases: Array.from({ length: 1_000_000 }, () => 7) };
    expect(decodeOne(technique({ id: 'T1000', fields })).skipped).toEqual({
      'a wrong type in the list kill_chain_phases': 1_000_000,
    });
  });
});

describe.skipIf(!hasShared)('the published bundles (need ../shared)', () => {
  for (const domain of ['enterprise', 'mobile', 'ics'] as const) {
    test(`nothing of ${domain} 17.1 and 18.1 is left out`, () => {
      for (const release of ['17.1', '18.1'] as const) {
        expect(realBundle(domain, release)).toMatchObject({ release, skipped: {} });
      }
    });

    test(`${domain} 18.1 is the same in both forms`, () => {
      const { objects, relations } = realBundle(domain, '18.1', '2.0');
      expect(byKey(objects)).toEqual(byKey(realBundle(domain, '18.1').objects));
      expect(relations).toHaveLength(realBundle(domain, '18.1').relations.length);
    });
  }

  test('the ATT&CK IDs of 17.1 are missing for data components only', () => {
    const kinds = realBundle('enterprise', '17.1').objects.flatMap(({ id, kind }) => (id === '' ? kind : []));
    expect(new Set(kinds)).toEqual(new Set(['data-component']));
    expect(realBundle('enterprise', '18.1').objects.filter(({ id }) => id === '')).toEqual([]);
  });
});

/** Adds the technique and tactic without which there is no bundle. */
function decode(objects: readonly Stix[]) {
  return decodeBundle(bundle21([execution, parent, ...objects], '18.1'), 'enterprise');
}

function decodeOne(stix: Stix) {
  const { objects, skipped } = decode([stix]);
  return { object: objects.find(({ stixId }) => stixId === stix.id), skipped };
}

function relationsOf(objects: readonly Stix[], type: RelationType) {
  return decode(objects).relations.filter((relation) => relation.type === type);
}

function byKey(objects: readonly AttackObject[]): ReadonlyMap<string, AttackObject> {
  return new Map(objects.map((object) => [object.stixId, object]));
}
