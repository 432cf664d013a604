import { describe, expect, it } from 'vitest';
import { readSaid, readShown } from '../../../src/slack/read/readable.ts';

/** In the shape in which alerts of monitoring systems come. */
const ALERT = {
  bot_id: 'B1',
  text: '',
  blocks: [
    { type: 'header', text: { type: 'plain_text', text: 'Alert 17' } },
    {
      type: 'section',
      text: { type: 'mrkdwn', text: 'Rule *LSASS*' },
      fields: [{ type: 'mrkdwn', text: 'attack.t1003.001' }],
      accessory: { type: 'button', text: { type: 'plain_text', text: 'T9999' } },
    },
    { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Silence T1059' } }] },
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'see a<b ' },
            { type: 'link', url: 'https://attack.mitre.org/groups/G0016', text: 'APT29' },
          ],
        },
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'rundll32 x' }] },
      ],
    },
  ],
  attachments: [
    {
      fallback: 'short',
      pretext: 'before',
      title: 'Title',
      title_link: 'https://siem.example/1',
      text: 'body',
      fields: [{ title: 'Technique', value: 'T1055' }],
    },
    { fallback: 'only this' },
    { is_app_unfurl: true, app_unfurl_url: 'https://attack.mitre.org/techniques/T1055', text: 'a preview' },
  ],
};

describe('what is read of a message', () => {
  it('is the words of an alert’s blocks and attachments, without buttons and app previews', () => {
    expect(readSaid(ALERT).split('\n')).toEqual([
      'Alert 17',
      'Rule *LSASS*',
      'attack.t1003.001',
      'see a&lt;b <https://attack.mitre.org/groups/G0016|APT29>',
      'rundll32 x',
      'before',
      'Title',
      'body',
      'Technique',
      'T1055',
      '<https://siem.example/1>',
      'only this',
    ]);
  });

  it('is a person’s text alone when it is counted, and previews too when they are pointed at', () => {
    const message = { user: 'U1', text: 'look', attachments: [{ text: 'a blog about T1055' }] };
    expect(readSaid(message)).toBe('look');
    expect(readShown(message)).toBe('look\na blog about T1055');
  });

  it.each([[undefined], [null], ['text'], [{}], [{ text: 5, blocks: 'x', attachments: [null, 3] }]])(
    'is nothing of %j',
    (message) => {
      expect(readShown(message)).toBe('');
    },
  );

  it('is no deeper than Slack nests', () => {
    let nested: object = { text: 'deep' };
    for (let depth = 0; depth < 5000; depth += 1) nested = { elements: [nested] };
    expect(readShown({ blocks: [nested] })).toBe('');
  });
});
