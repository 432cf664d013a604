import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runAtOnce } from '../../../src/search/slices.ts';
import { readCorpus } from '../../../src/search/text/corpus.ts';
import { countPostings, findPosting } from '../../../src/search/text/postings.ts';
import { readVectors } from '../../../src/search/text/vectors.ts';
import { anyWorld, searchable, techniquesIn } from './searchable.ts';

describe('the vectors of the passages', () => {
  it('have each term that tells once, with its share of a length of 1 and its posting of the passage’s technique', () => {
    fc.assert(
      fc.property(anyWorld, (objects) => {
        const catalog = searchable(objects);
        const corpus = runAtOnce(
          readCorpus(catalog, techniquesIn(catalog), { namesOf: () => [], sayingsOf: () => [] }),
        );
        const postings = runAtOnce(countPostings(corpus));
        const rarity = Float32Array.from({ length: corpus.terms.count }, (_, term) => term % 3);
        const { starts, terms, places, values } = runAtOnce(readVectors(corpus, postings, rarity));
        for (const [passage, owner] of corpus.owners.entries()) {
          const tokens = corpus.tokens.slice(corpus.starts[passage], corpus.starts[passage + 1]);
          const telling = [...new Set(tokens)].filter((term) => term % 3 > 0);
          const norm = Math.hypot(...telling.map((term) => term % 3));
          const [from, to] = [starts[passage], starts[passage + 1]];
          expect([...terms.slice(from, to)]).toEqual(telling);
          expect([...places.slice(from, to)]).toEqual(telling.map((term) => findPosting(postings, term, owner)));
          for (const [nth, value] of values.slice(from, to).entries()) {
            expect(value).toBeCloseTo(((telling[nth] ?? 0) % 3) / norm, 9);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
