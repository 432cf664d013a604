import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSpelling, readStems } from '../../../src/search/text/spelling.ts';
import { stemsOf } from '../../../src/search/text/words.ts';
import { anyText, HOSTILE_TEXTS } from './searchable.ts';

const usage = new Map([
  ['kerberoast', 3],
  ['registri', 90],
  ['dump', 40],
  ['creat', 50],
  ['cron', 7],
  ['job', 60],
  ['domain', 60],
  ['user', 60],
  ['hash', 20],
  ['hush', 2],
  ['rundll32', 9],
]);
const spelling = buildSpelling(usage);

describe('a word that is known', () => {
  it.each(['dump', 'dumps', 'Registry', 'hush'])('stays as it is: %s', (word) => {
    expect(readStems(spelling, word)).toEqual(stemsOf(word));
  });
});

describe('a word with a slip', () => {
  it.each([
    ['a letter too few', 'kerbroast', 'kerberoast'],
    ['a letter too many', 'dummp', 'dump'],
    ['a wrong letter', 'domaim', 'domain'],
    ['two letters swapped', 'dupm', 'dump'],
    ['two slips in a long word', 'kerbroasst', 'kerberoast'],
  ])('is mended: %s', (_, word, stem) => {
    expect(readStems(spelling, word)).toEqual([stem]);
  });

  it('is the most usual of what is as near', () => {
    expect(readStems(spelling, 'hesh')).toEqual(['hash']);
    const other = buildSpelling(new Map([...usage, ['hush', 30]]));
    expect(readStems(other, 'hesh')).toEqual(['hush']);
  });

  it('is rather one slip from something rare than two from something usual', () => {
    const near = buildSpelling(
      new Map([
        ['kerberoasts', 99],
        ['kerberoastx', 1],
      ]),
    );
    expect(readStems(near, 'kerberoxtx')).toEqual(['kerberoastx']);
  });

  it.each([
    ['a short word', 'dmp'],
    ['a word whose first letter is another', 'bump'],
    ['a word with two slips that is not long', 'dxmq'],
    ['a word with digits', 'rundll31'],
    ['a file’s name', 'dummp.exe'],
  ])('stays as it is where it may be something else: %s', (_, word) => {
    expect(readStems(spelling, word)).toEqual(stemsOf(word));
  });
});

describe('a word with humps', () => {
  it('is its parts where all of them are known', () => {
    expect(readStems(spelling, 'CreateCronjob')).toEqual(stemsOf('CreateCronjob'));
    expect(readStems(spelling, 'CreateCronJobs')).toEqual(['creat', 'cron', 'job']);
    expect(readStems(spelling, 'Get-DomainUser')).toEqual(['get', 'domain', 'user']);
  });

  it('stays whole where one is not, and is no slip', () => {
    expect(readStems(spelling, 'DumpQqqq')).toEqual(stemsOf('DumpQqqq'));
    expect(readStems(spelling, 'DomaiN')).toEqual(stemsOf('DomaiN'));
  });
});

it('depends on no order', () => {
  const turned = buildSpelling(new Map([...usage].reverse()));
  for (const word of ['hesh', 'kerbroast', 'domaim'])
    expect(readStems(turned, word)).toEqual(readStems(spelling, word));
});

describe('any text', () => {
  it('has no fewer stems than without', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(readStems(spelling, text).length).toBeGreaterThanOrEqual(stemsOf(text).length);
      }),
    );
  });

  it('of known words alone is read as ever', () => {
    const known = fc
      .array(fc.constantFrom('dump', 'Domain', 'users', 'the', 'via', 'hash'))
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(known, (text) => {
        expect(readStems(spelling, text)).toEqual(stemsOf(text));
      }),
    );
  });

  it.each(HOSTILE_TEXTS)('may be %s', (_, text) => {
    expect(() => readStems(spelling, text)).not.toThrow();
  });
});
