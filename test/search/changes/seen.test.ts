import { describe, expect, it } from 'vitest';
import {
  analytic,
  campaign,
  dataComponent,
  group,
  malware,
  mitigation,
  relationship,
  type Stix,
  strategy,
  tactic,
  technique,
} from '../../fixtures/bundle.ts';
import { changeOf, compare, compareWorlds, tell } from './compare.ts';

const seen = (earlier: readonly Stix[], later: readonly Stix[], id: string) =>
  tell(changeOf(compare(earlier, later), id).seen);

describe('what a reader sees', () => {
  const injection = { id: 'T1055', name: 'Injection', description: 'Code runs elsewhere.' };

  it.each([
    ['a later date', { modified: '2026-01-01T00:00:00.000Z', version: '1.1' }],
    ['platforms in another order', { platforms: ['Windows', 'Linux'] }],
    ['an emptied field', { fields: { x_mitre_detection: '' } }],
    ['a citation more', { description: 'Code runs elsewhere.(Citation: Somebody 2025)' }],
    ['another breaking of lines', { description: 'Code  runs\nelsewhere.' }],
  ])('is nothing of %s', (_, change) => {
    const was = technique({ ...injection, platforms: ['Linux', 'Windows'], fields: { x_mitre_detection: 'Look.' } });
    expect(seen([was], [technique({ platforms: ['Linux', 'Windows'], ...injection, ...change })], 'T1055')).toEqual([]);
  });

  it.each([
    ['its name', { name: 'Insertion' }, ['renamed from Injection to Insertion']],
    ['its text', { description: 'Code runs somewhere else.' }, ['text']],
    [
      'a link in its text',
      { description: '[Code](https://attack.mitre.org/x) runs elsewhere.' },
      ['links +https://attack.mitre.org/x -'],
    ],
    ['its platforms', { platforms: ['Linux', 'macOS'] }, ['platforms +Linux,macOS -']],
  ])('is %s', (_, change, expected) => {
    expect(seen([technique(injection)], [technique({ ...injection, ...change })], 'T1055')).toEqual(expected);
  });

  it('is a moved tactic, and no renamed one', () => {
    const named = (name: string, shortname: string) =>
      tactic({ id: 'TA0005', stixId: 'x-mitre-tactic--5', name, shortname });
    const impairment = tactic({ id: 'TA0112', name: 'Defense Impairment', shortname: 'impairment' });
    const before = named('Defense Evasion', 'evasion');
    const now = [named('Stealth', 'stealth'), impairment];
    const of = (id: string, ...tactics: string[]) => technique({ id, tactics });
    const was = [before, of('T1055', 'evasion'), of('T1562', 'evasion')];
    const is = [...now, of('T1055', 'stealth'), of('T1562', 'execution', 'impairment')];
    expect(seen(was, is, 'T1055')).toEqual([]);
    expect(seen(was, is, 'T1562')).toEqual(['tactics +TA0002,TA0112 -TA0005']);
    expect(seen(was, is, 'TA0005')).toEqual([
      'renamed from Defense Evasion to Stealth',
      'in-tactic technique + -T1562',
    ]);
    expect(seen(was, is, 'TA0112')).toEqual(['added']);
  });

  it('is a revoked family, each with where it leads', () => {
    const alive = (id: string) => technique({ id });
    const dead = (id: string) => technique({ id, status: 'revoked' });
    const [parent, child] = [dead('T1562'), dead('T1562.001')];
    const [next, nextChild] = [alive('T1685'), alive('T1685.001')];
    const is = [
      ...[parent, child, next, nextChild],
      relationship(parent, 'revoked-by', next),
      relationship(child, 'revoked-by', nextChild),
    ];
    const was = [alive('T1562'), alive('T1562.001')];
    expect(seen(was, is, 'T1562')).toEqual(['revoked by T1685']);
    expect(seen(was, is, 'T1562.001')).toEqual(['revoked by T1685.001']);
    expect(seen(was, [parent], 'T1562')).toEqual(['revoked by undefined']);
    expect(seen(was, [], 'T1562')).toEqual(['removed']);
  });

  it('is where a dead one leads, once its way goes on', () => {
    const dead = (id: string) => technique({ id, status: 'revoked' });
    const [first, middle, last] = [dead('T1054'), { id: 'T1562.006' }, technique({ id: 'T1685' })];
    const was = [first, technique(middle), relationship(first, 'revoked-by', technique(middle))];
    const is = [first, dead(middle.id), last];
    const ways = [
      relationship(first, 'revoked-by', dead(middle.id)),
      relationship(dead(middle.id), 'revoked-by', last),
    ];
    expect(seen(was, [...is, ...ways], 'T1054')).toEqual(['leads from T1562.006 to T1685']);
    expect(seen([...is, ...ways], [...is, ...ways], 'T1054')).toEqual([]);
  });

  it('is what is deprecated and what is revived, and nothing of what arrives dead', () => {
    const state = (status: 'active' | 'deprecated') => [technique({ id: 'T1453', status })];
    expect(seen(state('active'), state('deprecated'), 'T1453')).toEqual(['deprecated']);
    expect(seen(state('deprecated'), state('active'), 'T1453')).toEqual(['revived']);
    expect(seen([], state('deprecated'), 'T1453')).toEqual([]);
    expect(seen([], state('active'), 'T1453')).toEqual(['added']);
  });

  it('is who uses and what mitigates it, told at both ends', () => {
    const [used, bear, worm, patching] = [
      technique({ id: 'T1055' }),
      group({ id: 'G0001' }),
      malware({ id: 'S0001' }),
      mitigation({ id: 'M0001' }),
    ];
    const ground = [used, bear, worm, patching];
    const other = technique({ id: 'T1001' });
    const always = [
      ...[other, relationship(bear, 'uses', other), relationship(worm, 'uses', other)],
      relationship(patching, 'mitigates', other),
    ];
    const was = [...ground, ...always, relationship(bear, 'uses', used)];
    const is = [...[...ground, ...always, relationship(worm, 'uses', used)], relationship(patching, 'mitigates', used)];
    expect(seen(was, is, 'T1055').toSorted()).toEqual([
      'mitigates mitigation +M0001 -',
      'uses group + -G0001',
      'uses software +S0001 -',
    ]);
    expect(seen(was, is, 'G0001')).toEqual(['uses technique + -T1055']);
    expect(seen(was, is, 'S0001')).toEqual(['uses technique +T1055 -']);
    expect(seen(was, is, 'T1001')).toEqual([]);
  });

  it('is no relation to what is dead, and none that is dead itself', () => {
    const [used, other] = [technique({ id: 'T1055' }), technique({ id: 'T1001' })];
    const [bear, ghost] = [group({ id: 'G0001' }), group({ id: 'G0002', status: 'revoked' })];
    const was = [used, other, bear, ghost, relationship(bear, 'uses', other)];
    const is = [
      ...[...was, relationship(ghost, 'uses', used)],
      relationship(bear, 'uses', used, '', { x_mitre_deprecated: true }),
    ];
    expect(seen(was, is, 'T1055')).toEqual([]);
  });

  it('is news of the model where a release relates two kinds for the first time, or no more', () => {
    const used = technique({ id: 'T1055' });
    const component = dataComponent({ id: 'DC0001' });
    const rule = analytic({ id: 'AN0001', reads: [component] });
    const detection = strategy({ id: 'DET0001', analytics: [rule] });
    const was = [used, component, relationship(component, 'detects', used)];
    const is = [used, component, rule, detection, relationship(detection, 'detects', used)];
    const changes = compare(was, is);
    expect(
      changes.model.map(({ kind, by, source, target, count }) => `${kind} ${source} ${by} ${target} ${count}`),
    ).toEqual([
      'lost data-component detects technique 1',
      'gained detection-strategy detects technique 1',
      'gained detection-strategy has-analytic analytic 1',
      'gained analytic reads data-component 1',
    ]);
    expect(tell(changeOf(changes, 'T1055').seen)).toEqual([]);
  });

  it('is other names, sources of logs and times', () => {
    const [was, is] = [
      [
        group({ id: 'G0001', name: 'Bear', aliases: ['Ursa', 'Bruin'] }),
        campaign({ id: 'C0001', fields: { first_seen: '2024-01-03T00:00:00Z' } }),
        dataComponent({ id: 'DC0001', fields: { x_mitre_log_sources: [{ name: 'a', channel: '1' }] } }),
      ],
      [
        group({ id: 'G0001', name: 'Bear', aliases: ['Bruin', 'Teddy'] }),
        campaign({ id: 'C0001', fields: { first_seen: '2024-02-01T00:00:00Z' } }),
        dataComponent({ id: 'DC0001', fields: { x_mitre_log_sources: [{ name: 'a', channel: '2' }] } }),
      ],
    ];
    expect(seen(was, is, 'G0001')).toEqual(['aliases +Teddy -Ursa']);
    expect(seen(was, is, 'C0001')).toEqual(['dates +first seen 2024-02 -first seen 2024-01']);
    expect(seen(was, is, 'DC0001')).toEqual(['log sources +a: 2 -a: 1']);
  });

  it('is a domain that an object joins, of those that are compared', () => {
    const bear = group({ id: 'G0034' });
    const [was, is] = [
      { enterprise: [bear], ics: [] },
      { enterprise: [bear], ics: [bear], mobile: [bear] },
    ];
    const changes = compareWorlds(was, is, ['enterprise', 'ics']);
    expect(tell(changeOf(changes, 'G0034').seen)).toEqual(['domains +ics -']);
  });

  it('names those who helped with it and did not before', () => {
    const by = (...names: string[]) => [technique({ id: 'T1055', fields: { x_mitre_contributors: names } })];
    expect(changeOf(compare(by('Ann'), by('Ann', 'Bob')), 'T1055').newContributors).toEqual(['Bob']);
    expect(changeOf(compare([], by('Ann')), 'T1055').newContributors).toEqual(['Ann']);
    expect(changeOf(compare(by('Ann'), []), 'T1055').newContributors).toEqual([]);
  });
});
