import { describe, expect, it } from 'vitest';
import type { ChannelSettings } from '../src/reply/settings/settings.ts';
import type { PageMessage } from '../src/sandbox/page-api.ts';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL, OTHER_CHANNEL, TEAM } from '../src/sandbox/workspace.ts';
import { type Bot, DOORS, startBot } from './fixtures/bot.ts';
import { createSomeone, read, type Someone } from './fixtures/person.ts';

const SITE = 'https://attack.mitre.org';
const T1055 = `${SITE}/techniques/T1055/`;
const MINUTE = 60_000;

describe.each(DOORS)('a channel’s settings, through the %s door', (door) => {
  it('that are off leave it quiet, but for commands and mentions', async () => {
    const bot = await startBot({ door });
    const { sandbox, you } = bot;
    await set(bot, INCIDENT_CHANNEL, { noise: 'off' });
    await you.say(`T1059 and ${T1055}`);
    expect(read(await you.ask(`<@${sandbox.workspace.bot.id}> T1086`))).toContain('T1086');
    expect(read(await you.ask('/attack T1086'))).toContain('T1086');
    expect(await bot.settled('chat.postMessage')).toHaveLength(1);
    expect(bot.calls('chat.unfurl')).toEqual([]);
  });

  it('that are links leave IDs alone, and preview links', async () => {
    const bot = await startBot({ door });
    await set(bot, INCIDENT_CHANNEL, { noise: 'links' });
    await bot.you.say(`T1059 and ${T1055}`);
    await bot.you.find(({ unfurls }) => unfurls.length > 0);
    expect(await bot.settled('chat.postMessage')).toEqual([]);
  });

  it('win over the workspace’s defaults, which win over the bot’s', async () => {
    const bot = await startBot({ door, defaults: { noise: 'links and IDs' } });
    await bot.memory.settings.change({ team: TEAM.id }, { noise: 'off' }, { by: 'U9', at: 1 }, undefined);
    await set(bot, INCIDENT_CHANNEL, { noise: 'links' });
    await bot.you.say(T1055, { channel: OTHER_CHANNEL });
    await bot.you.say(T1055);
    await bot.you.find(({ unfurls }) => unfurls.length > 0);
    await bot.app.stop();
    expect(bot.calls('chat.unfurl')).toHaveLength(1);
  });

  it('do not keep a link to the bot itself from being answered, every time', async () => {
    const bot = await startBot({ door, defaults: { noise: 'off' } });
    const place = { channel: DIRECT_MESSAGE };
    await bot.memory.settings.setPerson(TEAM.id, bot.you.who.id, { isQuiet: true });
    for (const text of [T1055, T1055]) {
      const { ts } = await bot.you.say(text, place);
      await bot.you.find((message) => message.ts === ts && message.unfurls.length > 0, place);
    }
  });
});

describe.each(DOORS)('a person who wants no previews, through the %s door', (door) => {
  it('gets neither previews nor cards, while others do', async () => {
    const bot = await startBot({ door, timing: { composerPauseMs: 10 } });
    const { sandbox, you, memory } = bot;
    const colleague = createSomeone(sandbox, sandbox.workspace.colleague);
    await memory.settings.setPerson(TEAM.id, you.who.id, { isQuiet: true });
    await you.compose(T1055);
    await you.say(`T1059 and ${T1055}`);
    const { ts } = await colleague.say(`T1086 and ${SITE}/groups/G0016/`);
    await colleague.find((message) => message.ts === ts && message.unfurls.length > 0);
    await colleague.find(({ threadTs }) => threadTs === ts);
    expect(await bot.settled('chat.postMessage')).toHaveLength(1);
    expect(bot.calls('chat.unfurl')).toHaveLength(1);
  });
});

describe.each(DOORS)('a link in the box, through the %s door', (door) => {
  it('is previewed whatever the channel has and had, unless the workspace is off', async () => {
    const bot = await startBot({ door, timing: { composerPauseMs: 10 } });
    const { sandbox, you, memory } = bot;
    await you.say(T1055);
    await you.find(({ unfurls }) => unfurls.length > 0);
    await set(bot, INCIDENT_CHANNEL, { noise: 'off' });
    await you.compose(`${T1055} again`);
    await sandbox.until(() => sandbox.state().channels[0]?.composerPreviews[0]);
    await memory.settings.change({ team: TEAM.id }, { noise: 'off' }, { by: 'U9', at: 1 }, undefined);
    await you.compose(`${SITE}/groups/G0016/`);
    await createSomeone(sandbox, sandbox.workspace.colleague).ask('/attack help');
    await bot.app.stop();
    expect(bot.calls('chat.unfurl')).toHaveLength(2);
  });
});

describe('what was shown', () => {
  it('is not shown again in that channel while it cools down, as a card or as a preview', async () => {
    let late = 0;
    const bot = await startBot({ now: () => Date.now() + late });
    const { you } = bot;
    const first = await you.say(T1055);
    await you.find(({ ts, unfurls }) => ts === first.ts && unfurls.length > 0);
    await you.say(`${T1055} once more`);
    await you.say('and T1055 by its ID');
    const elsewhere = await you.say(T1055, { channel: OTHER_CHANNEL });
    await you.find(({ ts, unfurls }) => ts === elsewhere.ts && unfurls.length > 0, { channel: OTHER_CHANNEL });
    late = 29 * MINUTE;
    await you.say(`${T1055} after half an hour, nearly`);
    await you.ask('T1059 is new');
    late = 31 * MINUTE;
    const last = await you.say(`${T1055} and later`);
    await you.find(({ ts, unfurls }) => ts === last.ts && unfurls.length > 0);
    expect(await bot.settled('chat.unfurl')).toHaveLength(3);
    expect(bot.calls('chat.postMessage')).toHaveLength(1);
  });

  it('cools down for as long as its channel has it', async () => {
    let late = 0;
    const bot = await startBot({ now: () => Date.now() + late });
    await set(bot, INCIDENT_CHANNEL, { coolDown: 5 });
    await bot.you.ask('T1055');
    late = 6 * MINUTE;
    await bot.you.ask('T1055 again');
  });

  it.each([
    ['deleted', (you: Someone, message: PageMessage) => you.remove(message)],
    ['edited', (you: Someone, message: PageMessage) => you.edit(message, 'never mind')],
  ])('counts as never shown once its message is %s', async (_, change) => {
    const bot = await startBot();
    const { you } = bot;
    const first = await you.say('seen T1055');
    const { ts } = await you.find(({ threadTs }) => threadTs === first.ts);
    await change(you, first);
    await bot.sandbox.until(() => (you.messages().some((message) => message.ts === ts) ? undefined : true));
    const second = await you.say('seen T1055 on the mail server');
    await you.find(({ threadTs }) => threadTs === second.ts);
    await you.say('and T1055 again');
    expect(await bot.settled('chat.postMessage')).toHaveLength(2);
  });

  it('as a preview counts as never shown once its message is deleted', async () => {
    const { you } = await startBot();
    const first = await you.say(T1055);
    await you.find(({ ts, unfurls }) => ts === first.ts && unfurls.length > 0);
    await you.remove(first);
    await you.ask('T1059');
    const second = await you.say(T1055);
    await you.find(({ ts, unfurls }) => ts === second.ts && unfurls.length > 0);
  });

  it('counts as never shown when Slack did not take it', async () => {
    const bot = await startBot();
    bot.sandbox.failNext('chat.unfurl', { kind: 'error', error: 'cannot_unfurl_message' });
    await bot.you.say(T1055);
    await expect.poll(() => bot.lines.map(({ msg }) => msg)).toContain('a link preview came too late');
    const second = await bot.you.say(T1055);
    await bot.you.find(({ ts, unfurls }) => ts === second.ts && unfurls.length > 0);
  });
});

describe.each(DOORS)('three links in a message, through the %s door', (door) => {
  const [first, ...more] = [T1055, `${SITE}/groups/G0016/`, `${SITE}/versions/v15/techniques/T1059/`];

  it('grow one card beneath the first, which opens for the one who presses', async () => {
    const { you, sandbox, settled } = await startBot({ door });
    const { ts } = await you.say([first, ...more].join(' '));
    const { unfurls, ...message } = await you.find((one) => one.ts === ts && one.unfurls.length > 0);
    expect(unfurls.map(({ url }) => url)).toEqual([first]);
    const card = unfurls.map(read).join();
    expect(card).toMatch(/T1055 · [\s\S]*G0016 · [\s\S]*T1059 · /);
    expect(card).toContain('The link to T1059 is to version 15; this is ATT&amp;CK 18.1.');
    await you.press({ ...message, unfurls }, 'Open G0016', unfurls[0]);
    const opened = await you.find(({ ephemeral }) => ephemeral);
    expect(read(opened)).toContain('G0016 · APT29');
    expect(sandbox.state().channels[0]?.messages[0]?.unfurls.map(read).join()).toBe(card);
    expect(await settled('chat.unfurl')).toHaveLength(1);
  });

  it('grow one card where one of them was shown just now', async () => {
    const { you } = await startBot({ door });
    const before = await you.say(first);
    await you.find((one) => one.ts === before.ts && one.unfurls.length > 0);
    const { ts } = await you.say([first, ...more].join(' '));
    const { unfurls } = await you.find((one) => one.ts === ts && one.unfurls.length > 0);
    expect(unfurls.map(({ url }) => url)).toEqual([more[0]]);
    expect(unfurls.map(read).join()).toMatch(/G0016 · [\s\S]*T1059 · /);
  });

  it('that name but two objects grow a preview each', async () => {
    const { you } = await startBot({ door });
    const { ts } = await you.say(`${T1055} ${T1055}?x ${SITE}/groups/G0016/`);
    const { unfurls } = await you.find((one) => one.ts === ts && one.unfurls.length > 0);
    expect(unfurls.map(({ url }) => url)).toEqual([T1055, `${SITE}/groups/G0016/`]);
  });
});

describe.each(DOORS)('another bot’s message, through the %s door', (door) => {
  const alert = (fields: object) => ({
    type: 'message',
    channel: INCIDENT_CHANNEL,
    channel_type: 'channel',
    ...fields,
  });
  const siem = { bot_id: 'B0OTHER001', app_id: 'A0OTHER001', user: 'U0OTHER001', ts: '5.000001', text: '' };

  it.each([
    ['its text', { text: 'rule hit: T1055' }],
    [
      'a message of the old kind',
      { subtype: 'bot_message', text: 'rule hit: T1055', user: undefined, app_id: undefined },
    ],
    ['an attachment’s text', { attachments: [{ text: 'rule hit: T1055' }] }],
    ['an attachment’s fallback', { attachments: [{ fallback: 'rule hit: T1055' }] }],
    ['an attachment’s title', { attachments: [{ title: 'rule hit: T1055' }] }],
    ['an attachment’s field', { attachments: [{ fields: [{ title: 'Technique', value: 'T1055', short: true }] }] }],
    ['a section', { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'T1055' } }] }],
    ['a section’s field', { blocks: [{ type: 'section', fields: [{ type: 'mrkdwn', text: 'T1055' }] }] }],
    ['a header', { blocks: [{ type: 'header', text: { type: 'plain_text', text: 'T1055' } }] }],
    ['a context', { blocks: [{ type: 'context', elements: [{ type: 'mrkdwn', text: 'T1055' }] }] }],
    [
      'an attachment’s block',
      { attachments: [{ blocks: [{ type: 'header', text: { type: 'plain_text', text: 'T1055' } }] }] },
    ],
    [
      'rich text',
      {
        blocks: [
          {
            type: 'rich_text',
            elements: [
              {
                type: 'rich_text_list',
                elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'T1055' }] }],
              },
            ],
          },
        ],
      },
    ],
  ])('is answered for an ID in %s, where the channel wants that', async (_, fields) => {
    const bot = await startBot({ door });
    await set(bot, INCIDENT_CHANNEL, { answersBots: true });
    await deliver(bot, alert({ ...siem, ...fields }));
    const [call, ...more] = await bot.settled('chat.postMessage');
    expect(call?.args).toMatchObject({ channel: INCIDENT_CHANNEL, thread_ts: siem.ts });
    expect(String(call?.args.text)).toContain('T1055 · Process Injection');
    expect(more).toEqual([]);
  });

  it.each([
    ['the bot itself, by its bot id', { bot_id: 'B0BOT00001', app_id: undefined, user: undefined }],
    ['the bot itself, by its app', { app_id: 'A0SANDBOX1', bot_id: 'B0ELSE0001' }],
    ['the bot itself, by its user', { user: 'U0BOT00001' }],
    ['Slackbot', { user: 'USLACKBOT' }],
    ['nobody, for it is hidden', { hidden: true }],
    ['a bot that joins', { subtype: 'channel_join' }],
    [
      'a bot that writes code',
      { text: '', blocks: richText([{ type: 'text', text: 'T1055', style: { code: true } }]) },
    ],
    [
      'a bot whose link Slack previewed',
      { text: '', attachments: [{ from_url: 'https://example.com', text: 'T1055' }] },
    ],
  ])('is not answered when it is of %s', async (_, fields) => {
    const bot = await startBot({ door });
    await set(bot, INCIDENT_CHANNEL, { answersBots: true });
    await deliver(bot, alert({ ...siem, text: 'T1055', ...fields }));
    expect(await bot.settled('chat.postMessage')).toEqual([]);
  });

  it('is not answered unless the channel wants that, and then once in a while', async () => {
    const bot = await startBot({ door });
    const { sandbox, you } = bot;
    sandbox.sayAs(sandbox.workspace.siem.id, INCIDENT_CHANNEL, { text: 'alert: T1055' });
    await you.choose(await you.ask('/attack settings'), 'settings.answersBots', 'yes');
    await you.find(({ text }) => text.includes('not answered → answered'));
    const ts = sandbox.sayAs(sandbox.workspace.siem.id, INCIDENT_CHANNEL, { text: 'alert: T1055' });
    expect(read(await you.find(({ threadTs }) => threadTs === ts))).toContain('T1055 · Process Injection');
    for (let at = 0; at < 5; at += 1)
      sandbox.sayAs(sandbox.workspace.siem.id, INCIDENT_CHANNEL, { text: 'alert: T1055' });
    await you.ask('/attack help');
    expect(await bot.settled('chat.postMessage')).toHaveLength(1);
  });
});

describe('a bot that answers the bot', () => {
  it('is not answered in its turn, but once in a while in a thread', async () => {
    let late = 0;
    const bot = await startBot({ defaults: { answersBots: true }, now: () => Date.now() + late });
    const { sandbox, you } = bot;
    const siem = (text: string, thread_ts: string) => {
      const message = { bot_id: 'B0OTHER001', user: 'U0OTHER001', ts: sandbox.workspace.nextTs(), thread_ts, text };
      return deliver(bot, { type: 'message', channel: INCIDENT_CHANNEL, channel_type: 'channel', ...message });
    };
    const cardsIn = (thread: string) =>
      you.messages({ threadTs: thread }).filter(({ author }) => author === sandbox.workspace.bot.id);
    const { ts } = await you.say('seen T1055');
    await you.find(({ threadTs, author }) => threadTs === ts && author === sandbox.workspace.bot.id);
    await siem('T1059 is related', ts);
    await siem('so is T1086', ts);
    await you.say('T1064, says a person', { threadTs: ts });
    await sandbox.until(() => cardsIn(ts)[1]);
    late = 31 * MINUTE;
    await siem('T1059 once more', ts);
    await sandbox.until(() => cardsIn(ts)[2]);
    expect(await bot.settled('chat.postMessage')).toHaveLength(3);
  });
});

function richText(elements: readonly object[]) {
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }];
}

function set({ memory }: Bot, channel: string, settings: Partial<ChannelSettings>) {
  return memory.settings.change({ team: TEAM.id, channel }, settings, { by: 'U9', at: 1 }, undefined);
}

function deliver({ sandbox }: Bot, event: object) {
  return sandbox.deliverEvent(JSON.parse(JSON.stringify(event)));
}
