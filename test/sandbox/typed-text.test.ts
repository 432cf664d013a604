import { describe, expect, it } from 'vitest';
import { readTyped } from '../../src/sandbox/typed-text.ts';

const BOT = { id: 'U0BOT', name: 'ATT&CK', isBot: true };
const read = (typed: string) => readTyped(typed, [BOT]);

describe('what a person types', () => {
  it.each([
    ['escapes the three characters', 'a < b & c > d', 'a &lt; b &amp; c &gt; d'],
    [
      'marks up a link',
      'see https://attack.mitre.org/techniques/T1055/',
      'see <https://attack.mitre.org/techniques/T1055/>',
    ],
    ['leaves punctuation behind a link outside', '(https://a.org/b?c=1&d=2).', '(<https://a.org/b?c=1&amp;d=2>).'],
    [
      'gives a bare host a scheme and its label',
      'attack.mitre.org/groups',
      '<http://attack.mitre.org/groups|attack.mitre.org/groups>',
    ],
    ['leaves code alone', '`https://a.org <b>` and ```x.org```', '`https://a.org &lt;b&gt;` and ```x.org```'],
    ['marks up a mention by name', '@att&ck T1055', '<@U0BOT> T1055'],
    ['keeps a mention that the completion left', '<@U0BOT> T1055', '<@U0BOT> T1055'],
    ['escapes what only looks like a mention', '<@U0NOBODY> a@att&ck', '&lt;@U0NOBODY&gt; a@att&amp;ck'],
    ['finds no link in a file name', 'payload.exe T1055.001', 'payload.exe T1055.001'],
  ])('%s', (_name, typed, text) => {
    expect(read(typed).text).toBe(text);
  });

  it('lists each link once, as it stands in the text', () => {
    expect(read('https://a.org/?b&c https://b.org https://a.org/?b&c').links).toEqual([
      'https://a.org/?b&amp;c',
      'https://b.org',
    ]);
  });

  it('is a rich_text block as well', () => {
    expect(read('@ATT&CK see https://a.org `x`').block.elements).toEqual([
      {
        type: 'rich_text_section',
        elements: [
          { type: 'user', user_id: 'U0BOT' },
          { type: 'text', text: ' see ' },
          { type: 'link', url: 'https://a.org' },
          { type: 'text', text: ' ' },
          { type: 'text', text: 'x', style: { code: true } },
        ],
      },
    ]);
  });
});
