import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOMAINS } from '../../../src/attack/domain.ts';
import type { AttackObject } from '../../../src/attack/object.ts';
import { findPassing, passes, readConditions, readLeadingType } from '../../../src/search/filter/filter.ts';
import { findNearestValues, findValue, listValues } from '../../../src/search/filter/values.ts';
import { type FilterField, type FilterTerm, readFilters } from '../../../src/search/filter/words.ts';
import { tacticsOf } from '../../../src/search/relations.ts';
import {
  analytic,
  campaign,
  catalogOf,
  dataSource,
  group,
  malware,
  mitigation,
  relationship,
  strategy,
  tactic,
  technique,
  tool,
} from '../../fixtures/bundle.ts';
import { hasShared, realCatalog } from '../../fixtures/shared.ts';

const bear = group({ id: 'G0001', name: 'Bear' });
const hollowing = technique({ id: 'T1055.001', name: 'Hollowing', tactics: ['stealth'], platforms: ['Windows'] });
const injection = technique({
  id: 'T1055',
  name: 'Injection',
  tactics: ['stealth', 'execution'],
  platforms: ['Linux', 'Windows'],
});
const oldStealth = tactic({ id: 'TA0099', name: 'Defense Evasion', shortname: 'defense-evasion', status: 'revoked' });
const stealth = tactic({ id: 'TA0005', name: 'Stealth', shortname: 'stealth' });
const catalog = catalogOf({
  enterprise: [
    stealth,
    oldStealth,
    relationship(oldStealth, 'revoked-by', stealth),
    tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' }),
    injection,
    hollowing,
    relationship(hollowing, 'subtechnique-of', injection),
    technique({ id: 'T1059', name: 'Interpreter', tactics: ['execution'], platforms: ['Network Devices', 'macOS'] }),
    technique({
      id: 'T1064',
      name: 'Scripting',
      tactics: ['execution'],
      platforms: ['Windows', 'BeOS'],
      status: 'deprecated',
    }),
    bear,
    malware({ id: 'S0001', name: 'Purse', platforms: ['Windows'] }),
    tool({ id: 'S0002', name: 'Opener' }),
    campaign({ id: 'C0001', name: 'Heist' }),
    mitigation({ id: 'M1001', name: 'Watch' }),
    strategy({ id: 'DET0001', name: 'Odd threads' }),
    analytic({ id: 'AN0001', name: 'Analytic 0001', platforms: ['Linux'] }),
    dataSource({ id: 'DS0001', name: 'Process', status: 'deprecated', platforms: ['Windows'] }),
  ],
  mobile: [
    tactic({ id: 'TA0041', name: 'Execution', shortname: 'execution' }),
    technique({
      id: 'T1417',
      name: 'Keylogging',
      tactics: ['execution'],
      platforms: ['Android'],
      chain: 'mitre-mobile-attack',
    }),
  ],
});
const values = catalog.filterValues;

/** The IDs that filters as typed leave. */
function left(typed: string): readonly string[] {
  const { filters, rest } = readFilters(typed);
  const { known, unknown, text } = readConditions(values, filters, rest);
  if (unknown.length > 0) throw new Error(`nothing is called ${unknown.map(({ value }) => value).join()}`);
  return findPassing(catalog, known, text).map(({ id }) => id);
}

describe('filters leave', () => {
  it.each<[string, string]>([
    ['tactic:stealth', 'T1055 T1055.001'],
    ['tactic:execution', 'T1055 T1059 T1417'],
    ['tactic:TA0002', 'T1055 T1059'],
    ['tactic:ta0041', 'T1417'],
    ['tactic:defense-evasion', 'T1055 T1055.001'],
    ['tactic:stealth tactic:execution', 'T1055 T1055.001 T1059 T1417'],
    ['-tactic:stealth', 'T1059 T1417'],
    ['platform:linux', 'T1055 AN0001'],
    ['platform:NETWORK_DEVICES,android', 'T1059 T1417'],
    ['-platform:windows', 'T1059 T1417 S0002 AN0001'],
    ['platform:windows -platform:linux', 'T1055.001 S0001'],
    ['domain:mobile', 'T1417 TA0041'],
    ['domain:enterprise type:tactics', 'TA0002 TA0005'],
    ['type:technique', 'T1055 T1055.001 T1059 T1417'],
    ['type:Sub-Techniques', 'T1055.001'],
    ['type:technique -type:subtechnique', 'T1055 T1059 T1417'],
    ['type:software', 'S0001 S0002'],
    ['type:tool,malware', 'S0001 S0002'],
    ['type:actor type:campaign', 'G0001 C0001'],
    ['type:"threat actors"', 'G0001'],
    ['type:detection', 'DET0001'],
    ['type:detection strategy', 'DET0001'],
    ['type:mitigations', 'M1001'],
    ['type:group platform:windows', ''],
    ['type:data source', ''],
    ['type:data-source status:deprecated', 'DS0001'],
    ['status:deprecated', 'T1064 DS0001'],
    ['platform:windows status:any -type:software', 'T1055 T1055.001 T1064 DS0001'],
    ['tactic:execution keylogging', 'T1417'],
    ['tactic:execution injecton', 'T1055'],
    ['platform:windows keylogging', ''],
    ['status:deprecated scripting', 'T1064'],
  ])('%j', (typed, ids) => {
    expect(left(typed)).toEqual(ids.split(' ').filter(Boolean));
  });

  it('what a naive reading of them leaves', () => {
    const words: Readonly<Record<FilterField, (object: AttackObject) => readonly string[] | undefined>> = {
      tactic: (object) =>
        object.kind === 'technique'
          ? tacticsOf(catalog, object).map(({ object: { name } }) => name.toLowerCase())
          : undefined,
      platform: (object) => ('platforms' in object ? object.platforms.map((name) => name.toLowerCase()) : undefined),
      domain: ({ domains }) => domains,
      type: (object) => [
        object.kind.replace('-', ' '),
        ...(object.kind === 'software' ? [object.type] : []),
        ...(object.kind === 'technique' && object.isSubtechnique ? ['sub-technique'] : []),
      ],
      status: ({ status }) => [status],
    };
    const term = (field: FilterField, known: readonly string[]) =>
      fc.record({ field: fc.constant(field), value: fc.constantFrom(...known), isNot: fc.boolean() });
    const terms: fc.Arbitrary<readonly FilterTerm[]> = fc.array(
      fc.oneof(
        term('tactic', ['stealth', 'execution']),
        term('platform', ['linux', 'windows', 'macos', 'network devices', 'android']),
        term('domain', ['enterprise', 'mobile']),
        term('type', ['technique', 'sub-technique', 'software', 'tool', 'malware', 'group', 'analytic', 'data source']),
        term('status', ['active', 'deprecated', 'revoked']),
      ),
      { maxLength: 6 },
    );
    const isLeft = (object: AttackObject, all: readonly FilterTerm[]) =>
      Object.entries(words).every(([field, read]) => {
        const own = all.filter((one) => one.field === field);
        if (own.length === 0) return field !== 'status' || object.status === 'active';
        const has = read(object);
        const wanted = own.filter(({ isNot }) => !isNot);
        return (
          has !== undefined &&
          (wanted.length === 0 || wanted.some(({ value }) => has.includes(value))) &&
          own.every(({ isNot, value }) => !isNot || !has.includes(value))
        );
      });
    fc.assert(
      fc.property(terms, (all) => {
        const { known, unknown } = readConditions(values, all, '');
        expect(unknown).toEqual([]);
        expect(catalog.objects.filter(passes(catalog, known))).toEqual(
          catalog.objects.filter((object) => isLeft(object, all)),
        );
      }),
    );
  });
});

describe('the values of a field', () => {
  const labels = (field: FilterField) => listValues(values, field).map(({ label }) => label);

  it('are those of the loaded release', () => {
    expect(labels('platform')).toEqual(['Android', 'Linux', 'macOS', 'Network Devices', 'Windows']);
    expect(labels('domain')).toEqual(['Enterprise', 'Mobile']);
    expect(labels('tactic')).toEqual([
      'Execution',
      'Stealth',
      'TA0002 Execution',
      'TA0005 Stealth',
      'TA0041 Execution',
    ]);
    expect(labels('status')).toEqual(['active', 'deprecated', 'revoked', 'any']);
  });

  it.each<[FilterField, string, readonly string[]]>([
    ['platform', 'linx', ['Linux']],
    ['platform', 'win', ['Windows']],
    ['platform', 'windows server', ['Windows']],
    ['platform', 'devices', ['Network Devices']],
    ['tactic', 'exection', ['Execution']],
    ['domain', 'enterprize', ['Enterprise']],
    ['type', 'technik', ['technique']],
    ['platform', 'qqqqqq', []],
    ['platform', '', []],
    ['platform', '<!channel>', []],
  ])('%s has near %j: %j', (field, word, near) => {
    expect(findNearestValues(values, field, word).map(({ label }) => label)).toEqual(near);
  });

  it('are found by their own labels, whatever the release', () => {
    for (const each of [catalog, ...(hasShared ? [realCatalog()] : [])]) {
      for (const field of ['tactic', 'platform', 'domain', 'type', 'status'] as const) {
        for (const value of listValues(each.filterValues, field))
          expect(findValue(each.filterValues, field, value.label)).toBe(value);
      }
    }
  });

  it('are none in an empty catalog', () => {
    const empty = catalogOf({}).filterValues;
    expect(findValue(empty, 'type', 'technique')).toBeUndefined();
    expect(listValues(empty, 'platform')).toEqual([]);
  });
});

describe('a kind before other words', () => {
  it.each([
    ['groups', 'group', ''],
    ['show me all tactics', 'tactic', ''],
    ['Threat Actors bear', 'group', 'bear'],
    ['tactic persistence', 'tactic', 'persistence'],
    ['detection strategies', 'detection strategy', ''],
  ])('is read from %j', (text, label, rest) => {
    expect(readLeadingType(values, text)).toMatchObject({ value: { label }, rest });
  });

  it.each(['persistence tactic', 'all', '', 'grouping', 'the bear'])('is none in %j', (text) => {
    expect(readLeadingType(values, text)).toBeUndefined();
  });
});

describe.skipIf(!hasShared)('filters of real ATT&CK (needs ../shared)', () => {
  it('leave by each tactic, platform, domain and type something of that domain', () => {
    const real = realCatalog();
    const all = (['tactic', 'platform', 'type'] as const).flatMap((field) => listValues(real.filterValues, field));
    for (const value of all) {
      const { known } = readConditions(
        real.filterValues,
        [
          { field: value.field, value: value.label, isNot: false },
          { field: 'status', value: 'any', isNot: false },
        ],
        '',
      );
      expect(findPassing(real, known, '').length).toBeGreaterThan(0);
    }
    expect(listValues(real.filterValues, 'domain')).toHaveLength(DOMAINS.length);
  });
});
