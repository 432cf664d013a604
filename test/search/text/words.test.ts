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
