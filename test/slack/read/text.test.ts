import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTyped } from '../../../src/slack/read/text.ts';

describe('the text of a message', () => {
  it.each([
    ['T1055', 'T1055'],
    ['<@U0BOT> T1055', 'T1055'],
    ['<@U0BOT|bot>: T1055 ', ': T1055'],
    ['<@U0BOT>T1055<@U0BOT>', 'T1055'],
    ['T1055 <#C0024|general> <!here> <!subteam^S0154|@team> T1059', 'T1055       T1059'],
    ['<https://attack.mitre.org/groups/G0016>', 'https://attack.mitre.org/groups/G0016'],
    ['<https://attack.mitre.org/groups/G0016|that group>', 'https://attack.mitre.org/groups/G0016'],
    ['<https://x.example/?a=1&amp;b=2>', 'https://x.example/?a=1&b=2'],
    ['<http://Responder.py|Responder.py>', 'Responder.py'],
    ['<mailto:a@x.example|a@x.example>', 'a@x.example'],
    ['<http://x.example|elsewhere>', 'http://x.example'],
    ['AutoHotKey &amp; AutoIT', 'AutoHotKey & AutoIT'],
    ['&lt;T1055&gt; &amp;lt;', '<T1055> &lt;'],
    ['a < b > c', 'a < b > c'],
    ['<', '<'],
    ['<>', '<>'],
    ['', ''],
  ])('%j is read as %j', (text, typed) => {
    expect(readTyped(text)).toBe(typed);
  });

  it('is read as what its author typed, once Slack’s escapes are gone', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const escaped = typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        expect(readTyped(escaped)).toBe(typed.trim());
      }),
    );
  });

  it('is read in no time, however hostile', () => {
    const start = performance.now();
    for (const part of ['<', '<a', '&', '<@', '|', ' <x|']) readTyped(part.repeat(40_000));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
