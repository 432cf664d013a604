import { describe, expect, it } from 'vitest';
import { GLOSSARY } from '../../../src/search/text/glossary.ts';
import { stemsOf } from '../../../src/search/text/words.ts';

const spellings = GLOSSARY.flatMap(([list]) => list.split(', '));

/** Spelling as it is compared → the entries that have it, by place. */
const entries = Map.groupBy(
  GLOSSARY.flatMap(([list], entry) =>
    [...new Set(list.split(', ').map((spelling) => stemsOf(spelling).join(' ')))].map((stems) => ({ stems, entry })),
  ),
  ({ stems }) => stems,
);

describe('the glossary', () => {
  it('is compared by all that its spellings say: none has a word that does not count', () => {
    expect(spellings.filter((spelling) => stemsOf(spelling).length !== spelling.split(/\s/).length)).toEqual([]);
  });

  it('has words for every meaning', () => {
    expect(GLOSSARY.filter(([, meaning]) => stemsOf(meaning).length === 0)).toEqual([]);
  });

  it('names no ID of ATT&CK', () => {
    expect(GLOSSARY.filter((entry) => /\b(?:T|TA|G|S|C|M|DS|DC|DET|AN|A)\d{4}\b/i.test(entry.join(' ')))).toEqual([]);
  });

  it('has no spelling twice', () => {
    expect(spellings.filter((spelling, at) => spellings.indexOf(spelling) !== at)).toEqual([]);
  });

  it('has no two spellings of different meanings that are one once cut to their stems', () => {
    expect([...entries].filter(([, same]) => same.length > 1).map(([stems]) => stems)).toEqual([]);
  });
});
