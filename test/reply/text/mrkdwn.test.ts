import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOMAINS } from '../../../src/attack/domain.ts';
import { firstSentences, parseMarkup } from '../../../src/attack/markup.ts';
import { cutMrkdwn, cutText, escapeMrkdwn, plain, renderMrkdwn } from '../../../src/reply/text/mrkdwn.ts';
import { hasShared, realBundle } from '../../fixtures/shared.ts';

const ZWSP = '\u200b';

function render(markup: string, limit?: number): string {
  return renderMrkdwn(parseMarkup(markup), limit === undefined ? {} : { limit });
}

describe('escapeMrkdwn', () => {
  it('escapes three characters and no other', () => {
    expect(escapeMrkdwn(`<!channel> & <@U1> &amp; "'*_~`)).toBe(`&lt;!channel&gt; &amp; &lt;@U1&gt; &amp;amp; "'*_~`);
  });
});

describe('renderMrkdwn', () => {
  it('writes links, code, emphasis and lists as Slack does', () => {
    expect(
      render(
        'See [A & B](https://attack.mitre.org/groups/G0016) run <code>a <x></code>.(Citation: C)\n\n**Note:** *well*\n\n* one\n    * two\n1. three\n\nEnd.',
      ),
    ).toBe(
      'See <https://attack.mitre.org/groups/G0016|A &amp; B> run `a &lt;x&gt;`.\n\n*Note:* _well_\n• one\n    • two\n1. three\n\nEnd.',
    );
  });

  it('begins with a list without a blank line', () => {
    expect(render('* one\n* two')).toBe('• one\n• two');
  });

  it('leads no one elsewhere than to the web', () => {
    expect(render('[a](javascript:alert) [b](/c) [d](mailto:e@f)')).toBe('a b d');
  });

  it('encodes what would end a link', () => {
    const nodes = [
      { kind: 'paragraph', children: [{ kind: 'link', url: 'https://a.b/c d|e>f?g&h', text: 'i|j>k' }] },
    ] as const;
    expect(renderMrkdwn(nodes)).toBe('<https://a.b/c%20d%7Ce%3Ef?g&amp;h|i|j&gt;k>');
  });

  it('keeps code in one line and closed', () => {
    expect(render('<code>a`b\nc</code>')).toBe('`aˋb c`');
  });

  it('parts code from letters and from other code, or Slack would not format it', () => {
    expect(render('`a`s and`b`<code>c</code>')).toBe(`\`a\`${ZWSP}s and${ZWSP}\`b\`${ZWSP}\`c\``);
  });

  it('lets words that hold a mark format nothing', () => {
    expect(render(String.raw`\*a\* and \_b\_ and ~c~`)).toBe(`*${ZWSP}a* and _${ZWSP}b_ and ~${ZWSP}c~`);
    expect(render('__init__')).toBe(`_${ZWSP}_${ZWSP}init__`);
    expect(render(String.raw`\*a **b**`)).toBe(`*${ZWSP}a *b*`);
    expect(render('\\`a\\` and `b`')).toBe('ˋaˋ and `b`');
    expect(render('**a\\*b**')).toBe('a*b');
  });

  it.each([
    'down_new',
    'a*b*c',
    '*nix',
    '2 * 3 * 4',
    '~/.ssh and ~/x',
    'a_b_c and d',
    'it`s',
    '10:30:00',
    '00:0c:29:ab:cd:ef',
  ])('leaves %j as it is', (text) => {
    expect(renderMrkdwn([{ kind: 'paragraph', children: [{ kind: 'text', text }] }])).toBe(text);
  });

  it('shows no emoji and no quote that the words only look like', () => {
    expect(render('root:x:0')).toBe(`root:${ZWSP}x:0`);
    expect(render('&gt; a')).toBe(`${ZWSP}&gt; a`);
  });

  it('drops controls and marks that reverse the reading', () => {
    expect(render('a\u202eb\u0007c `d\u2066e`')).toBe('abc `de`');
  });

  it('drops what does not fit from the end: paragraphs, then sentences, then words', () => {
    const markup = 'The first is here.\n\nThe second is here. It goes on for long.';
    expect(render(markup, 60)).toBe('The first is here.\n\nThe second is here. It goes on for long.');
    expect(render(markup, 50)).toBe('The first is here.\n\nThe second is here.');
    expect(render(markup, 30)).toBe('The first is here.\n\nThe…');
    expect(render(markup, 20)).toBe('The first is here.\n…');
    expect(render(markup, 12)).toBe('The first…');
    expect(render(markup, 0)).toBe('');
  });

  it('cuts no entity, no code and no link', () => {
    expect(render('a &amp;&amp;&amp;&amp; b', 14)).toBe('a…');
    expect(render('run `a long command` now', 15)).toBe('run…');
    expect(render('see [here](https://example.com/) now', 20)).toBe('see…');
    expect(render('<b>one two three</b> four five', 12)).toBe('*one two*…');
  });
});

describe('cutMrkdwn', () => {
  it('cuts before an entity, a link or code that it would break', () => {
    expect(cutMrkdwn('ab &amp; c', 7)).toBe('ab…');
    expect(cutMrkdwn('ab <https://a.b|c> d', 12)).toBe('ab…');
    expect(cutMrkdwn('ab `cd ef` g', 8)).toBe('ab…');
    expect(cutMrkdwn('<https://a.b|c>', 9)).toBe('…');
    expect(cutMrkdwn('abc', 3)).toBe('abc');
    expect(cutMrkdwn('abc', 0)).toBe('');
  });
});

describe('plain', () => {
  it('is one line without controls, and escapes nothing', () => {
    expect(plain(' a\n\tb\u0000 <&> \u202ec ')).toBe('a b <&> c');
    expect(plain('abcdef', 4)).toBe('abc…');
  });
});

describe('cutText', () => {
  it('cuts between what people see as characters', () => {
    expect(cutText('ab😀d', 4)).toBe('ab…');
    expect(cutText('ab👩‍💻d', 7)).toBe('ab…');
    expect(cutText('abe\u0301d', 4)).toBe('ab…');
    expect(cutText('abcd', 4)).toBe('abcd');
    expect(cutText('abcd', 1)).toBe('…');
    expect(cutText('abcd', 0)).toBe('');
  });
});

const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '<!channel>',
          '<@U1>',
          '<#C1|x>',
          '&lt;!here&gt;',
          '&amp;',
          '<',
          '>',
          '[a](https://b.c)',
          '[<!x>](https://b.c/<!here>)',
          '[`](https://b)',
        ],
        ...[
          '`',
          '``',
          '<code>',
          '</code>',
          '*',
          '**',
          '_',
          '~',
          '\n',
          '\n\n',
          '* ',
          '- ',
          '. ',
          ' ',
          '(Citation: x)',
          '<br>',
          '<b>',
          '</b>',
          '😀',
        ],
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    ),
    { maxLength: 50 },
  )
  .map((pieces) => pieces.join(''));

describe('any text at all', () => {
  it('notifies no one, closes its code and keeps its limit', () => {
    fc.assert(
      fc.property(anyText, fc.nat(120), (text, limit) => {
        for (const mrkdwn of [
          render(text),
          render(text, limit),
          renderMrkdwn(firstSentences(parseMarkup(text), limit)),
        ]) {
          expect(findFault(mrkdwn)).toBeUndefined();
        }
        expect(render(text, limit).length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('stays whole when it is cut as mrkdwn or as text', () => {
    fc.assert(
      fc.property(anyText, fc.nat(120), (text, limit) => {
        const cut = cutMrkdwn(render(text), limit);
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect(findFault(cut)).toBeUndefined();
        expect(cutText(text, limit).length).toBeLessThanOrEqual(limit);
        expect(plain(text, limit).length).toBeLessThanOrEqual(limit);
        expect(plain(text, limit)).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

/** Below most descriptions' length, so that most are cut. */
const LIMIT = 600;
const LEFTOVER = /\(Citation|\]\(http|\*\*|&lt;\/?code&gt;/;

describe.skipIf(!hasShared)('every active description of 18.1 (needs ../shared)', () => {
  it.each(DOMAINS)('of %s is whole within the limit', (domain) => {
    const { objects, relations } = realBundle(domain, '18.1');
    const descriptions = objects.filter(({ status }) => status === 'active').map(({ description }) => description);
    expect(descriptions.length).toBeGreaterThan(100);
    for (const description of [...descriptions, ...relations.map((relation) => relation.description)]) {
      const nodes = parseMarkup(description);
      const mrkdwn = renderMrkdwn(nodes, { limit: LIMIT });
      if (mrkdwn.length > LIMIT || LEFTOVER.test(mrkdwn) || findFault(mrkdwn) !== undefined) expect.fail(mrkdwn);
      const summary = renderMrkdwn(firstSentences(nodes));
      if (findFault(summary) !== undefined || (summary === '' && nodes.length > 0)) expect.fail(summary);
    }
  });
});

/** What Slack would read otherwise than meant, if anything. */
function findFault(mrkdwn: string): string | undefined {
  const withoutLinks = mrkdwn.replaceAll(/<https?:\/\/[^\s<>|]+(?:\|[^<>\n]*)?>/g, '');
  if (/[<>]/.test(withoutLinks)) return `stray bracket: ${mrkdwn}`;
  if (/&(?!amp;|lt;|gt;)/.test(mrkdwn)) return `broken entity: ${mrkdwn}`;
  const open = mrkdwn.split('\n').find((line) => line.split('`').length % 2 === 0 && line.split('`').length > 2);
  return open === undefined ? undefined : `open code: ${open}`;
}
