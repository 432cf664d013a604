/** Holds the counting to its formulas, computed again the long way. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runAtOnce } from '../../../src/search/slices.ts';
import { type Corpus, readCorpus } from '../../../src/search/text/corpus.ts';
import { FIELDS, type Field, type WaysToSay } from '../../../src/search/text/passages.ts';
import { countOwners, countPostings, findPosting, type Postings } from '../../../src/search/text/postings.ts';
import { technique } from '../../fixtures/bundle.ts';
import { anyWorld, type Searchable, searchable, techniquesIn } from './searchable.ts';

/** Boost and normalisation by length in BM25F, and times in the language model. */
const RULES: Readonly<Record<Field, readonly [number, number, number]>> = {
  name: [6, 0.3, 8],
  'other name': [3, 0.3, 4],
  parent: [2, 0.3, 3],
  description: [1.5, 0.6, 2],
  procedure: [1, 0.6, 1],
  detection: [0.5, 0.6, 0.3],
  saying: [2, 0.3, 2],
};

/** Techniques are also said in the community's words, so that no field is left out; not all are. */
const WAYS: WaysToSay = {
  namesOf: () => ['memory dump'],
  sayingsOf: ({ id }) => (id === 'T1002' ? [] : ['dump the registry key', ...(id === 'T1003' ? ['mail'] : [])]),
};

function read(catalog: Searchable): { readonly corpus: Corpus; readonly postings: Postings } {
  const corpus = runAtOnce(readCorpus(catalog, techniquesIn(catalog), WAYS));
  return { corpus, postings: runAtOnce(countPostings(corpus)) };
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => n);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

/** Everything as a function of technique and term. */
function countNaively(corpus: Corpus) {
  const { isPair } = corpus;
  const techniques = range(corpus.subjects.length);
  const terms = range(corpus.terms.count);
  const passages = range(corpus.owners.length).map((passage) => ({
    owner: corpus.owners[passage],
    field: FIELDS[corpus.fields[passage] ?? 0] ?? 'name',
    tokens: [...corpus.tokens.slice(corpus.starts[passage], corpus.starts[passage + 1])],
  }));
  const tokensIn = (owner: number, field: Field) =>
    passages.filter((passage) => passage.owner === owner && passage.field === field).flatMap(({ tokens }) => tokens);
  const hits = (owner: number, field: Field, term: number) =>
    tokensIn(owner, field).filter((token) => token === term).length;
  const length = (owner: number, field: Field) => tokensIn(owner, field).filter((token) => !isPair[token]).length;

  const rarity = terms.map((term) => {
    const n = techniques.filter((owner) =>
      FIELDS.some((field) => field !== 'detection' && hits(owner, field, term) > 0),
    ).length;
    return Math.log(1 + (techniques.length - n + 0.5) / (n + 0.5));
  });
  const counted = (owner: number, term: number) => {
    const shares = FIELDS.map((field) => {
      const [boost, norm] = RULES[field];
      const lengths = techniques.map((one) => length(one, field)).filter((n) => field !== 'saying' || n > 0);
      const mean = sum(lengths) / lengths.length;
      const times = hits(owner, field, term);
      return times === 0 ? 0 : (boost * times) / (1 - norm + (norm * length(owner, field)) / mean);
    });
    return isPair[term] ? 0 : ((rarity[term] ?? 0) * sum(shares)) / (1.2 + sum(shares));
  };

  const burst = (owner: number, term: number) =>
    sum(FIELDS.map((field) => RULES[field][2] * hits(owner, field, term))) ** 0.7;
  const share = (term: number) => (isPair[term] ? 0.5 : 1);
  const texts = techniques.map((owner) => sum(terms.map((term) => share(term) * burst(owner, term))));
  const everywhere = terms.map((term) => sum(techniques.map((owner) => burst(owner, term))));
  const smoothing = (2 * sum(texts)) / techniques.length;
  const likely = (owner: number, term: number) =>
    share(term) *
    Math.log(1 + burst(owner, term) / ((smoothing * (everywhere[term] ?? 0)) / Math.max(1e-9, sum(everywhere))));
  const lengthOdds = texts.map((text) => 0.5 * Math.log(smoothing / (text + smoothing)));
  const has = (owner: number, term: number) => FIELDS.some((field) => hits(owner, field, term) > 0);
  return { techniques, terms, rarity, counted, likely, lengthOdds, has };
}

describe('counting', () => {
  it('agrees with BM25F and the language model, computed the long way', () => {
    fc.assert(
      fc.property(anyWorld, (objects) => {
        const { corpus, postings } = read(searchable(objects));
        const naive = countNaively(corpus);
        for (const term of naive.terms) {
          const owners = naive.techniques.filter((owner) => naive.has(owner, term));
          expect([...postings.owners.slice(postings.starts[term], postings.starts[term + 1])]).toEqual(owners);
          expect(countOwners(postings, term)).toBe(owners.length);
          expect(postings.rarity[term]).toBeCloseTo(naive.rarity[term] ?? Number.NaN, 4);
          for (const owner of owners) {
            const at = findPosting(postings, term, owner);
            expect(postings.counted[at]).toBeCloseTo(naive.counted(owner, term), 4);
            expect(postings.likely[at]).toBeCloseTo(naive.likely(owner, term), 4);
          }
        }
        for (const owner of naive.techniques) {
          expect(postings.lengthOdds[owner]).toBeCloseTo(naive.lengthOdds[owner] ?? Number.NaN, 4);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('finds the posting of a technique that has the term, and of no other', () => {
    fc.assert(
      fc.property(anyWorld, (objects) => {
        const { corpus, postings } = read(searchable(objects));
        for (const term of range(corpus.terms.count)) {
          for (const technique of range(corpus.subjects.length + 1)) {
            const row = [...postings.owners.slice(postings.starts[term], postings.starts[term + 1])];
            const place = row.indexOf(technique);
            const at = place === -1 ? -1 : (postings.starts[term] ?? 0) + place;
            expect(findPosting(postings, term, technique)).toBe(at);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('holds the only phrase of a community’s to be of usual length, however many techniques have none', () => {
    const catalog = searchable(range(50).map((n) => technique({ id: `T10${n + 10}` })));
    const sayingsOf = ({ id }: { readonly id: string }) => (id === 'T1030' ? ['zorkmid theft'] : []);
    const corpus = runAtOnce(readCorpus(catalog, techniquesIn(catalog), { ...WAYS, sayingsOf }));
    const { counted, starts } = runAtOnce(countPostings(corpus));
    const zorkmid = corpus.terms.stems.get('zorkmid') ?? Number.NaN;
    expect(counted[starts[zorkmid] ?? -1]).toBeCloseTo((Math.log(1 + 49.5 / 1.5) * 2) / (1.2 + 2), 4);
  });

  it('of no technique gives no posting', () => {
    const corpus = runAtOnce(readCorpus(searchable([technique({ id: 'T1000' })]), [], WAYS));
    const postings = runAtOnce(countPostings(corpus));
    expect(postings).toMatchObject({ starts: Uint32Array.of(0), owners: new Uint16Array(0) });
  });
});
