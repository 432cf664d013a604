import { describe, expect, it } from 'vitest';
import { catalogOf, tactic, technique } from '../../fixtures/bundle.ts';
import { measureAsking, type Outcome } from './asking.ts';
import { checkBounds, type Standing } from './bounds.ts';
import { createOurs } from './engines.ts';
import { findRight } from './judge.ts';
import { compareRight, shareRight, shareSure } from './shares.ts';

const execution = tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' });
const capture = technique({ id: 'T1113', name: 'Screen Capture' });
const copied = technique({ id: 'T1999', name: 'Screen Capture' });
const mobile = technique({ id: 'T1513', name: 'Screen capture', chain: 'mitre-mobile-attack' });
const injection = technique({ id: 'T1055', name: 'Process Injection' });
const dead = technique({ id: 'T1631', name: 'Process Injection', status: 'revoked', chain: 'mitre-mobile-attack' });
const catalog = catalogOf({ enterprise: [execution, capture, copied, injection], mobile: [execution, mobile, dead] });

describe('a right answer', () => {
  const ids = (...meant: readonly string[]) =>
    [...findRight(catalog, { text: '', ids: meant })].map(({ id }) => id).sort();

  it('is what the query names, or its namesake in another domain, but not in its own', () => {
    expect(ids('T1113')).toEqual(['T1113', 'T1513']);
  });

  it('is never a dead technique', () => {
    expect(ids('T1055')).toEqual(['T1055']);
    expect(ids('T1631')).toEqual([]);
  });
});

describe('asking', () => {
  it('tells for each query where its right answer stands, and how sure the engine is', () => {
    const queries = [
      { text: 'process injection', ids: ['T1055'] },
      { text: 'screen capture', ids: ['T1113'] },
      { text: 'screen capture', ids: ['T1055'] },
    ];
    const [results] = measureAsking(
      [createOurs('ours', catalog, ['technique'])],
      [{ title: 'exact', queries }],
      catalog,
    );
    expect(results).toMatchObject({
      engine: 'ours',
      sets: [
        {
          title: 'exact',
          outcomes: [
            { place: 0, isSure: true, words: 2 },
            { place: 0, isSure: false },
            { place: undefined, isSure: false },
          ],
        },
      ],
    });
  });
});

describe('shares', () => {
  const outcomes = [outcome(0, true), outcome(4, true), outcome(5), outcome(undefined)];

  it('count what is right among the first', () => {
    expect(shareRight(outcomes, 1)).toBe(0.25);
    expect(shareRight(outcomes, 5)).toBe(0.5);
  });

  it('tell how often an engine commits itself and is right', () => {
    expect(shareSure(outcomes)).toEqual({ sure: 0.5, right: 0.5 });
  });

  it('of two ways are compared query by query', () => {
    const better = [outcome(0), outcome(0), outcome(1), outcome(0)];
    const { gain, half } = compareRight(outcomes, better);
    expect(gain).toBe(0.5);
    expect(half).toBeCloseTo(1.96 * 0.25);
  });
});

describe('the bounds', () => {
  it('hold at their edge and not beyond it', () => {
    const baseline = standing([outcome(0)], { build: 100, heap: 1 });
    const told = (ours: Standing) => checkBounds(ours, baseline).map(({ holds }) => holds);
    expect(told(standing([outcome(0, true, 2)], { build: 400, heap: 80 }))).toEqual([true, true, true, true, true]);
    expect(told(standing([outcome(1, true, 3)], { build: 401, heap: 81 }))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('are none for a set that nobody knows', () => {
    const ours = standing([outcome(0)], { build: 100, heap: 1 }, 'mine');
    expect(checkBounds(ours, ours).map(({ title }) => title)).toEqual([
      "p99: times MiniSearch's",
      "build: times MiniSearch's",
      'heap',
    ]);
  });
});

function outcome(place: number | undefined, isSure = false, took = 1): Outcome {
  return { place, isSure, took, words: 2 };
}

function standing(
  outcomes: readonly Outcome[],
  { build, heap }: { readonly build: number; readonly heap: number },
  title = 'exact',
): Standing {
  const took = { min: build, p50: build, p95: build, p99: build, max: build };
  return { results: { engine: '', sets: [{ title, outcomes }] }, cost: { took, firstTook: build, heap } };
}
