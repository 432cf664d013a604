import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildDictionary } from '../../../src/search/text/dictionary.ts';

/** Few letters, so that words begin alike; and what UTF-16 writes with two units. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '漢', '𐐀', '\uD800') });
const words = fc.uniqueArray(word, { maxLength: 60 });

describe('a dictionary', () => {
  it('numbers words in their order, and knows no other', () => {
    fc.assert(
      fc.property(words, fc.array(word), (known, asked) => {
        const dictionary = buildDictionary(known);
        expect(dictionary.size).toBe(known.length);
        for (const each of [...known, ...asked]) {
          const number = known.indexOf(each);
          expect(dictionary.get(each)).toBe(number === -1 ? undefined : number);
          expect(dictionary.has(each)).toBe(number !== -1);
        }
      }),
    );
  });

  it('tells a number’s word and how long it is', () => {
    fc.assert(
      fc.property(words, (known) => {
        const dictionary = buildDictionary(known);
        expect(known.map((_, number) => dictionary.at(number))).toEqual(known);
        expect(known.map((_, number) => dictionary.lengthAt(number))).toEqual(known.map(({ length }) => length));
        expect(dictionary.at(known.length)).toBe('');
      }),
    );
  });

  it('holds a word without end', () => {
    const long = 'ab'.repeat(500_000);
    const dictionary = buildDictionary(['a', long]);
    expect([dictionary.get(long), dictionary.at(1) === long]).toEqual([1, true]);
  });
});
