import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutCharacters, cutQuestion } from '../../src/search/cut.ts';
import { find } from '../../src/search/find.ts';
import { complete } from '../../src/search/typeahead.ts';
import { catalogOf, tactic, technique } from '../fixtures/bundle.ts';

const catalog = catalogOf({
  enterprise: [
    tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' }),
    technique({ id: 'T1055', name: 'Process Injection' }),
  ],
});

describe('a text that is cut', () => {
  it.each([
    ['abc', 2, 'ab'],
    ['abc', 3, 'abc'],
    ['a😀', 3, 'a😀'],
    ['a😀', 2, 'a'],
    ['a\ud83db', 2, 'a\ud83d'],
    ['a\ude00b', 2, 'a\ude00'],
  ])('%j at %d is %j', (text, most, cut) => {
    expect(cutCharacters(text, most)).toBe(cut);
  });

  it('is its longest beginning of whole characters', () => {
    const character = fc.constantFrom('a', 'é', '😀', '\ufdfa');
    fc.assert(
      fc.property(fc.array(character), fc.integer({ min: 1, max: 12 }), (characters, most) => {
        const cut = cutCharacters(characters.join(''), most);
        const fits = characters
          .map((_, n) => characters.slice(0, n + 1).join(''))
          .filter(({ length }) => length <= most);
        expect(cut).toBe(fits.at(-1) ?? '');
      }),
    );
  });
});

describe('a question', () => {
  it('of a thousand characters is read, and no more', () => {
    const gap = ' '.repeat(1000 - 'processinjection'.length);
    expect(cutQuestion(`process${gap}injection`)).toBe(`process${gap}injection`);
    expect(cutQuestion(`process${gap} injection`)).toBe(`process${gap} injectio`);
    expect(find(catalog, `process${gap}injection`)).toMatchObject({ kind: 'one', isExact: true });
    expect(find(catalog, `process injection${gap}qqqqqq`)).toMatchObject({ kind: 'one', isExact: true });
    expect(complete(catalog, `process injection${gap}qqqqqq`, 5)).toMatchObject([{ id: 'T1055' }]);
  });
});
