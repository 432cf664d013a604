import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTexts, readsAlike, readWords } from '../../../src/search/changes/texts.ts';

const joined = (earlier: string, later: string, ...kinds: readonly string[]) =>
  compareTexts(earlier, later)
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ text }) => text)
    .join('');

describe('two texts', () => {
  it('are compared word by word', () => {
    expect(compareTexts('Code runs in Bash.', 'Code runs in a Shell.')).toEqual([
      { kind: 'same', text: 'Code runs in ' },
      { kind: 'lost', text: 'Bash' },
      { kind: 'gained', text: 'a Shell' },
      { kind: 'same', text: '.' },
    ]);
  });

  it('give both texts back', () => {
    const word = fc.constantFrom(
      'code',
      'runs',
      'in',
      '**bold**',
      '<b>',
      '`x`',
      '\n\n',
      '* item',
      '(Citation: A)',
      'é',
      '.',
    );
    const text = fc.array(word, { maxLength: 40 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(text, text, (earlier, later) => {
        expect(joined(earlier, later, 'same', 'lost')).toBe(readWords(earlier));
        expect(joined(earlier, later, 'same', 'gained')).toBe(readWords(later));
      }),
    );
  });

  it('are told whole where nearly everything differs', () => {
    const words = (letter: string) => Array.from({ length: 5000 }, (_, n) => `${letter}${n}`).join(' ');
    expect(compareTexts(words('a'), words('b')).map(({ kind }) => kind)).toEqual(['lost', 'gained']);
  });

  it('read alike whatever their citations, marks and lines are', () => {
    expect(readsAlike('It **runs**\n\ncode.(Citation: A)', 'It runs code.')).toBe(true);
    expect(readsAlike('It runs code.', 'It ran code.')).toBe(false);
  });
});
