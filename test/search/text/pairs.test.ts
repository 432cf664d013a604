import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runAtOnce } from '../../../src/search/slices.ts';
import { findPair, findPairs, NO_PAIR } from '../../../src/search/text/pairs.ts';

const STEMS = 6;

function find(passages: readonly (readonly number[])[]) {
  let length = 0;
  const starts = Int32Array.from([0, ...passages.map((stems) => (length += stems.length))]);
  return runAtOnce(findPairs(Int32Array.from(passages.flat()), starts, STEMS));
}

describe('the pairs of stems', () => {
  it('are those of neighbours in two passages or more, numbered by the first, and told where they end', () => {
    const passage = fc.array(fc.integer({ min: 0, max: STEMS - 1 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(passage, { maxLength: 8 }), (passages) => {
        const { table, endings } = find(passages);
        const pairsOf = (stems: readonly number[]) => stems.slice(1).map((stem, at) => `${stems[at]} ${stem}`);
        const isShared = (pair: string) => passages.filter((stems) => pairsOf(stems).includes(pair)).length >= 2;
        const shared = new Set(passages.flatMap(pairsOf).filter(isShared));
        const all = Array.from({ length: STEMS ** 2 }, (_, n) => [Math.floor(n / STEMS), n % STEMS] as const);
        const numbered = all.flatMap(([first, second]) => {
          const pair = findPair(table, first, second);
          return pair === undefined ? [] : [{ pair, words: `${first} ${second}` }];
        });
        expect(new Set(numbered.map(({ words }) => words))).toEqual(shared);
        expect(numbered.map(({ pair }) => pair).toSorted((a, b) => a - b)).toEqual([...table.seconds.keys()]);
        const numbers = new Map(numbered.map(({ pair, words }) => [words, pair]));
        const expected = passages.flatMap((stems) =>
          stems.map((stem, at) => numbers.get(`${stems[at - 1]} ${stem}`) ?? NO_PAIR),
        );
        expect([...endings]).toEqual(expected);
      }),
    );
  });

  it('are no pairs across passages', () => {
    expect(find([[0], [1], [0], [1]]).table.seconds).toHaveLength(0);
  });

  it('of no passage are none', () => {
    const table = { starts: new Uint32Array(STEMS + 1), seconds: new Uint32Array(0) };
    expect(find([])).toEqual({ table, endings: new Int32Array(0) });
  });
});
