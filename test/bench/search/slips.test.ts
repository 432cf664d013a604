import { describe, expect, it } from 'vitest';
import { measureDistances } from '../../../src/search/distance.ts';
import { slipSets } from './slips.ts';

const sets = [
  { title: 'exact', queries: [{ text: 'process injection', ids: ['T1055'] }] },
  {
    title: 'jargon',
    queries: [
      ...Array.from({ length: 50 }, () => ({ text: 'dump credentials of lsass', ids: ['T1003.001'] })),
      { text: 'rdp', ids: ['T1021.001'] },
    ],
  },
];

describe('a slip', () => {
  const [jargon, ...others] = slipSets(sets);
  const texts = jargon?.queries.map(({ text }) => text) ?? [];

  it('is one, in a word of five letters or more, and not in its first', () => {
    expect(texts).toHaveLength(50);
    for (const text of texts) {
      expect(measureDistances('dump credentials of lsass', text, 2).whole).toBeLessThanOrEqual(1);
      expect(text).toMatch(/^dump c\S+ of l\S+$/);
    }
    expect(new Set(texts).size).toBeGreaterThan(20);
  });

  it('is made in what asks for texts alone, the same each time', () => {
    expect(others).toEqual([]);
    expect(slipSets(sets)).toEqual([jargon]);
  });
});
