import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toOdds } from '../../../src/search/text/odds.ts';

describe('odds', () => {
  it('are e to the power of what a score is behind the best, and 0 where that is more than 6', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -40, max: 40, noNaN: true }), { minLength: 1 }), (scores) => {
        const best = Math.max(...scores);
        const naive = scores.map((score) => (best - score < 6 ? Math.exp(score - best) : 0));
        const odds = Float64Array.from(scores);
        const total = toOdds(odds);
        for (const [at, each] of naive.entries()) expect(odds[at]).toBeCloseTo(each, 7);
        expect(total).toBeCloseTo(
          naive.reduce((sum, each) => sum + each, 0),
          6,
        );
      }),
    );
  });

  it('of equals are equal', () => {
    const odds = Float64Array.of(-2, -2);
    expect(toOdds(odds)).toBe(2);
    expect(odds).toEqual(Float64Array.of(1, 1));
  });
});
