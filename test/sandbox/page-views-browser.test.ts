import type { KnownBlock } from '@slack/types';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { PageOptionGroup, PageView } from '../../src/sandbox/page-api.ts';
import { buildMessage, buildState, buildView, CHANNEL, type PageServer } from './page-host.ts';
import { CHROMIUM, stagePage } from './page-stage.ts';

const START = buildState([buildMessage('1.000001', { text: 'is this T1055?' })]);

const option = (value: string, text = value) => ({ text: { type: 'plain_text' as const, text }, value });
const plain = (text: string) => ({ type: 'plain_text' as const, text });

const SEARCH: KnownBlock = {
  type: 'input',
  block_id: 'q',
  label: plain('Search'),
  dispatch_action: true,
  element: { type: 'external_select', action_id: 'search', min_query_length: 1, placeholder: plain('Name or ID') },
};
const FORM: KnownBlock[] = [
  {
    type: 'input',
    block_id: 'note',
    label: plain('Note'),
    hint: plain('A line'),
    element: { type: 'plain_text_input', action_id: 'text', initial_value: 'seen on ' },
  },
  {
    type: 'input',
    block_id: 'log',
    label: plain('Log'),
    optional: true,
    element: { type: 'plain_text_input', action_id: 'text', multiline: true },
  },
  {
    type: 'section',
    block_id: 'which',
    text: plain('Which to post'),
    accessory: {
      type: 'checkboxes',
      action_id: 'ticks',
      options: [option('T1055', 'Process Injection'), option('T1003', 'Credential Dumping')],
      initial_options: [option('T1003', 'Credential Dumping')],
    },
  },
  {
    type: 'actions',
    block_id: 'mode',
    elements: [
      { type: 'radio_buttons', action_id: 'mode', options: [option('off'), option('links')] },
      { type: 'static_select', action_id: 'domain', placeholder: plain('Domain'), options: [option('mobile')] },
    ],
  },
  {
    type: 'input',
    block_id: 'platforms',
    label: plain('Platforms'),
    optional: true,
    element: { type: 'multi_static_select', action_id: 'p', options: [option('Linux'), option('macOS')] },
  },
  {
    type: 'input',
    block_id: 'where',
    label: plain('Post in'),
    element: { type: 'conversations_select', action_id: 'c', default_to_current_conversation: true },
  },
  {
    type: 'input',
    block_id: 'who',
    label: plain('Tell'),
    optional: true,
    element: { type: 'users_select', action_id: 'u' },
  },
];
const GROUPS: readonly PageOptionGroup[] = [
  { label: 'Techniques', options: [{ text: 'T1055 Process Injection', description: 'Stealth', value: 'T1055' }] },
  { label: 'Groups', options: [{ text: 'G0016 APT29', value: 'G0016' }] },
];

describe.skipIf(CHROMIUM === undefined)('views and menus in a browser (needs Chromium)', () => {
  const stage = stagePage(START);
  let page: Page;
  let server: PageServer;
  beforeAll(() => {
    ({ page, server } = stage);
  });

  const dialog = (name: string) => page.getByRole('dialog', { name });
  const combobox = () => page.getByRole('combobox', { name: 'Search' });
  const show = (...modals: readonly PageView[]) => server.set({ ...server.state(), modals });
  const expectActs = (acts: readonly unknown[]) => vi.waitFor(() => expect(server.acts).toEqual(acts), 5000);
  const isFocused = (selector: string) => page.locator(selector).evaluate((it) => it === document.activeElement);
  const focusedLabel = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

  describe('modals', () => {
    test('one is a dialog with its title, and takes the focus into its first field', async () => {
      show(buildView('V1', { title: 'Post techniques', submit: 'Post', blocks: FORM }));

      await dialog('Post techniques').waitFor();
      await vi.waitFor(async () => expect(await isFocused('.view-body input >> nth=0')).toBe(true));
    });

    test('the focus stays within, and goes back to where it was when the last one closes', async () => {
      await page.getByRole('button', { name: 'Network' }).focus();
      show(buildView('V1', { blocks: FORM, submit: 'Post' }));
      await dialog('A view').waitFor();
      for (let presses = 0; presses < 20; presses += 1) {
        await page.keyboard.press('Tab');
        expect(await page.evaluate(() => document.activeElement?.closest('main, nav, .network'))).toBeNull();
      }
      show();

      await dialog('A view').waitFor({ state: 'detached' });
      await vi.waitFor(async () => expect(await isFocused('.network-toggle')).toBe(true));
    });

    test('Escape closes the uppermost, and so does the arrow back; the cross closes all', async () => {
      show(buildView('V1', { title: 'Below' }), buildView('V2', { title: 'Above' }));
      await dialog('Above').waitFor();
      expect(await page.getByRole('heading', { name: 'Below' }).count()).toBe(0);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Back' }).click();
      await page.getByRole('button', { name: 'Close all' }).click();

      const close = { kind: 'close', viewId: 'V2' };
      await expectActs([
        { ...close, isAll: false },
        { ...close, isAll: false },
        { ...close, isAll: false },
        { ...close, isAll: true },
      ]);
    });

    test('the only one has no arrow, and its own word for closing', async () => {
      show(buildView('V1', { title: 'Alone', close: 'Done' }));
      await dialog('Alone').getByRole('button', { name: 'Done' }).click();

      expect(await page.getByRole('button', { name: 'Back' }).count()).toBe(0);
      await expectActs([{ kind: 'close', viewId: 'V1', isAll: false }]);
    });

    test('what was entered in one beneath is there when it comes back, and so is the focus', async () => {
      const below = buildView('V1', { blocks: FORM, submit: 'Post' });
      show(below);
      await page.getByRole('textbox', { name: 'Note' }).fill('kept');
      show(below, buildView('V2', { title: 'Above' }));
      await dialog('Above').waitFor();
      show(below);

      await vi.waitFor(async () => expect(await isFocused('.view-body input >> nth=0')).toBe(true));
      expect(await page.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('kept');
    });

    test("a submission brings all that is entered, in Slack's shape", async () => {
      show(buildView('V1', { submit: 'Post', blocks: FORM }));
      await page.getByRole('textbox', { name: 'Note' }).press('End');
      await page.keyboard.type('host 7');
      await page.getByRole('combobox', { name: 'Platforms' }).click();
      await page.getByRole('option', { name: 'macOS' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Post' }).click();

      await expectActs([
        {
          kind: 'submit',
          viewId: 'V1',
          values: {
            note: { text: { type: 'plain_text_input', value: 'seen on host 7' } },
            log: { text: { type: 'plain_text_input', value: null } },
            which: { ticks: { type: 'checkboxes', selected_options: [option('T1003', 'Credential Dumping')] } },
            mode: {
              mode: { type: 'radio_buttons', selected_option: null },
              domain: { type: 'static_select', selected_option: null },
            },
            platforms: { p: { type: 'multi_static_select', selected_options: [option('macOS')] } },
            where: { c: { type: 'conversations_select', selected_conversation: CHANNEL } },
            who: { u: { type: 'users_select', selected_user: null } },
          },
        },
      ]);
    });

    test('each choice outside of an input block is told at once, with all that is entered', async () => {
      show(buildView('V1', { blocks: FORM.slice(2, 4) }));
      await page.getByRole('checkbox', { name: 'Process Injection' }).check();
      await page.getByRole('radio', { name: 'links' }).check();
      await page.getByRole('combobox', { name: 'Domain' }).selectOption('mobile');

      const both = [option('T1055', 'Process Injection'), option('T1003', 'Credential Dumping')];
      const ticks = { ticks: { type: 'checkboxes', selected_options: both } };
      const mode = { type: 'radio_buttons', selected_option: option('links') };
      const none = { type: 'static_select', selected_option: null };
      const press = { kind: 'press-view', viewId: 'V1' };
      await expectActs([
        {
          ...press,
          blockId: 'which',
          actionId: 'ticks',
          choice: ['T1055', 'T1003'],
          values: { which: ticks, mode: { mode: { ...mode, selected_option: null }, domain: none } },
        },
        {
          ...press,
          blockId: 'mode',
          actionId: 'mode',
          choice: 'links',
          values: { which: ticks, mode: { mode, domain: none } },
        },
        {
          ...press,
          blockId: 'mode',
          actionId: 'domain',
          choice: 'mobile',
          values: { which: ticks, mode: { mode, domain: { ...none, selected_option: option('mobile') } } },
        },
      ]);
    });

    test('what is entered survives an update of the view, also when blocks come in above', async () => {
      show(buildView('V1', { blocks: FORM, submit: 'Post' }));
      await page.getByRole('textbox', { name: 'Note' }).fill('typed');
      const blocks: KnownBlock[] = [{ type: 'header', text: plain('New') }, ...FORM];
      show(buildView('V1', { blocks, hash: 'V1.2', submit: 'Post' }));
      await page.getByRole('heading', { name: 'New' }).waitFor();
      await page.keyboard.type('!');

      await vi.waitFor(async () =>
        expect(await page.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('typed!'),
      );
    });

    test('what is required and empty is told beneath its field, which takes the focus, and nothing is sent', async () => {
      show(buildView('V1', { blocks: FORM, submit: 'Post' }));
      await page.getByRole('textbox', { name: 'Note' }).fill('');
      await page.getByRole('button', { name: 'Post' }).click();

      const field = page.getByRole('textbox', { name: 'Note', description: 'Please complete this required field.' });
      await field.waitFor();
      await vi.waitFor(async () => expect(await isFocused('[aria-invalid]')).toBe(true));
      expect(server.acts).toEqual([]);
    });

    test("the app's errors stand beneath their blocks, and what Slack says at the end", async () => {
      const view = { blocks: FORM, submit: 'Post', hash: 'V1.2' };
      show(buildView('V1', { ...view, errors: { note: 'Too vague' }, failure: 'We had some trouble connecting.' }));

      await page.getByRole('textbox', { name: 'Note', description: 'Too vague' }).waitFor();
      await page.getByRole('alert').filter({ hasText: 'trouble connecting' }).waitFor();
    });

    test('a submission that is not answered yet is shown, and not sent twice', async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      server.onAct(() => promise);
      show(buildView('V1', { submit: 'Post' }));
      const post = page.getByRole('button', { name: 'Post' });
      await post.click();
      await page.getByRole('img', { name: 'Waiting for the app' }).waitFor();
      await post.press('Enter');
      resolve();

      await page.getByRole('img', { name: 'Waiting for the app' }).waitFor({ state: 'detached' });
      await expectActs([{ kind: 'submit', viewId: 'V1', values: {} }]);
    });

    test('what the sandbox refused is said within', async () => {
      server.refuse('view_not_found');
      show(buildView('V1', { submit: 'Post' }));
      await page.getByRole('button', { name: 'Post' }).click();

      await dialog('A view').getByRole('alert').filter({ hasText: 'view_not_found' }).waitFor();
    });

    test('a press that asks first does nothing when the answer is no', async () => {
      const confirm = { title: plain('Sure?'), text: plain('It is loud.'), confirm: plain('Do it'), deny: plain('No') };
      const button = { type: 'button' as const, action_id: 'go', text: plain('Go'), confirm };
      show(buildView('V1', { blocks: [{ type: 'actions', block_id: 'a', elements: [button] }] }));
      await page.getByRole('button', { name: 'Go' }).click();
      await dialog('Sure?').getByRole('button', { name: 'No' }).click();
      await dialog('Sure?').waitFor({ state: 'detached' });
      expect(server.acts).toEqual([]);
      await page.getByRole('button', { name: 'Go' }).click();
      await dialog('Sure?').getByRole('button', { name: 'Do it' }).click();

      await expectActs([{ kind: 'press-view', viewId: 'V1', blockId: 'a', actionId: 'go', values: {} }]);
    });
  });

  describe('an external select', () => {
    test('asks at each key, shows groups and descriptions, and is chosen from by keyboard', async () => {
      server.suggest(async () => GROUPS);
      show(buildView('V1', { blocks: [SEARCH] }));
      await combobox().pressSequentially('t1');
      await page.getByRole('group', { name: 'Techniques' }).getByText('Stealth').waitFor();
      expect(await combobox().getAttribute('aria-expanded')).toBe('true');
      await page.keyboard.press('ArrowDown');
      const active = await combobox().getAttribute('aria-activedescendant');
      expect(await page.locator(`[id="${active}"]`).textContent()).toBe('G0016 APT29');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');

      const empty = { type: 'external_select', selected_option: null };
      const suggest = { kind: 'suggest', viewId: 'V1', blockId: 'q', actionId: 'search' };
      const chosen = {
        text: { type: 'plain_text', text: 'T1055 Process Injection', emoji: true },
        value: 'T1055',
        description: { type: 'plain_text', text: 'Stealth', emoji: true },
      };
      await expectActs([
        { ...suggest, text: 't', values: { q: { search: empty } } },
        { ...suggest, text: 't1', values: { q: { search: empty } } },
        {
          ...suggest,
          kind: 'press-view',
          choice: 'T1055',
          values: { q: { search: { ...empty, selected_option: chosen } } },
        },
      ]);
      expect(await combobox().inputValue()).toBe('T1055 Process Injection');
      expect(await combobox().getAttribute('aria-expanded')).toBe('false');
    });

    test('is not asked for less than it wants', async () => {
      const blocks = [{ ...SEARCH, element: { ...SEARCH.element, min_query_length: 2 } }];
      show(buildView('V1', { blocks }));
      await combobox().pressSequentially('t');
      await page.locator('.options').getByText('Type 2 characters or more').waitFor();

      expect(server.acts).toEqual([]);
    });

    test('an answer that comes too late is dropped', async () => {
      const late = Promise.withResolvers<readonly PageOptionGroup[]>();
      server.suggest((text) => (text === 'a' ? late.promise : Promise.resolve(GROUPS)));
      show(buildView('V1', { blocks: [SEARCH] }));
      await combobox().pressSequentially('ap');
      await page.getByRole('option', { name: 'G0016 APT29' }).waitFor();
      const answered = page.waitForResponse((response) => response.url().endsWith('/page/acts'));
      late.resolve([{ options: [{ text: 'too late', value: 'x' }] }]);
      await (await answered).finished();

      expect(await page.getByRole('option').allTextContents()).toEqual([
        'T1055 Process InjectionStealth',
        'G0016 APT29',
      ]);
    });

    test('Enter before the answer chooses the first of what comes', async () => {
      const answer = Promise.withResolvers<readonly PageOptionGroup[]>();
      server.suggest(() => answer.promise);
      show(buildView('V1', { blocks: [SEARCH] }));
      await combobox().pressSequentially('t');
      await page.keyboard.press('Enter');
      answer.resolve(GROUPS);

      await vi.waitFor(() => expect(server.acts.at(-1)).toMatchObject({ kind: 'press-view', choice: 'T1055' }));
    });

    test('tells when there is nothing; Escape closes the list, and only then the modal', async () => {
      show(buildView('V1', { blocks: [SEARCH] }));
      await combobox().pressSequentially('zz');
      await page.locator('.options').getByText('No results').waitFor();
      server.acts.length = 0;
      await page.keyboard.press('Escape');
      await page.locator('.options').waitFor({ state: 'detached' });
      expect(server.acts).toEqual([]);
      await page.keyboard.press('Escape');

      await expectActs([{ kind: 'close', viewId: 'V1', isAll: false }]);
    });

    test('what was chosen can be cleared', async () => {
      const element = { ...SEARCH.element, initial_option: option('T1055', 'Process Injection') };
      show(buildView('V1', { blocks: [{ ...SEARCH, element } as KnownBlock] }));
      await page.getByRole('button', { name: 'Clear Process Injection' }).click();

      const values = { q: { search: { type: 'external_select', selected_option: null } } };
      await expectActs([{ kind: 'press-view', viewId: 'V1', blockId: 'q', actionId: 'search', values }]);
      expect(await combobox().inputValue()).toBe('');
    });
  });

  describe("the app's Home", () => {
    const blocks: KnownBlock[] = [
      { type: 'header', text: plain('Recent look-ups') },
      { type: 'actions', block_id: 'a', elements: [{ type: 'button', action_id: 'search', text: plain('Search') }] },
    ];

    test('is a tab of the direct message, is opened each time, and can be pressed', async () => {
      server.set({ ...START, home: { isEnabled: true, view: buildView('H1', { title: '', blocks }) } });
      await page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name: 'ATT&CK bot' }).click();
      await page.getByRole('button', { name: 'Home', exact: true }).click();
      await page.getByRole('heading', { name: 'Recent look-ups' }).waitFor();
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByRole('button', { name: 'Messages', exact: true }).click();
      await page.getByRole('textbox', { name: 'Message ATT&CK bot' }).waitFor();
      await page.getByRole('button', { name: 'Home', exact: true }).click();

      await expectActs([
        { kind: 'open-home' },
        { kind: 'press-view', viewId: 'H1', blockId: 'a', actionId: 'search', values: {} },
        { kind: 'open-home' },
      ]);
    });

    test("opens by the app's name at a message, and a reload stays there", async () => {
      server.set({
        ...buildState([
          buildMessage('2.000001', { author: 'U9', text: 'hello' }),
          buildMessage('3.000001', { author: 'U8', text: 'an alert of another bot' }),
        ]),
        people: [...START.people, { id: 'U8', name: 'SIEM', isBot: true }],
        home: { isEnabled: true, view: buildView('H1', { title: '', blocks }) },
      });
      await page.getByText('an alert of another bot').waitFor();
      expect(await page.getByRole('button', { name: /open its Home$/ }).count()).toBe(1);
      await page.getByRole('button', { name: 'ATT&CK bot: open its Home' }).click();
      await page.getByRole('heading', { name: 'Recent look-ups' }).waitFor();
      await page.reload();

      await page.getByRole('heading', { name: 'Recent look-ups' }).waitFor();
      await expectActs([{ kind: 'open-home' }, { kind: 'open-home' }]);
    });

    test('is not there for an app without one', async () => {
      server.set({ ...START, home: { isEnabled: false } });
      await page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name: 'ATT&CK bot' }).click();

      await page.getByRole('textbox', { name: 'Message ATT&CK bot' }).waitFor();
      expect(await page.getByRole('button', { name: 'Home', exact: true }).count()).toBe(0);
    });
  });

  describe('shortcuts', () => {
    test('global ones stand beside the box, and are reached by keyboard', async () => {
      await page.getByRole('button', { name: 'Shortcuts' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Search ATT&CK' }).waitFor();
      await page.keyboard.press('Enter');

      await expectActs([{ kind: 'shortcut', callbackId: 'search' }]);
      expect(await focusedLabel()).toBe('Shortcuts');
    });

    test("a message's stand in its menu, which Escape closes", async () => {
      const more = page.getByRole('button', { name: 'More actions for the message of ada' });
      await more.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Find techniques' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Find techniques' }).click();

      await expectActs([{ kind: 'shortcut', callbackId: 'find', channel: CHANNEL, ts: '1.000001' }]);
    });
  });
});
