import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runAtOnce } from '../../../src/search/slices.ts';
import { readCorpus } from '../../../src/search/text/corpus.ts';
import { type Learnt, learnWeights } from '../../../src/search/text/learn.ts';
import { countPostings, findPosting } from '../../../src/search/text/postings.ts';
import { group, relationship, technique } from '../../fixtures/bundle.ts';
import { anyWorld, type Searchable, searchable, techniquesIn } from './searchable.ts';

function learn(catalog: Searchable): Learnt {
  const corpus = runAtOnce(readCorpus(catalog, techniquesIn(catalog), { namesOf: () => [], sayingsOf: () => [] }));
  return runAtOnce(learnWeights(corpus, runAtOnce(countPostings(corpus))));
}

/** What a stem is worth for a technique, by its place among all that are active; 0 where its text has none. */
function worthOf({ text: { techniques } }: Searchable, stem: string, technique: number): number {
  const { terms, postings, learnt } = techniques;
  return learnt?.weights[findPosting(postings, terms.stems.get(stem) ?? -1, technique)] ?? 0;
}

describe('learning', () => {
  it('gives the same weights each time, and finite ones', () => {
    fc.assert(
      fc.property(anyWorld, (objects) => {
        const catalog = searchable(objects);
        const learnt = learn(catalog);
        expect(learn(catalog)).toEqual(learnt);
        expect([...learnt.weights, ...learnt.biases, ...learnt.rarity].every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('learns nothing from a word of one passage alone', () => {
    const catalog = searchable([
      technique({ id: 'T1000', name: 'Dump', description: 'Dump the lsass.' }),
      technique({ id: 'T1001', name: 'Mail' }),
    ]);
    expect(worthOf(catalog, 'lsass', 0)).toBe(0);
    expect(worthOf(catalog, 'dump', 0)).toBeGreaterThan(0);
  });

  it('takes what is a technique’s own for a better sign than what others share', () => {
    const [memory, mail] = [technique({ id: 'T1000', name: 'Memory' }), technique({ id: 'T1001', name: 'Mail' })];
    const users = [0, 1, 2].map((n) => group({ id: `G000${n}` }));
    const catalog = searchable([
      memory,
      mail,
      ...users,
      ...users.map((user) => relationship(user, 'uses', memory, 'stole lsass secrets')),
      ...users.map((user) => relationship(user, 'uses', mail, 'stole inbox secrets')),
    ]);
    expect(worthOf(catalog, 'lsass', 0)).toBeGreaterThan(2 * worthOf(catalog, 'stole', 0));
    expect(worthOf(catalog, 'inbox', 1)).toBeGreaterThan(2 * worthOf(catalog, 'stole', 1));
  });
});
