import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runAtOnce } from '../../../src/search/slices.ts';
import { findPairs, NO_PAIR, pairKey } from '../../../src/search/text/pairs.ts';

const STEMS = 6;

function find(passages: readonly (readonly number[])[]) {
  let length = 0;
  const starts = Int32Array.from([0, ...passages.map((stems) => (length += stems.length))]);
  return runAtOnce(findPairs(Int32Array.from(passages.flat()), starts, STEMS));
}

describe('the pairs of stems', () => {
  it('are those of neighbours in two passages or more, numbered after the stems, and told where they end', () => {
    const passage = fc.array(fc.integer({ min: 0, max: STEMS - 1 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(passage, { maxLength: 8 }), (passages) => {
        const { numbers, endings } = find(passages);
        const keysOf = (stems: readonly number[]) =>
          stems.map((stem, at) => (at === 0 ? NO_PAIR : pairKey(stems[at - 1] ?? 0, stem)));
        const isShared = (key: number) => passages.filter((stems) => keysOf(stems).includes(key)).length >= 2;
        const keys = passages.flatMap(keysOf);
        const shared = new Set(keys.filter((key) => key !== NO_PAIR && isShared(key)));
        expect(new Set(numbers.keys())).toEqual(shared);
        expect([...numbers.values()]).toEqual([...shared].map((_, nth) => STEMS + nth));
        expect([...endings]).toEqual(keys.map((key) => numbers.get(key) ?? NO_PAIR));
      }),
    );
  });

  it('are no pairs across passages', () => {
    expect(find([[0], [1], [0], [1]]).numbers.size).toBe(0);
  });

  it('of no passage are none', () => {
    expect(find([])).toEqual({ numbers: new Map(), endings: new Int32Array(0) });
  });
});
