import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentencesOf, stemsOf, stripMarkup } from '../../../src/search/text/words.ts';
import { anyText, HOSTILE_TEXTS } from './searchable.ts';

describe('the stems of a text', () => {
  it.each([
    ['Processes process PROCESSING', ['process', 'process', 'process']],
    ['Créd\u0301entials', ['credenti']],
    ['ﬁles', ['file']],
    ['cmd.exe /c whoami', ['cmd', 'ex', 'c', 'whoami']],
    ['An adversary was using it: LSASS', ['lsass']],
    ['AS-REP', ['rep']],
    ['пароль', ['пароль']],
    ['hello, thanks!', []],
    ['🤷 …', []],
    ['constructor __proto__', ['constructor', 'proto']],
  ])('%j are %j', (text, stems) => {
    expect(stemsOf(text)).toEqual(stems);
  });

  it('are the same in capitals, and with accents set apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'E', 'é', 'Ü', 'ñ', 's', 'T', ' ', '-') }), (text) => {
        expect(stemsOf(text.toUpperCase())).toEqual(stemsOf(text));
        expect(stemsOf(text.normalize('NFD'))).toEqual(stemsOf(text));
      }),
    );
  });

  it.each(HOSTILE_TEXTS)('are read from %s', (_name, text) => {
    expect(stemsOf(text).every((stem) => stem !== '')).toBe(true);
  });
});

/** The plain way, which takes time by the square of a text. */
function stripFromEachBracket(text: string): string {
  return text
    .replace(/\(Citation:[^)]*\)/g, ' ')
    .replace(/\[([^\]]*)\]\(https?:[^)]*\)/g, '$1')
    .replace(/https?:\S+/g, ' ')
    .replace(/<\/?code>/g, ' ');
}

describe('markup', () => {
  it.each([
    ['Runs code.(Citation: Somebody 2020)', 'Runs code. '],
    ['[APT29](https://attack.mitre.org/groups/G0016) was seen', 'APT29 was seen'],
    ['see https://evil.example/a?b=c now', 'see   now'],
    ['<code>net user</code>', ' net user '],
    ['an array[0] (of two)', 'an array[0] (of two)'],
  ])('of %j leaves %j', (text, plain) => {
    expect(stripMarkup(text)).toBe(plain);
  });

  it.each(HOSTILE_TEXTS)('is stripped from %s', (_name, text) => {
    expect(stripMarkup(text).length).toBeLessThanOrEqual(text.length);
  });

  const parts = ['[', ']', '(', ')', '(Citation:', '(https:', 'http:', '<code>', '$1', 'a', ' ', '\n'];

  it('is what closes, sought from each bracket anew', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 20 }), (some) => {
        const text = some.join('');
        expect(stripMarkup(text)).toBe(stripFromEachBracket(text));
      }),
      { numRuns: 2000 },
    );
  });

  // By the square of their number these took a minute each, longer than any test may.
  it.each([
    ['[', 200_000],
    ['[](http:', 60_000],
    ['(Citation:', 60_000],
  ])('that never closes stays: %j, %d times', (opened, times) => {
    const text = opened.repeat(times);
    expect(stripMarkup(text).startsWith(opened.slice(0, 1))).toBe(true);
    expect(stripMarkup(`${text} [a`).endsWith(' [a')).toBe(true);
  });
});

describe('sentences', () => {
  it('end at a full stop, a question mark or an exclamation mark before a blank', () => {
    expect(sentencesOf('Runs cmd.exe. Does it? Yes!\nIt does')).toEqual([
      'Runs cmd.exe.',
      'Does it?',
      'Yes!',
      'It does',
    ]);
  });

  it('have together all words of the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(sentencesOf(text).flatMap(stemsOf)).toEqual(stemsOf(text));
      }),
    );
  });
});
