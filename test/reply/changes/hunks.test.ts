import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findHunks } from '../../../src/reply/changes/hunks.ts';
import { compareTexts } from '../../../src/search/changes/texts.ts';

const between = (earlier: string, later: string) => findHunks(compareTexts(earlier, later));

describe('a place where a text changed', () => {
  it('has the words around it, shortened', () => {
    expect(
      between(
        'one two three four five six seven eight nine ten OLD a b c d e f g h i j k',
        'one two three four five six seven eight nine ten NEW a b c d e f g h i j k',
      ),
    ).toEqual([
      { before: '… three four five six seven eight nine ten', lost: 'OLD', gained: 'NEW', after: 'a b c d e f g h …' },
    ]);
  });

  it.each([
    ['words were added', 'Alpha omega.', 'Alpha and then omega.', { lost: '', gained: 'and then' }],
    ['words were dropped', 'Alpha and then omega.', 'Alpha omega.', { lost: 'and then', gained: '' }],
    ['there was no text', '', 'All of it.', { before: '', lost: '', gained: 'All of it.', after: '' }],
    ['there is no text', 'All of it.', '', { before: '', lost: 'All of it.', gained: '', after: '' }],
    [
      'a part of a word changed',
      'the process runs',
      'the sub-process runs',
      { lost: 'process', gained: 'sub-process' },
    ],
    ['a mark at a word changed', 'the end.', 'the end!', { lost: 'end.', gained: 'end!' }],
  ])('is found where %s', (_, earlier, later, expected) => {
    expect(between(earlier, later)).toEqual([expect.objectContaining(expected)]);
  });

  it('is one with those that only a word or two divide', () => {
    expect(between('they may use a tool to hide', 'they can use some tool to hide')).toEqual([
      { before: 'they', lost: 'may use a', gained: 'can use some', after: 'tool to hide' },
    ]);
  });

  it('is none where blanks alone differ', () => {
    expect(between('one two', 'one  two')).toEqual([]);
  });

  it('is told in parts where it is long', () => {
    const long = Array.from({ length: 500 }, (_, n) => `word${n}`).join(' ');
    const hunks = between(`Start. ${'x'.repeat(2000)} End.`, `Start. ${long} End.`);
    expect(hunks.length).toBeGreaterThan(4);
    expect(hunks.every(({ lost, gained }) => Math.max(lost.length, gained.length) <= 600)).toBe(true);
    expect(
      hunks
        .map(({ gained }) => gained)
        .filter(Boolean)
        .join(' '),
    ).toBe(long);
    expect(hunks.map(({ lost }) => lost).join('')).toBe('x'.repeat(2000));
    expect([hunks[0]?.before, hunks.at(-1)?.after]).toEqual(['Start.', 'End.']);
  });

  it('tells every word of either text that the other lacks, and of neither one that it has not', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'dog', 'cat', 'x.', '(y)', '🔥', '\n\n'), { maxLength: 40 });
    fc.assert(
      fc.property(words, words, (was, is) => {
        const [earlier, later] = [was.join(' '), is.join(' ')];
        const hunks = between(earlier, later);
        const told = (side: 'lost' | 'gained') =>
          new Set(hunks.flatMap((hunk) => hunk[side].split(' ').filter(Boolean)));
        const wordsOf = (text: string) => new Set(text.split(/\s+/).filter(Boolean));
        const [before, now] = [wordsOf(earlier), wordsOf(later)];
        expect([...before].filter((word) => !now.has(word) && !told('lost').has(word))).toEqual([]);
        expect([...now].filter((word) => !before.has(word) && !told('gained').has(word))).toEqual([]);
        expect([...told('lost')].filter((word) => !before.has(word))).toEqual([]);
        expect([...told('gained')].filter((word) => !now.has(word))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
