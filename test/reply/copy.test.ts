import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkup } from '../../src/attack/markup.ts';
import { copyAsMarkdown, LONGEST_COPY } from '../../src/reply/copy.ts';
import type { Shareable } from '../../src/reply/question.ts';
import { escapeMarkdown, fromMrkdwn, markdownLink, renderMarkdown } from '../../src/reply/text/markdown.ts';
import { renderWords } from '../../src/reply/text/mrkdwn.ts';
import { copyMessage, copyView } from '../../src/reply/views/copy.ts';
import { sectionsOf } from '../../src/reply/views/sections.ts';
import { lintBlocks } from '../../src/sandbox/lint/lint.ts';
import { checkView } from '../../src/sandbox/view-check.ts';
import { parseAnswerable } from '../fixtures/answerable.ts';
import { SMALL_CATALOG } from '../fixtures/bot.ts';
import { catalogOf, group, relationship, tactic, technique } from '../fixtures/bundle.ts';
import { hasShared, realCatalog } from '../fixtures/shared.ts';

const FRAGMENTS = [
  '*',
  '_',
  '**',
  '__',
  '`',
  '```',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '<!--',
  '<b>',
  '&amp;',
  '&',
  '#',
  '\n',
  '\n\n',
  '\r\n',
  '- ',
  '+ ',
  '1. ',
  '> ',
  '---',
  '===',
  '\\',
  '|',
  '~~',
  '![x](http://x)',
  '[a](javascript:alert(1))',
  'https://evil.example',
  'www.evil.example',
  'x',
  ' ',
  '\t',
  '\u0000',
  '\u202e',
  '\u200b',
  '\ud83d',
  '🔥',
  '$x$',
  ':smile:',
  'down_new',
  '<!channel>',
] as const;
const hostile = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 12 }).map((parts) => parts.join(''));

describe('a card as Markdown', () => {
  it('has its title as a link, its facts, its text and its source', () => {
    expect(copy({ kind: 'lookup', terms: ['T1055'] })).toBe(
      [
        '# [T1055 · Process Injection](https://attack.mitre.org/techniques/T1055)',
        'Enterprise technique · Defense Evasion · Linux, Windows',
        'Code runs inside the process of somebody else. It hides there & borrows rights <of its host>.'.replace(
          '<',
          '\\<',
        ),
        '*ATT&CK 18.1 · object version 1.0 · changed 2025-01-01. © The MITRE Corporation. ATT&CK is a registered trademark of The MITRE Corporation.*',
      ].join('\n\n'),
    );
  });

  it('has the part that is open beneath it, with its page', () => {
    const markdown = copy({ kind: 'section', key: 'T1055', section: 'groups', page: 2 });
    expect(markdown).toContain('## Groups (20), page 2 of 2\n\n- [');
  });

  it('has the part that stands in for one that the object lacks', () => {
    expect(copy({ kind: 'section', key: 'T1055', section: 'analytics', page: 1 })).toContain('## Detection (1)');
  });

  it('says first that an object is revoked', () => {
    expect(copy({ kind: 'lookup', terms: ['T1086'] })).toMatch(
      /^# \[T1059\.001 .*\n\n\*\*Revoked:\*\* T1086 · PowerShell is now/,
    );
  });

  it('is a list for several objects', () => {
    expect(copy({ kind: 'lookup', terms: ['T1059', 'G0016'] })).toMatch(
      /^- \*\*\[T1059 [^\n]*\*\* {2}\n {2}Enterprise technique[^\n]*\n- \*\*\[G0016/,
    );
  });

  it('is the page of a list that filters leave', () => {
    const asked = parseAnswerable('type:group');
    expect(asked).toMatchObject({ kind: 'search', page: 1 });
    const second = copy({ ...(asked as Extract<Shareable, { kind: 'search' }>), page: 2 });
    expect(second.match(/^- \*\*\[G/gm)).toHaveLength(5);
    expect(second).toMatch(/^## 20 groups, page 2 of 2\n\n- /);
  });

  it('says above a list what was asked', () => {
    expect(copy(parseAnswerable('type:sub-technique -platform:linux injecting way') as Shareable)).toMatch(
      /^## \d+ sub-techniques · not platform Linux · injecting way\b/,
    );
    expect(copy({ kind: 'search', text: 'injecting', page: 1 })).toMatch(/^## What may be meant by “injecting”\n\n- /);
  });

  it('is empty where the answer is about no object', () => {
    expect([copy({ kind: 'help' }), copy({ kind: 'status' }), copy({ kind: 'lookup', terms: ['T9999'] })]).toEqual([
      '',
      '',
      '',
    ]);
  });
});

describe('Markdown', () => {
  it.each([
    ['ATT&CK', 'ATT&CK'],
    ['AT&amp;T', 'AT\\&amp;T'],
    ['down_new _x_', 'down_new \\_x\\_'],
    ['a*b `c` <d>', 'a\\*b \\`c\\` \\<d>'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['12) item', '12\\) item'],
    ['# heading', '\\# heading'],
    ['two\nlines', 'two lines'],
    ['see https://x.example', 'see https\\://x.example'],
    ['\u202eT1055\u0000', 'T1055'],
  ])('shows %j as it is', (words, markdown) => {
    expect(escapeMarkdown(words)).toBe(markdown);
  });

  it('lets no address out of a link', () => {
    expect(markdownLink('a](b', 'https://x.example/(a) <b>\n')).toBe(
      '[a\\](b](https://x.example/%28a%29%20%3Cb%3E%0A)',
    );
    expect(markdownLink('a', 'javascript:alert(1)')).toBe('a');
  });

  it('is made of ATT&CK’s markup: lists, code with backticks, emphasis', () => {
    expect(renderMarkdown(parseMarkup('A **b** `c`.\n\n* one\n    * two\n\n1. three'))).toEqual([
      'A **b** `c`.',
      '- one\n    - two\n1. three',
    ]);
  });

  it('is made of the lines of a card', () => {
    expect(fromMrkdwn('• *<https://x.example/a|A &amp; B>*\nsays `x &lt; y` and _more_')).toBe(
      '- **[A & B](https://x.example/a)**  \n  says `x < y` and *more*',
    );
  });

  it('shows any words as they are, on one line, whichever way they come', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        for (const markdown of [escapeMarkdown(words), fromMrkdwn(renderWords(words.replaceAll(/\s+/g, ' ').trim()))]) {
          expect(findLive(markdown)).toEqual([]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps its outline whatever the names and texts are', () => {
    const outline = outlineOf(hostileCard('Name', 'Alias', 'Text'));
    fc.assert(
      fc.property(hostile, hostile, (name, alias) => {
        expect(outlineOf(hostileCard(`Name ${name} e`, `a ${alias} e`, 'Text'))).toEqual(outline);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what holds the Markdown', () => {
  it('is a modal whose text is there to be copied, or says that there is none', () => {
    for (const markdown of ['', 'x', 'x'.repeat(LONGEST_COPY)]) {
      expect(checkView(copyView(markdown), 'modal')).toBeUndefined();
    }
    expect(JSON.stringify(copyView('# T1055'))).toContain('"initial_value":"# T1055"');
  });

  it('is a message of code that nothing in it can end', () => {
    const { text, blocks } = copyMessage('# a\n```\n<!channel> & ``` b');
    expect(text.match(/```/g)).toHaveLength(2);
    expect(text).not.toContain('<!');
    expect(lintBlocks(blocks, 'message')).toEqual([]);
    expect(lintBlocks(copyMessage('&\n'.repeat(1500)).blocks, 'message')).toEqual([]);
  });
});

describe.skipIf(!hasShared)('every card of real ATT&CK (needs ../shared)', () => {
  it('fits the box, with its source', { timeout: 120_000 }, () => {
    const catalog = hasShared ? realCatalog() : SMALL_CATALOG;
    for (const object of catalog.objects) {
      const markdown = copyAsMarkdown({ kind: 'open', key: object.stixId }, catalog);
      expect(markdown.length).toBeLessThanOrEqual(LONGEST_COPY);
      expect(markdown).toMatch(/^# .*\*ATT&CK 18\.1 .*\*$/s);
    }
  });

  it('fits the box with any part open, and says when something is missing', { timeout: 120_000 }, () => {
    const catalog = hasShared ? realCatalog() : SMALL_CATALOG;
    let shortened = 0;
    for (const object of catalog.objects.filter(({ kind }) => kind === 'technique' || kind === 'group')) {
      for (const { name: section, pages } of sectionsOf(catalog, object)) {
        const markdown = copyAsMarkdown({ kind: 'section', key: object.stixId, section, page: pages }, catalog);
        expect(markdown.length).toBeLessThanOrEqual(LONGEST_COPY);
        if (markdown.includes('Shortened to fit')) shortened += 1;
      }
    }
    expect(shortened).toBeGreaterThan(0);
  });
});

function copy(of: Shareable): string {
  return copyAsMarkdown(of, SMALL_CATALOG);
}

function hostileCard(name: string, alias: string, description: string): string {
  const one = technique({ id: 'T1001', name, description, platforms: [alias] });
  const other = group({ id: 'G0001', name, aliases: [alias] });
  const catalog = catalogOf({
    enterprise: [
      tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' }),
      one,
      other,
      relationship(other, 'uses', one, description),
    ],
  });
  return [
    copyAsMarkdown({ kind: 'section', key: 'T1001', section: 'procedures', page: 1 }, catalog),
    copyAsMarkdown({ kind: 'lookup', terms: ['G0001'] }, catalog),
    copyAsMarkdown({ kind: 'lookup', terms: ['G0001', 'T1001'] }, catalog),
  ].join('\n\n');
}

/** The lines that are more than words, by what makes them so; and where links lead. */
function outlineOf(markdown: string): readonly unknown[] {
  const lines = markdown
    .split('\n')
    .map((line) => /^ *(?:#+|[-+*>=|]+(?= )|\d+[.)]|`{3})?/.exec(line)?.[0].trim() ?? '');
  const hosts = [...markdown.replaceAll(/(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)/g, '').matchAll(/(?<!\\)\]\(([^)]*)\)/g)].map(
    ([, url = '']) => new URL(url).host,
  );
  return [lines.filter(Boolean), [...new Set(hosts)]];
}

/** Marks that Markdown would obey. Code of a run of backticks shows what it holds. */
function findLive(markdown: string): readonly string[] {
  const words = markdown.replaceAll(/\\[!-/:-@[-`{-~]/g, '·').replaceAll(/(?<=[\p{L}\p{N}])_(?=[\p{L}\p{N}])/gu, '');
  return words.match(/[\n\r`*_[\]<|~]|^ *[-+#>=]|^ *\d+[.)]|&#?\w+;|:\/\/|\bwww\./giu) ?? [];
}
