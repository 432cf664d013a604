/** Slips of the hand, counted. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureDistances } from '../../src/search/distance.ts';

/** Few letters, so that texts have much in common. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 12 });
const NO_BOUND = 1000;

describe('the distance', () => {
  it.each([
    ['injection', 'injection', 0],
    ['injecton', 'injection', 1],
    ['injecction', 'injection', 1],
    ['imjection', 'injection', 1],
    ['injcetion', 'injection', 1],
    ['', 'abc', 3],
    // No letter is edited twice: "ca" → "ac" → "abc" would be 2.
    ['ca', 'abc', 3],
  ])('from %j to %j is %d', (text, other, whole) => {
    expect(measureDistances(text, other, NO_BOUND).whole).toBe(whole);
  });

  it('is that of the definition, to the whole and to the nearest beginning', () => {
    fc.assert(
      fc.property(word, word, (text, other) => {
        const beginnings = Array.from({ length: other.length + 1 }, (_, end) => naive(text, other.slice(0, end)));
        expect(measureDistances(text, other, NO_BOUND)).toEqual({
          whole: naive(text, other),
          beginning: Math.min(...beginnings),
        });
      }),
      { numRuns: 500 },
    );
  });

  it('is the same within a bound, and infinite beyond it', () => {
    fc.assert(
      fc.property(word, word, fc.nat(8), (text, other, most) => {
        const { whole, beginning } = measureDistances(text, other, NO_BOUND);
        expect(measureDistances(text, other, most)).toEqual({
          whole: whole <= most ? whole : Infinity,
          beginning: beginning <= most ? beginning : Infinity,
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same both ways', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, other) => {
        expect(measureDistances(text, other, NO_BOUND).whole).toBe(measureDistances(other, text, NO_BOUND).whole);
      }),
    );
  });

  it('takes texts of any length', () => {
    expect(measureDistances('a'.repeat(8000), 'a'.repeat(8000), 3).whole).toBe(0);
    expect(measureDistances('a'.repeat(8000), 'b', 3)).toEqual({ whole: Infinity, beginning: Infinity });
    expect(measureDistances('\uD800', '\uDC00', 3).whole).toBe(1);
  });
});

/** The definition as a whole table, with no band, no bound and no row used twice. */
function naive(a: string, b: string): number {
  const table = new Map<string, number>();
  const cell = (i: number, j: number) => table.get(`${i} ${j}`) ?? Infinity;
  for (let i = 0; i <= a.length; i += 1) {
    for (let j = 0; j <= b.length; j += 1) {
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const edited = [
        cell(i - 1, j) + 1,
        cell(i, j - 1) + 1,
        cell(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
        isSwap ? cell(i - 2, j - 2) + 1 : Infinity,
      ];
      table.set(`${i} ${j}`, i + j === 0 ? 0 : Math.min(...edited));
    }
  }
  return cell(a.length, b.length);
}
