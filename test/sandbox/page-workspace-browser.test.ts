import type { DataTableBlock, KnownBlock } from '@slack/types';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { PageState } from '../../src/sandbox/page-api.ts';
import { findFaint } from '../fixtures/contrast.ts';
import { BOT, buildMessage, buildState, buildTraffic, CHANNEL, type PageServer } from './page-host.ts';
import { CHROMIUM, stagePage } from './page-stage.ts';

const LINK = 'https://attack.mitre.org/techniques/T1055/';
const FIELDS = [{ label: 'Tactics', value: 'Stealth' }];
const START = buildState([
  buildMessage('1.000001', { text: `&lt;b&gt; <@${BOT.id}> see <${LINK}>` }),
  buildMessage('2.000001', { author: 'U2', text: 'not mine' }),
  buildMessage('3.000001', {
    author: BOT.id,
    text: 'the layer',
    files: [{ id: 'F1', name: 'layer.json', size: 12_345, path: '/files/F1/layer.json' }],
  }),
]);
const ENTITY = buildState([
  buildMessage('1.000001', {
    text: `<${LINK}>`,
    unfurls: [{ url: LINK, entity: { title: 'Process Injection', kind: 'Technique', fields: FIELDS } }],
  }),
]);

const cell = (text: string) => ({ type: 'raw_text' as const, text });
const count = (value: number) => ({ type: 'raw_number' as const, value, text: String(value) });
const INPUT: KnownBlock = {
  type: 'input',
  block_id: 'b',
  label: { type: 'plain_text', text: 'Why' },
  hint: { type: 'plain_text', text: 'It is told' },
  optional: true,
  element: {
    type: 'multi_static_select',
    action_id: 'm',
    options: [{ text: { type: 'plain_text', text: 'Linux' }, value: 'l' }],
    initial_options: [{ text: { type: 'plain_text', text: 'Linux' }, value: 'l' }],
  },
};
const TABLE: DataTableBlock = {
  type: 'data_table',
  caption: 'Techniques',
  page_size: 2,
  row_header_column_index: 1,
  rows: [
    [cell('ID'), cell('Name'), cell('Groups')],
    [cell('T1055'), cell('Process Injection'), count(9)],
    [cell('T1003'), cell('Credential Dumping'), count(10)],
    [cell('T1566'), cell('Phishing'), count(100)],
  ],
};

describe.skipIf(CHROMIUM === undefined)('the workspace in a browser (needs Chromium)', () => {
  const stage = stagePage(START);
  let page: Page;
  let server: PageServer;
  beforeAll(() => {
    ({ page, server } = stage);
  });

  const { open } = stage;
  const expectActs = (acts: readonly unknown[]) => vi.waitFor(() => expect(server.acts).toEqual(acts), 5000);
  const chooseInMenu = async (item: string) => {
    await page.getByRole('button', { name: 'More actions for the message of ada' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const showBlocks = (...blocks: readonly KnownBlock[]) =>
    server.set(buildState([buildMessage('1.000001', { author: BOT.id, blocks })]));
  const change = (next: Partial<PageState>) => server.set({ ...server.state(), ...next });

  describe("one's own message", () => {
    test('is edited where it stands, as it was typed, and saved with Enter', async () => {
      await chooseInMenu('Edit message');
      const box = page.getByRole('textbox', { name: 'Edit message' });
      expect(await box.inputValue()).toBe(`<b> @ATT&CK bot see ${LINK}`);
      await page.keyboard.type(' again');
      await page.keyboard.press('Enter');

      const text = `<b> <@${BOT.id}> see ${LINK} again`;
      await expectActs([{ kind: 'edit', channel: CHANNEL, ts: '1.000001', text }]);
      await box.waitFor({ state: 'detached' });
    });

    test('is left as it was by Escape', async () => {
      await chooseInMenu('Edit message');
      await page.keyboard.type('no');
      await page.keyboard.press('Escape');

      await page.getByRole('textbox', { name: 'Edit message' }).waitFor({ state: 'detached' });
      expect(server.acts).toEqual([]);
    });

    test('is deleted after a question', async () => {
      await chooseInMenu('Delete message');
      const question = page.getByRole('dialog', { name: 'Delete message' });
      await question.getByRole('button', { name: 'Cancel' }).click();
      await question.waitFor({ state: 'detached' });
      expect(server.acts).toEqual([]);
      await chooseInMenu('Delete message');
      await question.getByRole('button', { name: 'Delete' }).click();

      await expectActs([{ kind: 'delete', channel: CHANNEL, ts: '1.000001' }]);
    });

    test("is the only kind with these two: others' have the app's shortcuts alone", async () => {
      await page.getByRole('button', { name: 'More actions for the message of Grace Hopper' }).click();
      await page.getByRole('menu').waitFor();

      expect(await page.getByRole('menuitem').allTextContents()).toEqual([
        'Find techniquesWhat this message speaks of',
      ]);
    });
  });

  test('a file has its name and size, and is downloaded from here', async () => {
    const link = page.getByRole('link', { name: /layer\.json.*12 kB/ });

    expect(await link.getAttribute('href')).toBe('/files/F1/layer.json');
    expect(await link.getAttribute('download')).toBe('layer.json');
  });

  describe('a second person', () => {
    test('is a link away, and then acts in their own name', async () => {
      await page.getByRole('link', { name: 'switch to Grace Hopper' }).click();
      await page.getByRole('link', { name: 'switch to ada' }).waitFor();
      expect(page.url()).toContain('?as=U2');
      await vi.waitFor(async () => expect(await page.title()).toBe('Grace Hopper · ATT&CK bot · sandbox'));
      await page.getByRole('textbox', { name: 'Message #incident' }).fill('hello');
      await page.keyboard.press('Enter');

      await expectActs([{ kind: 'say', channel: CHANNEL, text: 'hello' }]);
      expect(server.actors).toEqual(['U2']);
    });

    test('who is not known here is told so', async () => {
      await open('/?as=U404');

      await page.getByRole('alert').filter({ hasText: 'Nobody here goes by that name' }).waitFor();
      stage.pardon('404');
    });
  });

  describe('a Work Object', () => {
    test('is a card that opens its panel', async () => {
      server.set(ENTITY);
      const preview = page.getByRole('complementary', { name: `Preview of ${LINK}` });
      await preview.getByText('Stealth').waitFor();
      await preview.getByRole('button', { name: 'Process Injection' }).click();

      await expectActs([{ kind: 'open-panel', channel: CHANNEL, ts: '1.000001', url: LINK }]);
    });

    test('shows its details when they come, or why there are none, and closes with Escape', async () => {
      const panel = { url: LINK, title: 'Process Injection', kind: 'Technique', fields: [] };
      change({ panel: { ...panel, status: 'waiting' } });
      const details = page.getByRole('complementary', { name: 'Details' });
      await details.getByText('Waiting for the app').waitFor();
      change({ panel: { ...panel, status: 'failed', message: 'Not known any more' } });
      await details.getByText('Not known any more').waitFor();
      change({ panel: { ...panel, status: 'shown', fields: FIELDS } });
      await details.getByText('Stealth').waitFor();
      await page.keyboard.press('Escape');

      await expectActs([{ kind: 'close-panel' }]);
    });
  });

  describe('the network', () => {
    const exchange = (name: string) => page.locator('.exchange').filter({ hasText: name });

    test('shows what went to and fro, as text alone', async () => {
      server.addTraffic(
        buildTraffic(1, {
          direction: 'to bot',
          name: 'command: /attack',
          sent: { text: '<img src=x>' },
          outcome: 'late',
        }),
      );
      await page.getByRole('button', { name: 'Network' }).click();
      await exchange('command: /attack').click();
      server.addTraffic(buildTraffic(2, { received: { ok: true } }));
      await exchange('chat.postMessage').click();

      await page.getByText('"text": "<img src=x>"').waitFor();
      await page.getByText('"ok": true').waitFor();
      expect(await page.locator('.network img').count()).toBe(0);
      expect(await page.locator('.exchange summary').allTextContents()).toEqual([
        expect.stringMatching(/^→to botcommand: \/attacklate2 ms/),
        expect.stringMatching(/^←from botchat\.postMessageok2 ms/),
      ]);
    });

    test('is narrowed by words, and closes with Escape, back to its button', async () => {
      server.addTraffic(buildTraffic(1, { outcome: 'invalid_blocks' }));
      server.addTraffic(buildTraffic(2, { name: 'views.open' }));
      await page.getByRole('button', { name: 'Network' }).click();
      await exchange('views.open').waitFor();
      await page.keyboard.type('chat invalid');

      await exchange('views.open').waitFor({ state: 'detached' });
      await page.getByText('1 of 2').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('region', { name: 'Network' }).waitFor({ state: 'detached' });
      expect(await page.evaluate(() => document.activeElement?.className)).toBe('network-toggle');
    });
  });

  describe('newer blocks', () => {
    const rows = () => page.locator('.data-table tbody tr').allTextContents();

    test('a data_table is a table with its caption and row headers, and is turned by its page_size', async () => {
      showBlocks(TABLE);
      await page.getByRole('table', { name: 'Techniques' }).waitFor();
      expect(await page.getByRole('rowheader').allTextContents()).toEqual(['Process Injection', 'Credential Dumping']);
      await page.getByRole('button', { name: 'Next' }).click();

      await page.getByText('3–3 of 3').waitFor();
      expect(await rows()).toEqual(['T1566Phishing100']);
    });

    test('a data_table is sorted by a column, numbers as numbers, and the other way round', async () => {
      showBlocks({ ...TABLE, page_size: 100 });
      const header = page.getByRole('columnheader', { name: 'Groups' });
      await header.getByRole('button').click();
      expect(await header.getAttribute('aria-sort')).toBe('ascending');
      expect(await rows()).toEqual(['T1055Process Injection9', 'T1003Credential Dumping10', 'T1566Phishing100']);
      await header.getByRole('button').click();

      expect(await header.getAttribute('aria-sort')).toBe('descending');
      expect((await rows())[0]).toBe('T1566Phishing100');
    });

    test('a container folds where it may, and has its subtitle', async () => {
      showBlocks({
        type: 'container',
        title: { type: 'plain_text', text: 'Procedures' },
        subtitle: { type: 'plain_text', text: '12 groups' },
        is_collapsible: true,
        default_collapsed: true,
        child_blocks: [{ type: 'section', text: { type: 'plain_text', text: 'within' } }],
      });
      await page.getByText('12 groups').waitFor();
      expect(await page.getByText('within').isVisible()).toBe(false);
      await page.getByText('Procedures').click();

      await page.getByText('within').waitFor();
    });

    test('boxes and radio buttons of a message tell what is chosen', async () => {
      const option = (value: string) => ({ text: { type: 'plain_text' as const, text: value }, value });
      const options = [option('one'), option('two')];
      showBlocks({
        type: 'actions',
        block_id: 'b',
        elements: [
          { type: 'checkboxes', action_id: 'c', options },
          { type: 'radio_buttons', action_id: 'r', options },
        ],
      });
      await page.getByRole('checkbox', { name: 'one' }).check();
      await page.getByRole('checkbox', { name: 'two' }).check();
      await page.getByRole('radio', { name: 'two' }).check();

      const press = { kind: 'press', channel: CHANNEL, ts: '1.000001', blockId: 'b' };
      await expectActs([
        { ...press, actionId: 'c', choice: ['one'] },
        { ...press, actionId: 'c', choice: ['one', 'two'] },
        { ...press, actionId: 'r', choice: 'two' },
      ]);
    });
  });

  test.each(['light', 'dark'] as const)('in %s every text stands out from what is behind it', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    server.addTraffic(buildTraffic(1, { outcome: 'invalid_blocks' }));
    server.set({ ...COLOURFUL, isBotConnected: false });
    await page.getByRole('button', { name: 'Network' }).click();
    await page.locator('.exchange').click();
    await page.getByText('invalid_blocks').waitFor();
    const isError = { blocks: [INPUT], errors: { b: 'Please say more' }, failure: 'Try again?', submit: 'Save' };
    const behind = await findFaint(page, 4.5);
    change({ modals: [{ ...MODAL, ...isError }] });
    await page.getByText('Please say more').waitFor();

    expect([...behind, ...(await findFaint(page, 4.5))]).toEqual([]);
  });

  test.each([
    ['a table', () => showBlocks(TABLE)],
    ['a Work Object', () => server.set(ENTITY)],
    [
      'a panel',
      () => change({ panel: { url: LINK, title: 'x'.repeat(90), kind: 'Technique', status: 'shown', fields: FIELDS } }),
    ],
    ['a modal', () => change({ modals: [{ ...MODAL, blocks: [TABLE] }] })],
    ['the network', () => page.getByRole('button', { name: 'Network' }).click()],
  ])('on a phone %s is not wider than the screen', async (_what, show) => {
    await page.setViewportSize({ width: 390, height: 844 });
    server.addTraffic(buildTraffic(1, { name: 'x'.repeat(300) }));
    await show();

    await page.locator('.data-table, .entity, .panel, .exchange').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});

/** One of everything that has a colour of its own. */
const COLOURFUL = buildState([
  buildMessage('1.000001', { text: '`code` <@U2>', edited: true, failure: 'failed: late' }),
  buildMessage('2.000001', {
    author: BOT.id,
    ephemeral: true,
    blocks: [
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'small `code`' }] },
      {
        type: 'actions',
        elements: (['primary', 'danger'] as const).map((style) => ({
          type: 'button',
          action_id: style,
          style,
          text: { type: 'plain_text', text: style },
        })),
      },
      TABLE,
    ],
  }),
  ...(ENTITY.channels[0]?.messages ?? []),
]);

const MODAL = { id: 'V1', hash: '1', title: 'A view', errors: {} };
