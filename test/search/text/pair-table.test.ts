import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPairTable } from '../../../src/search/text/pair-table.ts';

describe('the table of pairs', () => {
  it('numbers as a Map does', () => {
    const small = fc.integer({ min: 0, max: 30 });
    fc.assert(
      fc.property(fc.array(fc.tuple(small, small), { maxLength: 400 }), (pairs) => {
        const table = createPairTable();
        const naive = new Map<string, number>();
        for (const [first, second] of pairs) {
          const key = `${first} ${second}`;
          const number = naive.get(key) ?? naive.size;
          naive.set(key, number);
          expect(table.number(first, second, table.size)).toBe(number);
        }
        const entries = [...table.entries()].map(([first, second, number]) => [`${first} ${second}`, number] as const);
        expect(new Map(entries)).toEqual(naive);
        expect(table.size).toBe(naive.size);
      }),
    );
  });

  it('keeps all of more than it first has room for', () => {
    const table = createPairTable();
    for (let at = 0; at < 200_000; at += 1) table.number(at % 700, Math.floor(at / 700), table.size);
    expect(table.size).toBe(200_000);
    expect(table.number(699, 3, -1)).toBe(3 * 700 + 699);
  });
});
