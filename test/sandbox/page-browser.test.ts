import type { KnownBlock } from '@slack/types';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { BOT, buildMessage, buildState, CHANNEL, type PageServer, withMessage } from './page-host.ts';
import { CHROMIUM, stagePage } from './page-stage.ts';

const BLOCKS: KnownBlock[] = [
  {
    type: 'section',
    block_id: 's',
    text: { type: 'mrkdwn', text: '*T1055* · <https://e.test/T1055|Process Injection>' },
  },
  {
    type: 'actions',
    block_id: 'a',
    elements: [
      { type: 'button', action_id: 'more', text: { type: 'plain_text', text: 'Sub-techniques (12)' }, value: 'v' },
      {
        type: 'button',
        action_id: 'open',
        text: { type: 'plain_text', text: 'Open on MITRE' },
        url: 'https://attack.mitre.org/techniques/T1055/',
      },
      {
        type: 'overflow',
        action_id: 'menu',
        options: [{ text: { type: 'plain_text', text: 'Share' }, value: 'share' }],
      },
    ],
  },
];
const LINK = 'https://attack.mitre.org/techniques/T1055/';
const START = buildState([
  buildMessage('1.000001', { text: 'is this T1055?' }),
  buildMessage('2.000001', { author: BOT.id, text: 'T1055', blocks: BLOCKS, threadTs: '1.000001' }),
  buildMessage('3.000001', { text: `<${LINK}>`, unfurls: [{ url: LINK, blocks: BLOCKS }] }),
  buildMessage('4.000001', { author: BOT.id, text: 'T1055', blocks: BLOCKS, ephemeral: true }),
]);

describe.skipIf(CHROMIUM === undefined)('the page in a browser (needs Chromium)', () => {
  const stage = stagePage(START);
  let page: Page;
  let server: PageServer;
  beforeAll(() => {
    ({ page, server } = stage);
  });

  const box = () => page.getByRole('textbox', { name: 'Message #incident' });
  const log = () => page.getByRole('log', { name: 'Messages in incident' });
  const expectActs = (acts: readonly unknown[]) => vi.waitFor(() => expect(server.acts).toEqual(acts), 5000);

  test('a command is completed from its first letters and sent with Enter', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('at');
    await page.getByRole('option', { name: '/attack [ID or words]' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('T1055');
    await page.keyboard.press('Enter');

    await expectActs([{ kind: 'say', channel: CHANNEL, text: '/attack T1055' }]);
    expect(await box().inputValue()).toBe('');
    await page.keyboard.press('ArrowUp');
    expect(await box().inputValue()).toBe('/attack T1055');
  });

  test('a person is completed after @ and sent as an ID; Shift+Enter breaks the line', async () => {
    await box().focus();
    await page.keyboard.type('ask @gr');
    await page.keyboard.press('Enter');
    await page.keyboard.type('now');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('please @');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');

    await expectActs([{ kind: 'say', channel: CHANNEL, text: `ask <@U2> now\nplease <@${BOT.id}>` }]);
  });

  test('what was refused stays in the box, with the reason above', async () => {
    server.refuse('not in threads');
    await box().fill('hello');
    await page.keyboard.press('Enter');

    await page.getByRole('alert').filter({ hasText: 'not in threads' }).waitFor();
    await vi.waitFor(async () => expect(await box().inputValue()).toBe('hello'));
  });

  test('a button names its message, block and action', async () => {
    await log().locator('article.ephemeral').getByRole('button', { name: 'Sub-techniques (12)' }).click();

    await expectActs([{ kind: 'press', channel: CHANNEL, ts: '4.000001', blockId: 'a', actionId: 'more' }]);
  });

  test('a button of an unfurl names its link as well, and an overflow menu its option', async () => {
    const unfurl = page.getByRole('complementary', { name: `Preview of ${LINK}` });
    await unfurl.getByRole('button', { name: 'Sub-techniques (12)' }).click();
    await unfurl.getByRole('combobox', { name: 'More actions' }).selectOption('Share');

    const press = { kind: 'press', channel: CHANNEL, ts: '3.000001', blockId: 'a', unfurlUrl: LINK };
    await expectActs([
      { ...press, actionId: 'more' },
      { ...press, actionId: 'menu', choice: 'share' },
    ]);
  });

  test('a link button opens a tab that knows nothing of this one', async () => {
    const link = log().getByRole('link', { name: 'Open on MITRE' }).first();

    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.getAttribute('rel')).toContain('noopener');
  });

  test('a thread opens, is answered and closes by keyboard alone, and the focus comes back', async () => {
    const opener = log().getByRole('button', { name: '1 reply' });
    await opener.focus();
    await page.keyboard.press('Enter');
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByRole('button', { name: 'Sub-techniques (12)' }).waitFor();
    await page.keyboard.type('thanks');
    await page.keyboard.press('Enter');
    await expectActs([{ kind: 'say', channel: CHANNEL, text: 'thanks', threadTs: '1.000001' }]);
    await page.keyboard.press('Escape');

    await thread.waitFor({ state: 'detached' });
    expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('links are previewed while they are typed, and the preview goes with the text', async () => {
    await box().fill(`see ${LINK}`);
    await expectActs([{ kind: 'compose', channel: CHANNEL, text: `see ${LINK}` }]);
    const [first, ...others] = server.state().channels;
    if (first !== undefined) {
      const composerPreviews = [{ url: LINK, title: 'Process Injection', blocks: BLOCKS }];
      server.set({ ...server.state(), channels: [{ ...first, composerPreviews }, ...others] });
    }
    await page.getByRole('region', { name: 'Previews' }).getByText('T1055').waitFor();
    await box().fill('');

    await vi.waitFor(() => expect(server.acts.at(-1)).toEqual({ kind: 'compose', channel: CHANNEL, text: '' }));
  });

  test('the first visit to a quiet channel offers things to try', async () => {
    await page.getByRole('button', { name: /^@?ATT&CK bot$/ }).click();
    await page.getByRole('button', { name: '/attack proces injecton' }).click();

    await expectActs([{ kind: 'say', channel: 'D1', text: '/attack proces injecton' }]);
  });

  test('new messages appear by themselves, marked for what they are', async () => {
    server.set(
      withMessage(
        server.state(),
        buildMessage('5.0', { text: '/attack', failure: 'failed: operation_timeout', edited: true }),
      ),
    );

    const newest = log().locator('article').last();
    await newest.getByText('failed: operation_timeout').waitFor();
    await newest.getByText('(edited)').waitFor();
    await log().getByText('Only visible to you').waitFor();
    await log().getByText('APP', { exact: true }).first().waitFor();
  });

  test('a bot without a connection is announced', async () => {
    server.set({ ...server.state(), isBotConnected: false });

    await page.getByText('The bot is not connected, so nobody answers yet.').waitFor();
  });

  test('on a phone the channels are a drawer and nothing is wider than the screen', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'Channels', exact: true }).click();
    await page.getByRole('button', { name: /^@?ATT&CK bot$/ }).click();

    await page.getByRole('textbox', { name: 'Message ATT&CK bot' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  // The last one: it ends the server.
  test('a lost line is announced', async () => {
    await server.close();

    await page.getByText('The line to the sandbox is down. Trying again …').waitFor();
    // The browser's own word on it.
    stage.pardon('net::ERR_');
  });
});
