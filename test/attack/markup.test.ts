import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstParagraph,
  firstSentences,
  type Inline,
  type Node,
  parseMarkup,
  plainText,
} from '../../src/attack/markup.ts';

/** The children of the only paragraph. */
function inline(text: string): readonly Inline[] {
  const nodes = parseMarkup(text);
  expect(nodes).toHaveLength(1);
  const [node] = nodes;
  if (node?.kind !== 'paragraph') throw new Error('no paragraph');
  return node.children;
}

const words = (text: string): Inline => ({ kind: 'text', text });
const code = (text: string): Inline => ({ kind: 'code', text });

describe('parseMarkup: within a line', () => {
  it('drops citations and the blank before them', () => {
    expect(inline('It runs.(Citation: A b, 2020) It hides (Citation: C)(Citation: D).')).toEqual([
      words('It runs. It hides.'),
    ]);
    expect(inline('It runs (Citation: A) and hides.(Citation: B) \n(Citation: C)')).toEqual([
      words('It runs and hides.'),
    ]);
  });

  it('keeps words apart that only a citation separated', () => {
    expect(inline('It runs (Citation: A)and hides.')).toEqual([words('It runs and hides.')]);
  });

  it('leaves an unclosed citation as it is', () => {
    expect(inline('It runs (Citation: A')).toEqual([words('It runs (Citation: A')]);
  });

  it('reads links, with parentheses in the address', () => {
    expect(inline('See [Net](https://example.com/a_(b)), then.')).toEqual([
      words('See '),
      { kind: 'link', url: 'https://example.com/a_(b)', text: 'Net' },
      words(', then.'),
    ]);
  });

  it('reads brackets that are no link as words', () => {
    expect(inline('HKLM[x] (y) [z](not a url) [')).toEqual([words('HKLM[x] (y) [z](not a url) [')]);
  });

  it('reads code in tags and in backticks, whatever stands in it', () => {
    expect(inline('<code>a `b` *c*</code> or `<user> [d](e)`.')).toEqual([
      code('a `b` *c*'),
      words(' or '),
      code('<user> [d](e)'),
      words('.'),
    ]);
  });

  it('keeps what looks like a tag and is none', () => {
    expect(inline(String.raw`C:\Users\<username>\x <script>`)).toEqual([
      words(String.raw`C:\Users\<username>\x <script>`),
    ]);
  });

  it('reads bold, italic and underlined words', () => {
    expect(inline('**Note:** a *b* <b>c</b> <u>d</u>')).toEqual([
      { kind: 'bold', children: [words('Note:')] },
      words(' a '),
      { kind: 'italic', children: [words('b')] },
      words(' '),
      { kind: 'bold', children: [words('c')] },
      words(' '),
      { kind: 'italic', children: [words('d')] },
    ]);
  });

  it('reads stars that format nothing as words', () => {
    expect(inline('*nix, * nix, 2*3*4, *.exe and ** x **')).toEqual([words('*nix, * nix, 2*3*4, *.exe and ** x **')]);
  });

  it('drops a tag that lacks its other half', () => {
    expect(inline('a</code> b <b>c')).toEqual([words('a b c')]);
  });

  it('reads a line break', () => {
    expect(inline('Word:<br>\n<code>x</code>')).toEqual([words('Word:'), { kind: 'break' }, code('x')]);
  });

  it('decodes entities in words and in tagged code, not in backticks', () => {
    expect(inline('&lt;a&gt; &amp;lt; <code>C:&#92;x &lbrace;y&#x7d;</code> `&lt;` &nosuch; &')).toEqual([
      words('<a> &lt; '),
      code('C:\\x {y}'),
      words(' '),
      code('&lt;'),
      words(' &nosuch; &'),
    ]);
  });

  it('takes a backslash off a mark and leaves it in a path', () => {
    expect(inline(String.raw`1 \* 2, a\_b, \\host\C$, HKLM\SAM, \\.\C:`)).toEqual([
      words(String.raw`1 * 2, a_b, \\host\C$, HKLM\SAM, \\.\C:`),
    ]);
  });

  it('undoubles backslashes in tagged code but for the two that begin a network path', () => {
    expect(inline(String.raw`<code>HKLM\A\\[b]\c</code>`)).toEqual([code(String.raw`HKLM\A\[b]\c`)]);
    expect(inline(String.raw`<code>net use \\host\d</code>`)).toEqual([code(String.raw`net use \\host\d`)]);
    expect(inline(String.raw`<code>net view \\\\host</code>`)).toEqual([code(String.raw`net view \\host`)]);
  });
});

describe('parseMarkup: links in tagged code', () => {
  it('are code, by their label', () => {
    expect(inline('<code>[attrib](https://attack.mitre.org/software/S1176) +h</code>')).toEqual([code('attrib +h')]);
  });
});

describe('parseMarkup: blocks', () => {
  it('joins the lines of a paragraph and parts paragraphs at blank lines', () => {
    expect(parseMarkup('a\nb\r\n \r\nc')).toEqual([
      { kind: 'paragraph', children: [words('a b')] },
      { kind: 'paragraph', children: [words('c')] },
    ]);
  });

  it('reads lists, their depth and their numbers', () => {
    expect(parseMarkup('Such as:\n\n* a\n    - b\n    - c\n* d\n\n1. e\n\n2. f\n   g')).toEqual([
      { kind: 'paragraph', children: [words('Such as:')] },
      {
        kind: 'list',
        items: [
          { depth: 0, number: undefined, children: [words('a')] },
          { depth: 1, number: undefined, children: [words('b')] },
          { depth: 1, number: undefined, children: [words('c')] },
          { depth: 0, number: undefined, children: [words('d')] },
          { depth: 0, number: 1, children: [words('e')] },
          { depth: 0, number: 2, children: [words('f g')] },
        ],
      },
    ]);
  });

  it('reads a heading as a bold paragraph', () => {
    expect(parseMarkup('### a b\nc')).toEqual([
      { kind: 'paragraph', children: [{ kind: 'bold', children: [words('a b')] }] },
      { kind: 'paragraph', children: [words('c')] },
    ]);
  });

  it('sees no item in code that runs over several lines', () => {
    expect(parseMarkup('- for `a:\n  - b: c`\n- d')).toEqual([
      {
        kind: 'list',
        items: [
          { depth: 0, number: undefined, children: [words('for '), code('a:\n- b: c')] },
          { depth: 0, number: undefined, children: [words('d')] },
        ],
      },
    ]);
  });

  it('finds nothing in blanks and citations', () => {
    expect(parseMarkup('')).toEqual([]);
    expect(parseMarkup(' \n\n(Citation: A)\n')).toEqual([]);
  });
});

describe('plainText', () => {
  it('gives the words, a line a block', () => {
    expect(plainText(parseMarkup('a `b` [c](https://d)\n\n* **e**\n* f'))).toBe('a b c\ne\nf');
  });
});

describe('firstParagraph', () => {
  it('is the first item of a text that begins with a list', () => {
    expect(firstParagraph(parseMarkup('* a\n* b'))).toEqual({ kind: 'paragraph', children: [words('a')] });
    expect(firstParagraph([])).toBeUndefined();
  });
});

describe('firstSentences', () => {
  const cut = (text: string, limit?: number): string => plainText(firstSentences(parseMarkup(text), limit));

  it('is the first paragraph when that is short', () => {
    expect(cut('One. Two.\n\nThree.')).toBe('One. Two.');
    expect(firstSentences([])).toEqual([]);
  });

  it('stops at the end of a sentence, which needs no ellipsis', () => {
    expect(cut('The first one ends. The second one is longer.', 30)).toBe('The first one ends.');
    expect(cut('The “first one.” The second one is longer.', 30)).toBe('The “first one.”');
  });

  it.each([
    'It may use tools (e.g. PowerShell and more of them) daily',
    'It may use them, i.e. PowerShell and many more of them',
    'It prefers Linux vs. Windows in a good many of its cases',
    'It is seen in the U.S. Government and in many other ones',
    'It was made by Example Inc. Germany and many other firms',
    'It is at version v1.0 Beta and in many of the other ones',
  ])('sees no end of a sentence within %j', (text) => {
    expect(cut(`${text}. Next.`, 40)).toMatch(/^It .{15,}[^.]…$/);
  });

  it('stops after a word when no sentence ends in time', () => {
    expect(cut('one two three four', 10)).toBe('one two…');
    expect(cut('x'.repeat(30), 10)).toBe(`${'x'.repeat(9)}…`);
    expect(cut('😀'.repeat(30), 10)).toBe(`${'😀'.repeat(4)}…`);
  });

  it('leaves code and links whole or out', () => {
    expect(cut('Run `one. Two three four` now.', 16)).toBe('Run…');
    expect(cut('See [one. Two three four](https://a.b) now.', 16)).toBe('See…');
    expect(cut('`one two three four`', 10)).toBe('');
  });
});

// Pieces of markup in any order and nesting, closed or not.
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '(Citation:',
          ')',
          '[',
          '](',
          'https://a.b',
          '<code>',
          '</code>',
          '<b>',
          '</b>',
          '<u>',
          '</u>',
          '<br>',
          '`',
          '```',
        ],
        ...[
          '*',
          '**',
          '\\',
          '&lt;',
          '&#0;',
          '&#xd800;',
          '\n',
          '\n\n',
          '* ',
          '- ',
          '1. ',
          '# ',
          ' ',
          '. ',
          'e.g. ',
          '<x>',
          '\ud83d',
        ],
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));

describe('any text at all', () => {
  it('is read, and cut within its limit', () => {
    fc.assert(
      fc.property(hostile, fc.nat(80), (text, limit) => {
        const nodes = parseMarkup(text);
        expect(plainText(firstSentences(nodes, limit)).length).toBeLessThanOrEqual(limit);
        for (const child of nodes.flatMap(childrenOf))
          expect(child.kind === 'break' || plainOf(child) !== '').toBe(true);
      }),
    );
  });

  it('that is only words says the same afterwards', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]+( [a-z]+){0,9}$/), (text) => {
        expect(plainText(parseMarkup(text))).toBe(text);
      }),
    );
  });

  it('is read to the end when nothing closes', () => {
    for (const mark of [
      '(Citation:',
      '[',
      '[a](',
      '<b>',
      '<code>',
      '`',
      '**a',
      '*a ',
      '\\',
      '&',
      '&#1',
      '- ',
      '#',
      '<',
    ]) {
      expect(plainText(parseMarkup(mark.repeat(20_000))).length).toBeGreaterThanOrEqual(0);
    }
  });
});

function childrenOf(node: Node): readonly Inline[] {
  return node.kind === 'list' ? node.items.flatMap(({ children }) => children) : node.children;
}

function plainOf(child: Inline): string {
  return plainText([{ kind: 'paragraph', children: [child] }]);
}
