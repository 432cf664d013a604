/** Walks and shortlists, against looking at every name. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName, joinWords, type Label } from '../../src/search/names.ts';
import { buildPrefixes, walkLetters, walkWords } from '../../src/search/prefix.ts';
import { buildPairs, pickShortlist } from '../../src/search/shortlist.ts';
import { catalogOf, tactic, technique } from '../fixtures/bundle.ts';

const [object] = catalogOf({
  enterprise: [tactic({ id: 'TA0002', shortname: 'execution' }), technique({ id: 'T1001' })],
}).objects;

/** Few letters, so that names have beginnings, words and pairs in common. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 });
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const names = fc.array(name, { maxLength: 30 });

describe('the walk', () => {
  it('finds all labels whose letters begin so, in their order', () => {
    fc.assert(
      fc.property(names, name, (texts, text) => {
        const letters = joinWords(text);
        const found = walkLetters(buildPrefixes(texts.map(labelOf)), letters);
        expect(found.map((label) => label.letters)).toEqual(
          texts
            .map(joinWords)
            .filter((each) => each.startsWith(letters))
            .toSorted(),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('finds all labels in which each word begins some word', () => {
    fc.assert(
      fc.property(names, name, (texts, text) => {
        const words = text.split(' ');
        const found = walkWords(buildPrefixes(texts.map(labelOf)), words);
        const expected = texts.filter((each) => words.every((one) => ` ${each}`.includes(` ${one}`)));
        expect(found.map(({ folded }) => folded).toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 300 },
    );
  });

  it('finds nothing for nothing', () => {
    const index = buildPrefixes(['abc', 'b'].map(labelOf));
    expect([...walkLetters(index, ''), ...walkWords(index, [])]).toEqual([]);
    expect(walkLetters(buildPrefixes([]), 'a')).toEqual([]);
  });

  it('sorts any letters as it searches them', () => {
    const unit = fc.constantFrom('a', 'é', '\uD800', '\uDFFF', '😀', 'ش', 'ﬀ');
    fc.assert(
      fc.property(fc.array(fc.string({ unit, minLength: 1 })), fc.string({ unit, minLength: 1 }), (texts, text) => {
        const labels = texts.map((letters): Label => ({ ...labelOf(''), folded: letters, letters }));
        const found = walkLetters(buildPrefixes(labels), text).length;
        expect(found).toBe(texts.filter((each) => each.startsWith(text)).length);
      }),
    );
  });
});

describe('the shortlist', () => {
  it('is what a count of the letter pairs of every label gives', () => {
    fc.assert(
      fc.property(names, name, fc.integer({ min: 1, max: 8 }), (texts, text, most) => {
        const labels = texts.map(labelOf);
        const shortlist = pickShortlist(buildPairs(labels), text, most);
        const expected = labels
          .map((label) => ({ label, alike: naiveAlike(text, label.folded) }))
          .filter(({ alike }) => alike > 0)
          .toSorted((a, b) => b.alike - a.alike)
          .slice(0, most);
        expect(shortlist).toEqual(expected.map(({ label }) => label));
      }),
      { numRuns: 300 },
    );
  });
});

function naiveAlike(a: string, b: string): number {
  const [ofA, ofB] = [naivePairs(a), naivePairs(b)];
  const shared = ofA.filter((pair) => ofB.includes(pair)).length;
  return (2 * shared) / (ofA.length + ofB.length) + shared / ofA.length;
}

function naivePairs(text: string): readonly string[] {
  const pairs = [...` ${text}`].map((letter, at) => letter + (`${text} `[at] ?? ''));
  return pairs.filter((pair, at) => pairs.indexOf(pair) === at);
}

function labelOf(text: string): Label {
  if (!object) throw new Error('The fixture has no object');
  const folded = foldName(text);
  return { object, text, folded, letters: joinWords(folded), by: 'name' };
}
