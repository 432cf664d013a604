import { createHmac } from 'node:crypto';
import { type KnownBlock, WebClient } from '@slack/web-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TICK_ACTION } from '../src/reply/views/found.ts';
import { APP_ID, INCIDENT_CHANNEL, TEAM } from '../src/sandbox/workspace.ts';
import { SEARCH_SHORTCUT } from '../src/slack/modal/search.ts';
import { type Bot, startBot } from './fixtures/bot.ts';
import { alertOf, findLive, hostileText } from './fixtures/hostile.ts';
import { PATIENCE, read } from './fixtures/person.ts';

/** Does at a surface what none of the bot's own views could lead to. */
type Knock = (bot: Bot, text: string) => Promise<void>;

const ROUNDS = 40;
const LINK = 'https://attack.mitre.org/techniques/T1055/';
/** Slack's, but for a button's value, so that a block with it and its escapes stays within Slack's budget. */
const LONGEST = { option: 75, actionId: 255, blockId: 255, button: 1000, metadata: 3000 };

const DOORS: Readonly<Record<string, Knock>> = {
  'the typeahead of the search': async (bot, text) => {
    await openSearch(bot);
    await bot.you.type('pick', text || ' ');
  },
  'what the search remembers': (bot, text) =>
    pressMadeUp(bot, button('ask.0', JSON.stringify({ kind: 'open', key: 'T1055' })), text.slice(0, LONGEST.metadata)),
  'each part of what the search remembers': (bot, text) =>
    pressMadeUp(bot, select(`narrow.${text}`.slice(0, LONGEST.actionId), text), rememberAll(text.slice(0, 40))),
  'the way back': (bot, text) => pressMadeUp(bot, button('back', text), rememberAll(text.slice(0, 40))),
  'what is picked in the search': async (bot, text) => {
    await openSearch(bot);
    await pickMadeUp(bot, text);
  },
  'a menu of the search': (bot, text) => pressMadeUp(bot, select('narrow.tactic', text)),
  'a menu that opens an object': (bot, text) => pressMadeUp(bot, select('open', text)),
  'a menu of pages': (bot, text) => pressMadeUp(bot, select(`ask.page ${text}`.slice(0, LONGEST.actionId), text)),
  'a menu of the pages of a question': (bot, text) =>
    pressMadeUp(
      bot,
      select(
        `ask.page ${JSON.stringify({ kind: 'search', text: text.slice(0, 30), page: 1 })}`.slice(0, LONGEST.actionId),
        '2',
      ),
    ),
  'a question in a view': (bot, text) =>
    pressMadeUp(bot, button('ask.0', JSON.stringify({ kind: 'search', text, page: 7 }))),
  'a copy in a view': (bot, text) =>
    pressMadeUp(
      bot,
      button('ask.0', JSON.stringify({ kind: 'markdown', of: { kind: 'lookup', terms: [text, 'T1055'] } })),
    ),
  'the shortcut on a message': async (bot, text) => {
    await findIn(bot, text);
  },
  'what is ticked of a message': async (bot, text) => {
    const view = await findIn(bot, text);
    await replaceView(bot, view.id, { metadata: view.metadata, callback: 'found' }, [
      { type: 'section', block_id: 'tick', text: { type: 'mrkdwn', text: 'x' }, accessory: tick(text) },
    ]);
    await submit(bot);
  },
  'where a ticked message stands': async (bot, text) => {
    const view = await findIn(bot, 'T1055');
    await replaceView(bot, view.id, { metadata: text.slice(0, LONGEST.metadata), callback: 'found' }, [
      { type: 'section', block_id: 'tick', text: { type: 'mrkdwn', text: 'x' }, accessory: tick('T1055') },
    ]);
    await submit(bot);
  },
  'the settings of a channel': async (bot, text) => {
    await pressInMessage(bot, `settings channel ${text} `, select('settings.noise', text));
    await pressInMessage(bot, `settings channel ${INCIDENT_CHANNEL} x`, select('settings.coolDown', text));
  },
  'an undo': (bot, text) => pressInMessage(bot, 'settings', button('settings.undo', text)),
  'a setting that there is not': (bot, text) =>
    pressInMessage(bot, `settings ${text}`, button(`settings.${text}`.slice(0, LONGEST.actionId), text)),
  'a button of the Home tab': (bot, text) =>
    pressOnHome(bot, button(`home.${text}`.slice(0, LONGEST.actionId), text), text, 'views.publish'),
  'an object on the Home tab': (bot, text) =>
    pressOnHome(bot, button('ask.0', JSON.stringify({ kind: 'open', key: text })), text, 'views.open'),
  'the panel of a Work Object': async (bot, text) => {
    const message = await bot.you.say(LINK);
    await clientOf(bot).chat.unfurl({
      channel: INCIDENT_CHANNEL,
      ts: message.ts,
      metadata: { entities: [entityOf(text)] },
    });
    await bot.you.openPanel(
      await bot.you.find(({ ts, unfurls }) => ts === message.ts && unfurls.some(({ entity }) => entity)),
      LINK,
    );
  },
};

describe('hostile presses', () => {
  it.each(Object.entries(DOORS))(
    'through %s are answered or kept silent about, and nothing comes alive',
    { timeout: 60_000 },
    async (_, knock) => {
      const bot = await startBot({ door: 'http', defaults: { noise: 'off' } });
      await fc.assert(
        fc.asyncProperty(hostileText, async (text) => {
          while (bot.you.modals().length > 0) await bot.you.close(true);
          await knock(bot, text);
        }),
        { numRuns: ROUNDS },
      );
      await bot.app.stop();
      expect(bot.lines.filter(({ level }) => ['warn', 'error', 'fatal'].includes(level))).toEqual([]);
      const { workspace } = bot.sandbox;
      const real = [`<@${bot.you.who.id}>`, ...workspace.channels.map(({ id }) => `<#${id}>`)];
      const own = bot.sandbox.calls.filter(({ args }) => !JSON.stringify(args).includes(MARK));
      // Whoever posts what was found is named, and so are the channels on the Home tab.
      expect(own.flatMap(({ args }) => findLive(args)).filter((live) => !real.includes(live))).toEqual([]);
    },
  );
});

/** Stands in what the test itself has posted, for which the bot is not to blame. */
const MARK = 'made-up';
const label = { type: 'plain_text', text: MARK } as const;

type Element = ReturnType<typeof button> | ReturnType<typeof select>;

function button(actionId: string, value: string) {
  return {
    type: 'button',
    action_id: actionId.toWellFormed(),
    text: label,
    value: value.slice(0, LONGEST.button).toWellFormed() || ' ',
  } as const;
}

function select(actionId: string, value: string) {
  const options = [{ text: label, value: value.slice(0, LONGEST.option).toWellFormed() || ' ' }];
  return { type: 'static_select', action_id: actionId.toWellFormed(), placeholder: label, options } as const;
}

function tick(value: string) {
  const options = [{ text: label, value: value.slice(0, LONGEST.option).toWellFormed() || ' ' }];
  return { type: 'checkboxes' as const, action_id: TICK_ACTION, options, initial_options: options };
}

function rememberAll(text: string): string {
  return JSON.stringify({
    depth: text,
    search: { narrowed: [{ field: 'tactic', value: text, isNot: false }, text], turn: text },
    shown: { kind: 'search', text, page: 1 },
    trail: [text, 'T1055'],
    origin: { name: text, responseUrl: text, at: 0 },
    copied: 'in place',
  });
}

function clientOf({ sandbox }: Bot): WebClient {
  return new WebClient(sandbox.botToken, { slackApiUrl: sandbox.apiUrl });
}

async function openSearch({ you }: Bot) {
  await you.runShortcut(SEARCH_SHORTCUT);
  return you.modal();
}

/** Presses an element in a modal of the bot's, whose contents are replaced. */
async function pressMadeUp(bot: Bot, element: Element, metadata = ''): Promise<void> {
  const { id } = await openSearch(bot);
  await replaceView(bot, id, { metadata, callback: '' }, [{ type: 'actions', block_id: 'made', elements: [element] }]);
  await pressIn(bot, id, element);
}

/** An option that was never offered: the sandbox lets nobody choose it, so that it is signed and sent from here. */
async function pickMadeUp(bot: Bot, value: string): Promise<void> {
  const { sandbox, you, url, calls } = bot;
  const [view] = sandbox.views.filter(({ kind }) => kind === 'modal');
  const body = new URLSearchParams({
    payload: JSON.stringify({
      type: 'block_actions',
      user: { id: you.who.id },
      team: { id: TEAM.id },
      api_app_id: APP_ID,
      trigger_id: sandbox.workspace.nextTs(),
      container: { type: 'view', view_id: view?.id },
      view: { ...view?.view, id: view?.id, state: { values: {} } },
      actions: [
        { type: 'external_select', action_id: 'pick', block_id: 'search.0', selected_option: { text: label, value } },
      ],
    }),
  }).toString();
  const time = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', sandbox.signingSecret).update(`v0:${time}:${body}`).digest('hex')}`;
  const { length } = calls('views.update');
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'X-Slack-Request-Timestamp': time,
      'X-Slack-Signature': signature,
    },
    body,
  });
  expect(answer.status).toBe(200);
  await sandbox.until(() => calls('views.update')[length], PATIENCE);
}

async function replaceView(
  bot: Bot,
  id: string,
  { metadata, callback }: { readonly metadata: string; readonly callback: string },
  blocks: KnownBlock[],
): Promise<void> {
  await clientOf(bot).views.update({
    view_id: id,
    view: { type: 'modal', title: label, submit: label, callback_id: callback, private_metadata: metadata, blocks },
  });
}

async function pressOnHome(bot: Bot, element: Element, metadata: string, awaited: string): Promise<void> {
  const { you, sandbox } = bot;
  const blocks = [{ type: 'actions' as const, block_id: 'made', elements: [element] }];
  await clientOf(bot).views.publish({
    user_id: you.who.id,
    view: { type: 'home', blocks, private_metadata: metadata.slice(0, LONGEST.metadata) },
  });
  await pressIn(bot, sandbox.state().home.view?.id ?? '', element, awaited);
}

/** Returns once the bot has done something about it, or has noted that it means nothing. */
async function pressIn(bot: Bot, viewId: string, element: Element, awaited?: string): Promise<void> {
  const choice = element.type === 'button' ? {} : { choice: element.options[0]?.value ?? '' };
  const done = () =>
    (awaited === undefined ? bot.sandbox.calls : bot.calls(awaited)).length +
    bot.lines.filter(({ msg }) => msg === 'a press that means nothing').length;
  const before = done();
  const placed = { blockId: 'made', actionId: element.action_id };
  const result = await bot.sandbox.act({ kind: 'press-view', viewId, ...placed, values: {}, ...choice });
  expect(result).toEqual({ ok: true });
  await expect.poll(done, { timeout: PATIENCE, interval: 2 }).toBeGreaterThan(before);
}

async function pressInMessage(bot: Bot, blockId: string, element: Element): Promise<void> {
  const { sandbox, you } = bot;
  const block = {
    type: 'actions' as const,
    block_id: blockId.slice(0, LONGEST.blockId).toWellFormed(),
    elements: [element],
  };
  const { ts } = await clientOf(bot).chat.postMessage({ channel: INCIDENT_CHANNEL, text: MARK, blocks: [block] });
  const message = await you.find((one) => one.ts === ts);
  const before = bot.calls('response_url').length;
  if (element.type === 'button') await you.press(message, MARK);
  else await you.choose(message, element.action_id, element.options[0]?.value ?? '');
  await sandbox.until(() => bot.calls('response_url')[before], PATIENCE);
}

/** Returns once the modal is closed, or says how it went. */
async function submit({ sandbox, you }: Bot): Promise<void> {
  await you.submit();
  await sandbox.until(() => you.modals().every((view) => /posted/i.test(read(view))) || undefined, PATIENCE);
}

/** Runs the shortcut on what another bot wrote. */
async function findIn({ sandbox, you }: Bot, text: string) {
  const ts = sandbox.sayAs(sandbox.workspace.siem.id, INCIDENT_CHANNEL, alertOf(text));
  await you.runShortcut('find_techniques', await you.find((one) => one.ts === ts));
  const view = await you.modal();
  expect(read(view).trim()).not.toBe('');
  const metadata = sandbox.views.find(({ id }) => id === view.id)?.view.private_metadata;
  return { id: view.id, metadata: String(metadata) };
}

function entityOf(text: string) {
  return {
    entity_type: 'slack#/entities/item' as const,
    url: LINK,
    app_unfurl_url: LINK,
    external_ref: { id: text.slice(0, 200) || ' ', type: text.slice(0, 200) },
    entity_payload: { attributes: { title: { text: MARK } } },
  };
}
