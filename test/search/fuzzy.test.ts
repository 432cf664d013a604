/** Finding by a beginning or a likeness: what comes first, and what the score means. */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildFormerNames } from '../../src/search/former.ts';
import { buildFuzzy, findNearly, type Hit } from '../../src/search/fuzzy.ts';
import { buildNames } from '../../src/search/names.ts';
import { catalogOf, group, malware, relationship, type Stix, tactic, technique } from '../fixtures/bundle.ts';
import { hasShared, realCatalog, sharedPath } from '../fixtures/shared.ts';

const execution = tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' });
const remote = technique({ id: 'T1021', name: 'Remote Services' });
const desktop = technique({ id: 'T1021.001', name: 'Remote Desktop Protocol' });
const services = technique({ id: 'T1569.002', name: 'Service Execution' });
const old = technique({ id: 'T1076', name: 'Far Screen Login', status: 'revoked' });
const enterprise = [
  execution,
  ...[remote, desktop, services, old],
  relationship(desktop, 'subtechnique-of', remote),
  relationship(old, 'revoked-by', desktop),
  technique({ id: 'T1055', name: 'Process Injection' }),
  technique({ id: 'T1055.002', name: 'PE Injection' }),
  technique({ id: 'T1087.001', name: 'Execution Guardrails' }),
  technique({ id: 'T1014', name: 'Rootkit' }),
  technique({ id: 'T1567', name: 'Exfiltration Over Web Service' }),
  technique({ id: 'T1505.004', name: 'IIS Components' }),
  technique({ id: 'T1090', name: 'Proxy' }),
  group({ id: 'G0007', name: 'APT28' }),
  group({ id: 'G0016', name: 'APT29' }),
  group({ id: 'G0041', name: 'Strider' }),
  malware({ id: 'S0001', name: 'Remo' }),
];
const mobile = [
  tactic({ id: 'TA0041', name: 'Execution', shortname: 'execution' }),
  technique({ id: 'T1400', name: 'Strip', chain: 'mitre-mobile-attack' }),
  technique({ id: 'T1409', name: 'Stripped Payloads', chain: 'mitre-mobile-attack' }),
];

function search(text: string, stix: readonly Stix[] = enterprise, limit = 20): readonly Hit[] {
  const catalog = catalogOf({ enterprise: stix, mobile });
  const former = buildFormerNames(catalog);
  const parents = new Map([['T1021.001', 'Remote Services']]);
  const names = buildNames(
    catalog.objects,
    ({ id }) => parents.get(id),
    (object) => former.get(object) ?? [],
  );
  return findNearly(buildFuzzy(names), text, limit);
}

function first(text: string): string | undefined {
  return search(text)[0]?.object.id;
}

describe('the first hit', () => {
  it.each([
    ['remote desk', 'T1021.001'],
    ['root kit', 'T1014'],
    ['remotedesk', 'T1021.001'],
    ['desktop pro', 'T1021.001'],
    ['desktp protocol', 'T1021.001'],
    ['remote services: remote desktop protocl', 'T1021.001'],
    ['components iis', 'T1505.004'],
    ['exfiltration web service', 'T1567'],
    ['proxies', 'T1090'],
    ['far screen logn', 'T1021.001'],
    ['proces injecton', 'T1055'],
    ['proces inj', 'T1055'],
  ])('of %j is %s', (text, id) => {
    expect(first(text)).toBe(id);
  });

  it('is an exact name rather than what begins so', () => {
    expect(search('strip')[0]).toMatchObject({ label: 'Strip', score: 1 });
  });

  it('is, of what begins so, the technique', () => {
    expect(search('stri').map(({ object }) => object.id)).toEqual(['T1400', 'T1409', 'G0041']);
    expect(first('remo')).toBe('S0001');
    expect(first('rem')).toBe('T1021');
    expect(first('executi')).toBe('T1087.001');
  });

  it('names a former name as such', () => {
    expect(search('far screen login')[0]).toMatchObject({ label: 'Far Screen Login', by: 'former name', score: 1 });
  });

  it('is never another number', () => {
    expect(search('apt28').map(({ object, score }) => [object.id, score >= 0.7])).toEqual([
      ['G0007', true],
      ['G0016', false],
    ]);
  });
});

describe('the score', () => {
  it.each([
    ['process injection', 1],
    ['processinjection', 0.99],
    ['process injections', 0.96],
    ['process injectio', 0.98],
    ['process', 0.95],
    ['pro', 0.85],
    ['desktop pro', 0.8],
  ])('of %j is %d', (text, score) => {
    expect(search(text)[0]?.score).toBeCloseTo(score);
  });

  it.each(['proces injecton', 'remote desktp protocl', 'exfiltraton over web servcie'])(
    'of %j, a name with slips, is above 0.9',
    (text) => {
      expect(search(text)[0]?.score).toBeGreaterThan(0.9);
    },
  );

  it.each(['sql injection', 'remote printer', 'run a process', 'executes a web request over the remote desktop'])(
    'of %j, which is no name, is below 0.7',
    (text) => {
      expect(search(text)[0]?.score ?? 0).toBeLessThan(0.7);
    },
  );

  it('does not depend on what else there is to find', () => {
    fc.assert(
      fc.property(
        fc.subarray(enterprise.slice(5)),
        fc.constantFrom('proces injecton', 'remote serv', 'injection'),
        (some, text) => {
          const all = new Map(search(text).map(({ object, score }) => [object.id, score]));
          for (const { object, score } of search(text, [...enterprise.slice(0, 5), ...some])) {
            // A part of a name is looked for where nothing better is found.
            if (score >= 0.7) expect(all.get(object.id)).toBe(score);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('finding', () => {
  it('does not depend on the order in which objects arrive', () => {
    const texts = fc.constantFrom('re', 'remote', 'execution', 'stri', 'proces', 'desktp protocol', 'apt');
    fc.assert(
      fc.property(fc.shuffledSubarray([...enterprise], { minLength: enterprise.length }), texts, (shuffled, text) => {
        expect(search(text, shuffled)).toEqual(search(text));
      }),
      { numRuns: 60 },
    );
  });

  it('takes any text of any length, within a score of 0 to 1', () => {
    const hostile = [
      '\uD800',
      'a\uDC00b',
      'é'.normalize('NFD').repeat(4000),
      'שלום remote',
      '\u202Eremote',
      '👩‍👩‍👧 process',
      'İ',
      'ﬀ',
    ];
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constantFrom(...hostile, 'x '.repeat(4000)),
    );
    const catalog = catalogOf({ enterprise, mobile });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5 }), (question, limit) => {
        const hits = findNearly(catalog.fuzzy, question, limit);
        expect(hits.length).toBeLessThanOrEqual(limit);
        expect(new Set(hits.map(({ object }) => object)).size).toBe(hits.length);
        expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).toSorted((a, b) => b - a));
        for (const { score } of hits) expect(score > 0 && score <= 1).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe.skipIf(!hasShared)('over the query sets (needs ../shared)', () => {
  it.each([
    ['names-exact', 1],
    ['names-typo1', 0.995],
    ['names-typo2', 0.99],
    ['names-partial', 0.995],
  ])('%s has the right technique first in %d of all', (set, share) => {
    const all = realCatalog();
    const rows = readFileSync(sharedPath(`search/${set}.tsv`), 'utf8')
      .trim()
      .split('\n');
    const right = rows.filter((row) => {
      const [text = '', ids = ''] = row.split('\t');
      const [hit] = findNearly(all.fuzzy, text, 1);
      // An equal name in another domain is right as well: the sets know Enterprise alone.
      const names = ids.split(',').map((id) => all.byId.get(id)?.[0]?.name);
      return hit !== undefined && (ids.split(',').includes(hit.object.id) || names.includes(hit.object.name));
    });
    expect(right.length / rows.length).toBeGreaterThanOrEqual(share);
  });

  it.each(['lsass dump', 'service startup type change via wmic.exe', 'used to dump information from the database'])(
    '%j is not taken for a name',
    (text) => {
      expect(findNearly(realCatalog().fuzzy, text, 1)[0]?.score ?? 0).toBeLessThan(0.7);
    },
  );
});
