import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { find } from '../../../src/search/find.ts';
import { GLOSSARY } from '../../../src/search/text/glossary/all.ts';
import { stemsOf } from '../../../src/search/text/words.ts';
import { ofKinds } from '../../fixtures/kinds.ts';
import { hasShared, realCatalogWithText } from '../../fixtures/shared.ts';

const MODULES = join(import.meta.dirname, '../../../src/search/text/glossary');

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

  it('has the entries of all its modules, and no others', async () => {
    const names = readdirSync(MODULES).filter((name) => name !== 'all.ts' && name !== 'entries.ts');
    const modules = await Promise.all(names.map((name) => import(join(MODULES, name))));
    const all = modules.flatMap((module) => Object.values<typeof GLOSSARY>(module)).flat();
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(GLOSSARY)).toEqual(new Set(all));
    expect(GLOSSARY).toHaveLength(all.length);
  });

  it('means by a spelling what is short enough to be one technique', () => {
    expect(GLOSSARY.filter(([, meaning]) => stemsOf(meaning).length > 9)).toEqual([]);
  });
});

describe.skipIf(!hasShared)('in 18.1 (needs ../shared)', () => {
  const firstOf = (text: string) => {
    const finding = find(realCatalogWithText(), text, ofKinds('technique'));
    return finding.kind === 'one'
      ? finding.hit.object
      : finding.kind === 'several'
        ? finding.hits[0]?.object
        : undefined;
  };

  it('all meanings find something, and a spelling nearly always finds what it means', () => {
    const meant = new Map(GLOSSARY.map(([, meaning]) => [meaning, firstOf(meaning)]));
    expect([...meant].filter(([, found]) => found === undefined)).toEqual([]);
    const pairs = GLOSSARY.flatMap(([list, meaning]) => list.split(', ').map((spelling) => ({ spelling, meaning })));
    const sample = pairs.filter((_, at) => at % 4 === 0);
    const missed = sample.filter(({ spelling, meaning }) => firstOf(spelling) !== meant.get(meaning));
    expect(missed.length / sample.length).toBeLessThan(0.1);
  });
});
