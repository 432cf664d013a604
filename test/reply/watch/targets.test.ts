import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOfTarget, type Target } from '../../../src/reply/watch/subscription.ts';
import { type Obstacle, readTargets } from '../../../src/reply/watch/targets.ts';
import { SMALL_CATALOG } from '../../fixtures/bot.ts';
import { catalogOf, group, malware, tactic, technique } from '../../fixtures/bundle.ts';
import { hostileText } from '../../fixtures/hostile.ts';

/** By ID, and filters as they are typed. */
function read(typed: string, catalog = SMALL_CATALOG) {
  const { wanted, obstacles } = readTargets(typed, catalog);
  return { wanted: wanted.map(({ target }) => nameOf(target)), obstacles };
}

function nameOf(target: Target): string {
  return target.kind === 'object' ? target.called : keyOfTarget(target);
}

function kindsOf(obstacles: readonly Obstacle[]): readonly string[] {
  return obstacles.map(({ kind }) => kind);
}

describe('what is to be watched', () => {
  it.each([
    ['T1055', ['T1055']],
    ['t1055.012, g0016;S0154 C0024', ['T1055.012', 'G0016', 'S0154', 'C0024']],
    ['TA0005 M1040 DC0032 AN0001 DET0100 A0001', ['TA0005', 'M1040', 'DC0032', 'AN0001', 'DET0100', 'A0001']],
    ['https://attack.mitre.org/techniques/T1055/012/', ['T1055.012']],
    ['APT29 Cobalt Strike', ['G0016', 'S0154']],
    ['cozy bear and process injection', ['G0016', 'T1055']],
    ['group APT29, technique Process Injection', ['G0016', 'T1055']],
    ['“Command and Scripting Interpreter” please', ['T1059']],
    ['Process Injection: Process Hollowing', ['T1055.012']],
    ['T1086', ['T1059.001']],
    ['T1064', ['T1064']],
    ['tactic:"defense evasion"', ['tactic:"Defense Evasion"']],
    ['tactic:defense evasion', ['tactic:"Defense Evasion"']],
    ['T1055 tactic:execution -platform:windows G0016', ['T1055', 'G0016', '-platform:Windows tactic:Execution']],
    ['type:techniques domain:enterprise', ['domain:Enterprise type:technique']],
  ])('is read from %j', (typed, wanted) => {
    expect(read(typed)).toEqual({ wanted, obstacles: [] });
  });

  it('is one and the same filter in whatever order it is typed', () => {
    expect(read('platform:windows tactic:execution').wanted).toEqual(read('tactic:Execution os:Windows').wanted);
  });

  it('is told what was revoked in favour of it', () => {
    expect(readTargets('T1086', SMALL_CATALOG).wanted).toMatchObject([{ formerly: 'T1086' }]);
    expect(readTargets('T1059.001', SMALL_CATALOG).wanted[0]?.formerly).toBeUndefined();
  });

  it.each([
    ['T9999', 'unknown'],
    ['procss injecton', 'unknown'],
    ['tactic:exekution', 'no such value'],
    ['tactic:', 'no such value'],
    ['status:revoked', 'state'],
    ['tactic:execution status:any', 'state'],
    [`${Array.from({ length: 9 }, (_, n) => `platform:p${n}`).join(' ')}`, 'too many conditions'],
  ])('is not %j, and why', (typed, kind) => {
    const { wanted, obstacles } = read(typed);
    expect(wanted).toEqual([]);
    expect(kindsOf(obstacles)).toEqual([kind]);
  });

  it('is what may have been meant only for who asks', () => {
    const { obstacles } = read('T1055 procss injecton APT29');
    expect(obstacles).toMatchObject([
      { kind: 'unknown', said: 'procss injecton', near: [{ id: 'T1055' }, { id: 'T1055.012' }] },
    ]);
  });

  it('is asked for anew where several objects are called so', () => {
    const catalog = catalogOf({
      enterprise: [
        tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' }),
        technique({ id: 'T1055', name: 'Process Injection' }),
        group({ id: 'G1024', name: 'Akira' }),
        malware({ id: 'S1129', name: 'Akira' }),
      ],
    });
    const { wanted, obstacles } = read('akira T1055', catalog);
    expect(wanted).toEqual(['T1055']);
    expect(obstacles).toMatchObject([
      { kind: 'ambiguous', said: 'akira', objects: [{ id: 'G1024' }, { id: 'S1129' }] },
    ]);
  });

  it('keeps a hundred IDs beside a filter', () => {
    const ids = SMALL_CATALOG.objects.flatMap(({ id }) => (/^[TGSCM]\d/.test(id) ? id : []));
    const { wanted } = read(`${ids.join(' ')} ${ids.join(', ')} tactic:execution`);
    expect(new Set(wanted).size).toBeGreaterThan(40);
    expect(wanted.at(-1)).toBe('tactic:Execution');
  });

  it('is looked for a few times only, however many words are strange', () => {
    const { obstacles } = read(Array.from({ length: 1900 }, (_, n) => `x${n}`).join(','));
    expect(obstacles).toHaveLength(5);
  });

  it('is never more than was typed, and never a fault, whatever is typed', () => {
    fc.assert(
      fc.property(hostileText, (typed) => {
        const { wanted, obstacles } = readTargets(typed, SMALL_CATALOG);
        expect(wanted.length).toBeLessThan(3000);
        expect(obstacles.length).toBeLessThan(20);
      }),
      { numRuns: 60 },
    );
  });
});
