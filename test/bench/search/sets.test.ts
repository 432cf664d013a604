import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolder } from '../folders.ts';
import { splitSets } from './lift.ts';
import { decodeQueries, type QuerySet, readSets, sampleSets, titlesOf } from './sets.ts';

describe('a set of queries', () => {
  it('has a query and its answers in each line', () => {
    expect(decodeQueries('lsass dump\tT1003.001\n\nkern\tT1547.006, T1574.013\n')).toEqual([
      { text: 'lsass dump', ids: ['T1003.001'] },
      { text: 'kern', ids: ['T1547.006', 'T1574.013'] },
    ]);
  });

  it.each([
    ['a line without an answer', 'lsass dump\tT1003.001\nkern\n', 'Line 2'],
    ['an answer without a query', '\tT1003.001', 'Line 1'],
    ['nothing at all', '\n', 'empty'],
  ])('is not read from %s', (_, text, complaint) => {
    expect(() => decodeQueries(text)).toThrow(complaint);
  });

  it('is called by its file, and by its folder where two files have one name', () => {
    expect(titlesOf(['a/names-exact.tsv', 'a/sigma.tsv', 'b/sigma.tsv'])).toEqual(['exact', 'a/sigma', 'b/sigma']);
  });

  it('stands in the usual order, and one of an unknown name last', () => {
    const folder = createFolder('sets');
    mkdirSync(join(folder, 'more.tsv.d'));
    for (const name of ['ours.tsv', 'tram.tsv', 'names-typo1.tsv', 'README.md']) {
      writeFileSync(join(folder, name), 'a query\tT1055\n');
    }
    expect(readSets([folder]).map(({ title }) => title)).toEqual(['typo1', 'tram', 'ours']);
  });

  it('is missed where a folder has none', () => {
    expect(() => readSets([createFolder('no-sets')])).toThrow('No .tsv files');
  });
});

describe('a sample', () => {
  const texts = (sets: readonly QuerySet[]) => sets.map(({ queries }) => queries.map(({ text }) => text));

  it('is spread evenly over each set', () => {
    expect(texts(sampleSets([setOf('sigma', '0123456789')], 4))).toEqual([['0', '2', '5', '7']]);
  });

  it('is the whole of a small set', () => {
    expect(texts(sampleSets([setOf('sigma', '012')], 4))).toEqual([['0', '1', '2']]);
  });
});

describe('the halves of the sets', () => {
  it('teach odd lines of a community, and ask its even ones and all others', () => {
    const { taught, asked } = splitSets([setOf('sigma', 'abcd'), setOf('tram', 'xyz')]);
    expect(taught.map(({ text }) => text).join('')).toBe('ac');
    expect(asked).toEqual([setOf('sigma', 'bd'), setOf('tram', 'xyz')]);
  });

  it('never ask a community what was taught word by word', () => {
    const { asked } = splitSets([setOf('sigma', 'aAcd'), setOf('atomic', 'xcyz')]);
    expect(asked).toEqual([setOf('sigma', 'd'), setOf('atomic', 'z')]);
  });
});

/** Each letter a query. */
function setOf(title: string, letters: string): QuerySet {
  return { title, queries: [...letters].map((text) => ({ text, ids: ['T1055'] })) };
}
