import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../../src/search/catalog.ts';
import { runAtOnce } from '../../../src/search/slices.ts';
import { type Corpus, numberPair, readCorpus, type Terms } from '../../../src/search/text/corpus.ts';
import { FIELDS, passagesOf } from '../../../src/search/text/passages.ts';
import { stemsOf } from '../../../src/search/text/words.ts';
import { technique } from '../../fixtures/bundle.ts';
import { anyWorld, searchable, techniquesIn } from './searchable.ts';

const NO_MORE = { namesOf: () => [], sayingsOf: () => [] };

function corpusOf(catalog: Catalog): Corpus {
  return runAtOnce(readCorpus(catalog, techniquesIn(catalog), NO_MORE));
}

/** Stems as they are and pairs as "first second", in the order of the corpus, one list a passage. */
function tokensAsText({ terms, tokens, starts }: Corpus): readonly (readonly string[])[] {
  const stems = stemsIn(terms);
  const pairs = stems.flatMap((first, a) =>
    stems.map((second, b) => [numberPair(terms, a, b), `${first} ${second}`] as const),
  );
  const names = new Map<number | undefined, string>([...stems.entries(), ...pairs]);
  return [...starts.slice(0, -1)].map((from, passage) =>
    [...tokens.slice(from, starts[passage + 1])].map((term) => names.get(term) ?? 'unnamed'),
  );
}

function stemsIn({ stems }: Terms): readonly string[] {
  return Array.from({ length: stems.size }, (_, number) => stems.at(number));
}

/** The same, read without numbers; a passage without a word is none. */
function readNaively(catalog: Catalog): readonly (readonly string[])[] {
  const passages = techniquesIn(catalog)
    .flatMap((one) => passagesOf(catalog, one, NO_MORE).map(({ text }) => stemsOf(text)))
    .filter((stems) => stems.length > 0);
  const pairsOf = (stems: readonly string[]) => stems.slice(1).map((stem, at) => `${stems[at]} ${stem}`);
  const isKept = (pair: string) => passages.filter((stems) => pairsOf(stems).includes(pair)).length >= 2;
  return passages.map((stems) =>
    stems.flatMap((stem, at) => {
      const pair = `${stems[at - 1]} ${stem}`;
      return at > 0 && isKept(pair) ? [stem, pair] : [stem];
    }),
  );
}

describe('a corpus', () => {
  it('has each passage’s stems and those pairs that occur in two passages or more', () => {
    fc.assert(
      fc.property(anyWorld, (objects) => {
        const catalog = searchable(objects);
        expect(tokensAsText(corpusOf(catalog))).toEqual(readNaively(catalog));
      }),
      { numRuns: 60 },
    );
  });

  it('knows in how many passages each term occurs', () => {
    fc.assert(
      fc.property(anyWorld, (objects) => {
        const corpus = corpusOf(searchable(objects));
        const passages = [...corpus.starts.slice(0, -1)].map(
          (from, passage) => new Set(corpus.tokens.slice(from, corpus.starts[passage + 1])),
        );
        const spread = Array.from(
          { length: corpus.terms.count },
          (_, term) => passages.filter((terms) => terms.has(term)).length,
        );
        expect([...corpus.spread]).toEqual(spread);
        expect([...corpus.isPair]).toEqual(spread.map((_, term) => (term < corpus.terms.stems.size ? 0 : 1)));
      }),
      { numRuns: 60 },
    );
  });

  it('holds a pair apart from the same words the other way round', () => {
    const name = 'Dump Memory';
    const { terms } = corpusOf(
      searchable([technique({ id: 'T1000', name, description: 'Dump memory.' }), technique({ id: 'T1001' })]),
    );
    const [dump = -1, memory = -1] = ['dump', 'memori'].map((stem) => terms.stems.get(stem));
    expect(numberPair(terms, dump, memory)).toBe(terms.stems.size);
    expect(numberPair(terms, memory, dump)).toBeUndefined();
  });

  it('leaves out a passage without a word that counts, and nothing of its technique else', () => {
    const corpus = corpusOf(searchable([technique({ id: 'T1053.002', name: 'At', description: 'A clock. The.' })]));
    expect([...corpus.fields].map((field) => FIELDS[field])).toEqual(['description']);
    expect(corpus.starts).toEqual(Uint32Array.of(0, 1));
  });

  it('of no technique is empty', () => {
    const corpus = runAtOnce(readCorpus(searchable([technique({ id: 'T1000' })]), [], NO_MORE));
    expect(corpus).toMatchObject({ subjects: [], terms: { count: 0 }, starts: Uint32Array.of(0) });
  });
});
