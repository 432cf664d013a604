/** How domains become one catalog. */

import { describe, expect, test } from 'vitest';
import { decodeBundle } from '../../src/attack/decode.ts';
import { DOMAINS, type Domain } from '../../src/attack/domain.ts';
import { buildCatalog } from '../../src/search/build.ts';
import { withNews } from '../../src/search/catalog.ts';
import { groupsUsing, tacticsOf, techniquesOf } from '../../src/search/relations.ts';
import {
  bundle20,
  bundle21,
  catalogOf,
  copyOf,
  editionOf,
  group,
  malware,
  mitigation,
  objectOf,
  relationship,
  type Stix,
  tactic,
  technique,
} from '../fixtures/bundle.ts';
import { hasShared, realBundle, realCatalog } from '../fixtures/shared.ts';

const noRefresh = { endedAt: undefined, errors: [], nextAt: undefined };

const execution = tactic({ id: 'TA0002', shortname: 'execution' });
const shell = technique({ id: 'T1059' });
const mobileExecution = tactic({ id: 'TA0041', shortname: 'execution' });
const mobileShell = technique({ id: 'T1623', chain: 'mitre-mobile-attack' });
const icsExecution = tactic({ id: 'TA0104', shortname: 'execution' });
const icsShell = technique({ id: 'T0807', chain: 'mitre-ics-attack' });

const worlds: Readonly<Record<Domain, readonly Stix[]>> = {
  enterprise: [execution, shell],
  mobile: [mobileExecution, mobileShell],
  ics: [icsExecution, icsShell],
};

function catalogWith(extra: Partial<Record<Domain, readonly Stix[]>>) {
  return catalogOf(
    Object.fromEntries(DOMAINS.map((domain) => [domain, [...worlds[domain], ...(extra[domain] ?? [])]])),
  );
}

describe('an object of several bundles', () => {
  test('is one object with several domains, in the order of DOMAINS', () => {
    const bear = group({ id: 'G0001' });
    const catalog = catalogWith({ ics: [bear], enterprise: [bear] });
    expect(catalog.byId.get('G0001')).toEqual([expect.objectContaining({ domains: ['enterprise', 'ics'] })]);
    expect(catalog.byId.get('G0001')?.[0]).toBe(catalog.byStixId.get(bear.id));
    expect(catalog.objects.filter(({ id }) => id === 'G0001')).toHaveLength(1);
  });

  test('has the fields of the copy modified last', () => {
    const older = group({ id: 'G0001', name: 'Older', modified: '2024-01-01T00:00:00.000Z' });
    const newer = group({ id: 'G0001', name: 'Newer', modified: '2025-01-01T00:00:00.000Z' });
    expect(catalogWith({ enterprise: [older], ics: [newer] }).byStixId.get(newer.id)).toMatchObject({
      name: 'Newer',
      domains: ['enterprise', 'ics'],
    });
  });

  test('has the fields of the first domain where the copies are equally old', () => {
    const [enterprise, ics] = [group({ id: 'G0001', name: 'Ours' }), group({ id: 'G0001', name: 'Theirs' })];
    expect(catalogWith({ enterprise: [enterprise], ics: [ics] }).byStixId.get(ics.id)?.name).toBe('Ours');
  });

  test('is merged alike in whatever order the editions come', () => {
    const bear = group({ id: 'G0001' });
    const editions = DOMAINS.map((domain) =>
      editionOf(decodeBundle(bundle21([...worlds[domain], bear], '18.1'), domain)),
    );
    expect(buildCatalog(editions.toReversed(), noRefresh)).toEqual(buildCatalog(editions, noRefresh));
  });

  test('keeps the relations of each bundle, those of several once', () => {
    const bear = group({ id: 'G0001' });
    const horse = malware({ id: 'S0001' });
    const both = [bear, horse, relationship(bear, 'uses', horse, 'It uses it.')];
    const catalog = catalogWith({
      enterprise: [...both, relationship(bear, 'uses', shell)],
      ics: [...both, relationship(bear, 'uses', icsShell)],
    });
    expect(groupsUsing(catalog, objectOf(catalog, horse, 'software'))).toHaveLength(1);
    expect(techniquesOf(catalog, objectOf(catalog, bear, 'group')).map(({ object }) => object.id)).toEqual([
      'T0807',
      'T1059',
    ]);
  });

  test('keeps the living one of two copies of a relation', () => {
    const bear = group({ id: 'G0001' });
    const horse = malware({ id: 'S0001' });
    const dead = relationship(bear, 'uses', horse, 'Dead.', { revoked: true });
    const alive = relationship(bear, 'uses', horse, 'Alive.');
    const catalog = catalogWith({ enterprise: [bear, horse, dead], ics: [bear, horse, alive] });
    expect(groupsUsing(catalog, objectOf(catalog, horse, 'software'))).toMatchObject([{ description: 'Alive.' }]);
  });
});

test('one shortname leads to the tactic of each technique’s own domain', () => {
  const catalog = catalogWith({});
  const pairs = [shell, mobileShell, icsShell].map((stix) =>
    tacticsOf(catalog, objectOf(catalog, stix, 'technique')).map(({ object }) => object.id),
  );
  expect(pairs).toEqual([['TA0002'], ['TA0041'], ['TA0104']]);
});

describe('an ID of several objects', () => {
  test('gives active before dead, and a technique before its old mitigation', () => {
    const catalog = catalogWith({
      enterprise: [
        mitigation({ id: 'T1113', name: 'Old mitigation', status: 'deprecated' }),
        technique({ id: 'T1113', name: 'Dead technique', stixId: 'attack-pattern--dead', status: 'revoked' }),
        mitigation({ id: 'T1113', name: 'Living mitigation', stixId: 'course-of-action--alive' }),
        technique({ id: 'T1113', name: 'Technique' }),
      ],
    });
    expect(catalog.byId.get('T1113')?.map(({ name }) => name)).toEqual([
      'Technique',
      'Living mitigation',
      'Dead technique',
      'Old mitigation',
    ]);
  });

  test('an object without ID is found by its STIX id only', () => {
    const nameless = group({ id: '', stixId: 'intrusion-set--x' });
    const catalog = catalogWith({ enterprise: [nameless] });
    expect(catalog.byStixId.has('intrusion-set--x')).toBe(true);
    expect(catalog.byId.has('')).toBe(false);
  });
});

test('a catalog of nothing is empty', () => {
  const catalog = buildCatalog([], noRefresh);
  expect(catalog).toMatchObject({ copies: [], objects: [], refresh: noRefresh });
  expect(catalog.byId.size + catalog.byStixId.size + catalog.outgoing.size + catalog.incoming.size).toBe(0);
});

test('the copies stand in the order of DOMAINS', () => {
  const editions = DOMAINS.toReversed().map((domain) => editionOf(decodeBundle(bundle20(worlds[domain]), domain)));
  expect(buildCatalog(editions, noRefresh).copies.map(({ domain }) => domain)).toEqual(DOMAINS);
});

test('news of a refresh makes another catalog that shares all that is known', () => {
  const catalog = catalogWith({});
  const refresh = { endedAt: 1, errors: [{ domain: 'ics', message: 'no answer' }], nextAt: 2 } as const;
  const news = withNews(catalog, { refresh });
  expect(news).toEqual({ ...catalog, refresh });
  expect(news.byId).toBe(catalog.byId);
  expect(catalog.refresh).toEqual(noRefresh);
  expect(withNews(news, { copies: [copyOf('ics')] })).toMatchObject({ copies: [{ domain: 'ics' }], refresh });
});

describe.skipIf(!hasShared)('the three real domains (need ../shared)', () => {
  test('share the objects that the data says they share', () => {
    const shared = realCatalog().objects.filter(({ domains }) => domains.length > 1);
    const kinds = Map.groupBy(
      shared.filter(({ kind }) => kind !== 'data-source'),
      ({ kind }) => kind,
    );
    const counts = Object.fromEntries([...kinds].map(([kind, objects]) => [kind, objects.length]));
    expect(counts).toMatchObject({ group: 28, campaign: 7, software: 19, mitigation: 1, 'data-component': 32 });
    expect(realCatalog().byId.get('G0034')?.[0]?.domains).toEqual(DOMAINS);
    expect(shared.filter(({ kind }) => kind === 'technique' || kind === 'tactic')).toEqual([]);
  });

  test('an ID clash puts the active object first', () => {
    expect(
      realCatalog()
        .byId.get('S0017')
        ?.map(({ name, status }) => [name, status]),
    ).toEqual([
      ['BISCUIT', 'active'],
      ['EKANS', 'deprecated'],
    ]);
    expect(
      realCatalog()
        .byId.get('T1113')
        ?.map(({ kind }) => kind),
    ).toEqual(['technique', 'mitigation']);
  });

  test('hold every object of every bundle', () => {
    const stixIds = DOMAINS.flatMap((domain) => realBundle(domain, '18.1').objects.map(({ stixId }) => stixId));
    expect(new Set(realCatalog().byStixId.keys())).toEqual(new Set(stixIds));
  });
});
