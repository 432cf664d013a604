import { describe, expect, it } from 'vitest';
import { DOMAINS } from '../../../src/attack/domain.ts';
import type { AttackObject, Kind } from '../../../src/attack/object.ts';
import { buildCatalog } from '../../../src/search/build.ts';
import { CHANGE_CLASSES, type ChangeClass, type Changes, subjectOf } from '../../../src/search/changes/change.ts';
import { findChanges } from '../../../src/search/changes/find-changes.ts';
import { runAtOnce } from '../../../src/search/slices.ts';
import {
  dataSource,
  editionOf,
  group,
  malware,
  mitigation,
  relationship,
  type Spec,
  tactic,
  technique,
  tool,
} from '../../fixtures/bundle.ts';
import { hasShared, readOracle, realBundle } from '../../fixtures/shared.ts';
import { changeOf, compare, compareWorlds } from './compare.ts';

const classOf = (changes: Changes, id: string) => changeOf(changes, id).classes.get('enterprise');
const versions = (from: string | undefined, to: string | undefined) => {
  const at = (version: string | undefined, modified: string) =>
    technique({ id: 'T1055', modified, fields: { x_mitre_version: version } });
  return classOf(compare([at(from, '2025-01-01')], [at(to, '2025-06-01')]), 'T1055');
};

describe('MITRE’s changelog', () => {
  it.each([
    ['1.2', '2.0', 'major'],
    ['1.9', '1.10', 'minor'],
    ['1.9', '2.1', 'other'],
    ['1.9', '1.11', 'other'],
    ['1.9', '3.0', 'other'],
    ['2.0', '1.9', 'other'],
    ['1.10', '1.1', 'other'],
    [undefined, '1.0', 'major'],
    [undefined, '0.1', 'minor'],
    ['0.0', undefined, 'patch'],
    ['1.2', '1.2', 'patch'],
  ] as const)('calls %s to %s %s', (from, to, expected) => {
    expect(versions(from, to)).toBe(expected);
  });

  const was: Spec = { id: 'T1055', name: 'Injection', description: 'Code runs\nelsewhere.' };

  it.each([
    ['nothing', {}, 'unchanged'],
    ['its time', { modified: '2026-01-01T00:00:00.000Z' }, 'patch'],
    ['the spelling of its time', { modified: '2025-01-01T00:00:00Z' }, 'unchanged'],
    ['its text', { description: 'Code runs\nsomewhere else.' }, 'patch'],
    ['where its lines break', { description: 'Code runs elsewhere.' }, 'unchanged'],
    ['its name alone', { name: 'Insertion' }, 'unchanged'],
  ])('calls a technique of which %s differs %s', (_, change, expected) => {
    expect(classOf(compare([technique(was)], [technique({ ...was, ...change })]), 'T1055')).toBe(expected);
  });

  it('counts what only one release has, in any state', () => {
    const dead = technique({ id: 'T1086', status: 'revoked' });
    const gone = technique({ id: 'T1087', status: 'deprecated' });
    const changes = compare([gone], [technique({ id: 'T1055' }), dead]);
    expect([classOf(changes, 'T1055'), classOf(changes, 'T1086'), classOf(changes, 'T1087')]).toEqual([
      'addition',
      'addition',
      'deletion',
    ]);
  });

  describe('of what is revoked', () => {
    const alive = technique({ id: 'T1086', name: 'Old' });
    const dead = technique({ id: 'T1086', name: 'Old', status: 'revoked', version: '2.0' });
    const next = technique({ id: 'T1059', name: 'New' });

    it('counts it once, in the release that does it', () => {
      const now = [dead, next, relationship(dead, 'revoked-by', next)];
      expect(classOf(compare([alive, next], now), 'T1086')).toBe('revocation');
      expect(classOf(compare(now, now), 'T1086')).toBeUndefined();
    });

    it('says nothing where nothing replaces it', () => {
      expect(classOf(compare([alive, next], [dead, next]), 'T1086')).toBeUndefined();
    });

    it('says nothing where something of another type replaces it, as it takes malware and tools for one type', () => {
      const worm = malware({ id: 'S9000', status: 'revoked' });
      const [utility, gang] = [tool({ id: 'S0508' }), group({ id: 'G0001' })];
      const before = [malware({ id: 'S9000' }), utility, gang];
      const by = (other: typeof gang) => [worm, utility, gang, relationship(worm, 'revoked-by', other)];
      expect(classOf(compare(before, by(utility)), 'S9000')).toBe('revocation');
      expect(classOf(compare(before, by(gang)), 'S9000')).toBeUndefined();
    });
  });

  it('counts a deprecation once, also of what was revoked before', () => {
    const state = (status: 'active' | 'revoked' | 'deprecated') => [dataSource({ id: 'DS0009', status })];
    expect(classOf(compare(state('active'), state('deprecated')), 'DS0009')).toBe('deprecation');
    expect(classOf(compare(state('revoked'), state('deprecated')), 'DS0009')).toBe('deprecation');
    expect(classOf(compare(state('deprecated'), state('deprecated')), 'DS0009')).toBeUndefined();
  });

  it('looks at the version of what is revived', () => {
    const dead = technique({ id: 'T1453', status: 'deprecated', version: '2.0' });
    expect(classOf(compare([dead], [technique({ id: 'T1453', version: '3.0' })]), 'T1453')).toBe('major');
  });

  it('knows an object by its STIX id, whatever its ATT&CK ID', () => {
    const component = (id: string) => mitigation({ id, stixId: 'course-of-action--same' });
    const changes = compare([component('M0001')], [component('M0002')]);
    expect(classOf(changes, 'M0002')).toBe('unchanged');
  });

  it('counts tactics beside', () => {
    const stealth = (name: string, version: string) =>
      tactic({ id: 'TA0005', stixId: 'x-mitre-tactic--5', name, shortname: 'any', version });
    const changes = compare([stealth('Defense Evasion', '1.0')], [stealth('Stealth', '2.0')]);
    expect(classOf(changes, 'TA0005')).toBe('major');
  });

  it('counts in each domain what its own bundle holds', () => {
    const bear = group({ id: 'G0034', name: 'Bear' });
    const { classes } = changeOf(
      compareWorlds({ enterprise: [bear], ics: [] }, { enterprise: [bear], ics: [bear] }, ['enterprise', 'ics']),
      'G0034',
    );
    expect([...classes]).toEqual([
      ['enterprise', 'unchanged'],
      ['ics', 'addition'],
    ]);
  });

  it('leaves out domains that only one release has', () => {
    const changes = compareWorlds({ enterprise: [] }, { enterprise: [], ics: [technique({ id: 'T0807' })] }, [
      'enterprise',
    ]);
    expect(changes.objects.map((change) => subjectOf(change).id)).not.toContain('T0807');
  });
});

describe.skipIf(!hasShared)('the changelog of 17.1 to 18.1 (needs ../shared)', () => {
  const TYPES: Readonly<Partial<Record<Kind, string>>> = {
    technique: 'techniques',
    software: 'software',
    group: 'groups',
    campaign: 'campaigns',
    asset: 'assets',
    mitigation: 'mitigations',
    'data-source': 'datasources',
    'data-component': 'datacomponents',
    'detection-strategy': 'detectionstrategies',
    analytic: 'analytics',
  };
  const NAMES: Readonly<Record<ChangeClass, string>> = {
    addition: 'additions',
    major: 'major_version_changes',
    minor: 'minor_version_changes',
    other: 'other_version_changes',
    patch: 'patches',
    revocation: 'revocations',
    deprecation: 'deprecations',
    deletion: 'deletions',
    unchanged: 'unchanged',
  };
  type Cells = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  let found: Changes | undefined;

  function changes(): Changes {
    const side = (release: '17.1' | '18.1') => ({
      release,
      graph: buildCatalog(
        DOMAINS.map((domain) => editionOf(realBundle(domain, release))),
        { endedAt: undefined, errors: [], nextAt: undefined },
      ),
    });
    found ??= runAtOnce(findChanges(side('17.1'), side('18.1'), DOMAINS));
    return found;
  }

  it.each(['ics', 'mobile'] as const)('is that of the oracle in every cell of %s', (domain) => {
    const oracle = (readOracle('diff-oracle-17.1-18.1') as Readonly<Record<string, Cells>>)[domain] ?? {};
    const nameOf = (object: AttackObject) => object.id || object.name;
    const cells = Object.fromEntries(
      Object.values(TYPES).map((type) => [
        type,
        Object.fromEntries(
          CHANGE_CLASSES.map((name) => [
            NAMES[name],
            changes()
              .objects.filter((change) => TYPES[subjectOf(change).kind] === type && change.classes.get(domain) === name)
              .map((change) => nameOf(subjectOf(change)))
              .sort(),
          ]),
        ),
      ]),
    );
    const sorted = Object.fromEntries(
      Object.entries(oracle).map(([type, classes]) => [
        type,
        Object.fromEntries(Object.entries(classes).map(([name, ids]) => [name, ids.toSorted()])),
      ]),
    );
    expect(Object.keys(sorted)).toHaveLength(10);
    expect(cells).toEqual(sorted);
  });

  it('has the published counts of Enterprise’s techniques', () => {
    const techniques = changes().objects.filter((change) => subjectOf(change).kind === 'technique');
    const count = (name: ChangeClass) => techniques.filter(({ classes }) => classes.get('enterprise') === name).length;
    expect(Object.fromEntries(CHANGE_CLASSES.map((name) => [name, count(name)]))).toEqual({
      addition: 12,
      major: 4,
      minor: 58,
      other: 0,
      patch: 533,
      revocation: 0,
      deprecation: 0,
      deletion: 0,
      unchanged: 84,
    });
  });

  it('hides from the reader all but four of Enterprise’s patched techniques themselves', () => {
    const patches = changes().objects.filter(
      (change) => subjectOf(change).kind === 'technique' && change.classes.get('enterprise') === 'patch',
    );
    const own = patches.filter(({ seen }) => seen.some(({ kind }) => kind !== 'related'));
    expect(own.map((change) => subjectOf(change).id)).toEqual(['T1036.008', 'T1037.004', 'T1552', 'T1566.004']);
  });

  it('shows the reader what is renamed, revived and on other platforms', () => {
    const techniques = changes().objects.filter((change) => subjectOf(change).kind === 'technique');
    const ids = (isWanted: (one: Changes['objects'][number]['seen'][number]) => boolean) =>
      techniques.filter(({ seen }) => seen.some(isWanted)).map((change) => subjectOf(change).id);
    expect(ids(({ kind }) => kind === 'renamed')).toEqual(['T1497.003', 'T1552.003']);
    expect(ids(({ kind }) => kind === 'revived')).toEqual(['T1453']);
    expect(ids((one) => one.kind === 'list' && one.of === 'platforms')).toHaveLength(3);
  });

  it('tells once that strategies detect what data components did', () => {
    const detects = changes().model.filter(({ by }) => by === 'detects');
    expect(detects.map(({ kind, source }) => `${kind} ${source}`)).toEqual([
      'lost data-component',
      'gained detection-strategy',
    ]);
  });
});
