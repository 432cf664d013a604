import type { RichTextElement } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { formatDate } from '../../src/sandbox/page/dates.ts';
import { buildPlainText, buildRichText } from '../../src/sandbox/page/mrkdwn.ts';

const NOW = new Date(2026, 10, 24, 12).getTime();

/** The rich text in short: `b(…)` for bold and so on. */
function outline(mrkdwn: string): readonly string[] {
  return buildRichText(mrkdwn, NOW).elements.map((part) => {
    const name = part.type.replace('rich_text_', '');
    return `${name}: ${(part.elements as readonly RichTextElement[]).map(outlineElement).join('|')}`;
  });
}

function outlineElement(element: RichTextElement): string {
  const style = Object.keys(element.style ?? {})
    .map((key) => key.slice(0, 1))
    .join('');
  const text = (() => {
    switch (element.type) {
      case 'text':
        return element.text;
      case 'link':
        return `[${element.text}](${element.url})`;
      case 'user':
        return `@${element.user_id}`;
      case 'channel':
        return `#${element.channel_id}`;
      case 'broadcast':
        return `!${element.range}`;
      case 'emoji':
        return `:${element.name}:`;
      default:
        return element.type;
    }
  })();
  return style === '' ? text : `${style}(${text})`;
}

describe('mrkdwn becomes rich text', () => {
  test.each([
    ['*Tactics:*\nStealth\n*Platforms:*\nWindows', ['section: b(Tactics:)|\nStealth\n|b(Platforms:)|\nWindows']],
    ['_it_ ~gone~ *_both_*', ['section: i(it)| |s(gone)| |bi(both)']],
    ['2 * 3 * 4, __init__, snake_case_name', ['section: 2 * 3 * 4, __init__, snake_case_name']],
    ['at 10:30:22 :bug:', ['section: at 10:30:22 |:bug:']],
    ['`a*b*c` and `&lt;x&gt;`', ['section: c(a*b*c)| and |c(<x>)']],
    ['# no heading', ['section: # no heading']],
    ['&lt;@U1&gt; &amp;lt;', ['section: <@U1> &lt;']],
    ['<@U1> in <#C1|general> <!here>', ['section: @U1| in |#C1| |!here']],
    ['<https://e.test/a_b?x=1&amp;y=2|a_b_c>', ['section: [a_b_c](https://e.test/a_b?x=1&y=2)']],
    ['see https://e.test/x.', ['section: see |[https://e.test/x](https://e.test/x)|.']],
    ['before\n```\n*raw* &amp; `x`\n```\nafter', ['section: before', 'preformatted: *raw* & `x`', 'section: after']],
    ['```never closed', ['section: ```never closed']],
    ['&gt; one\n> two\nthree', ['quote: one\ntwo', 'section: three']],
    ['*<https://e.test|bold link>*', ['section: b([bold link](https://e.test))']],
    ['<!subteam^S1|@team> <!unknown|label>', ['section: usergroup| |label']],
    ['<!date^nonsense^{date}|long ago>', ['section: long ago']],
  ])('%j', (mrkdwn, parts) => {
    expect(outline(mrkdwn)).toEqual(parts);
  });

  test('plain text knows emoji and nothing else', () => {
    expect(buildPlainText('*a* :bug: &amp;').elements).toEqual([
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: '*a* ' },
          { type: 'emoji', name: 'bug' },
          { type: 'text', text: ' &amp;' },
        ],
      },
    ]);
  });
});

describe('dates', () => {
  const seconds = (date: Date) => date.getTime() / 1000;
  /** In the locale of whoever runs this. */
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

  test('today and yesterday are named where the format is a pretty one', () => {
    expect(formatDate(seconds(new Date(2026, 10, 24, 9)), '{date_short_pretty}', NOW)).toBe(relative.format(0, 'day'));
    expect(formatDate(seconds(new Date(2026, 10, 23, 23)), '{date_long_pretty}', NOW)).toBe(relative.format(-1, 'day'));
    expect(formatDate(seconds(new Date(2026, 10, 24, 9)), '{date_short}', NOW)).not.toBe(relative.format(0, 'day'));
  });

  test('the text around the tokens stays', () => {
    expect(formatDate(seconds(new Date(2026, 10, 24, 11)), 'read {ago}, sure', NOW)).toBe(
      `read ${relative.format(-1, 'hour')}, sure`,
    );
  });

  test('an unknown token leaves the text to the fallback', () => {
    expect(formatDate(0, '{moon_phase}', NOW)).toBeUndefined();
  });
});
