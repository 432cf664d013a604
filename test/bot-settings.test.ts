import { describe, expect, it } from 'vitest';
import { UNSET } from '../src/reply/settings/settings.ts';
import { channelRows, workspaceRows } from '../src/reply/views/settings/settings.ts';
import type { PageMessage } from '../src/sandbox/page-api.ts';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL, OTHER_CHANNEL, PRIVATE_CHANNEL, TEAM } from '../src/sandbox/workspace.ts';
import { readLayers } from '../src/slack/settings/noise.ts';
import { type Bot, DOORS, MANIFEST, startBot } from './fixtures/bot.ts';
import { buttonsOf, createSomeone, PATIENCE, read } from './fixtures/person.ts';

const HOUR = 3_600_000;
const { features } = MANIFEST as { readonly features: { readonly app_home: object } };
const WITH_HOME = {
  ...(MANIFEST as object),
  features: { ...features, app_home: { ...features.app_home, home_tab_enabled: true } },
};
const isAnnouncement = ({ ephemeral, text }: PageMessage) => !ephemeral && text.includes('changed what I say unasked');

describe.each(DOORS)('the settings of a channel, through the %s door', (door) => {
  it('are shown to who asks alone, each with where it comes from', async () => {
    const { you } = await startBot({ door });
    const shown = await you.ask('/attack settings');
    expect(shown.ephemeral).toBe(true);
    expect(read(shown)).toContain('*Unasked answers: links and IDs* (the bot’s default)');
    expect(read(shown)).toContain('*Other bots: not answered* (the bot’s default)');
    expect(read(shown)).toContain('*Cool-down: 30 minutes* (the bot’s default)');
    expect(read(shown)).not.toContain('incident-4711');
  });

  it('are shown anew in their place once they are changed, and the channel is told', async () => {
    const { sandbox, you } = await startBot({ door });
    const colleague = createSomeone(sandbox, sandbox.workspace.colleague);
    const shown = await you.ask('/attack settings');
    await you.choose(shown, 'settings.noise', 'off');
    const changed = await you.find(({ ts, text }) => ts === shown.ts && text.includes('Unasked answers: off'));
    expect(changed.ephemeral).toBe(true);
    expect(read(changed)).toContain('*Unasked answers: off* (set in this channel)');
    const told = await colleague.find(isAnnouncement);
    expect(read(told)).toBe(
      `<@${you.who.id}> changed what I say unasked in this channel:\n• *Unasked answers*: links and IDs → off [Undo]`,
    );
    expect(told.threadTs).toBeUndefined();
  });

  it('can be changed and undone by anyone, where the bot is no member as well', async () => {
    const { sandbox, you, memory } = await startBot({ door });
    const place = { channel: OTHER_CHANNEL };
    const colleague = createSomeone(sandbox, sandbox.workspace.colleague);
    await colleague.choose(await colleague.ask('/attack settings', place), 'settings.coolDown', '480');
    const told = await you.find(isAnnouncement, place);
    await you.press(told, 'Undo');
    const undone = await you.find(({ ts, text }) => ts === told.ts && text.includes('Undone'), place);
    expect(read(undone)).toBe(
      `<@${colleague.who.id}> changed what I say unasked in this channel:\n• *Cool-down*: 30 minutes → 8 hours\nUndone by <@${you.who.id}>.`,
    );
    const level = await memory.settings.of({ team: TEAM.id, channel: OTHER_CHANNEL });
    expect(level.own).toEqual({});
    expect(level.marks.coolDown?.by).toBe(you.who.id);
  });

  it('that were changed once more are not undone, and who did it is named', async () => {
    const { sandbox, you, memory } = await startBot({ door });
    const colleague = createSomeone(sandbox, sandbox.workspace.colleague);
    const shown = await you.ask('/attack settings');
    await you.choose(shown, 'settings.noise', 'off');
    const first = await you.find(isAnnouncement);
    await colleague.choose(await colleague.ask('/attack settings'), 'settings.noise', 'links');
    await you.find((message) => isAnnouncement(message) && message.ts !== first.ts);
    await you.press(first, 'Undo');
    const refusal = await you.find(({ ephemeral, text }) => ephemeral && text.startsWith('Not undone'));
    expect(read(refusal)).toBe(
      `Not undone: <@${colleague.who.id}> has changed it since; *Unasked answers* is now *links*.`,
    );
    expect((await memory.settings.of({ team: TEAM.id, channel: INCIDENT_CHANNEL })).own).toEqual({ noise: 'links' });
  });

  it('go back to the workspace’s defaults, and say so', async () => {
    const { you, memory } = await startBot({ door });
    await memory.settings.change({ team: TEAM.id }, { noise: 'links' }, { by: 'U9', at: 1 }, undefined);
    await memory.settings.change(
      { team: TEAM.id, channel: INCIDENT_CHANNEL },
      { noise: 'off', coolDown: 5 },
      { by: 'U9', at: 1 },
      undefined,
    );
    const shown = await you.ask('/attack settings');
    const changed = await you.turn(shown, 'Use the workspace’s defaults');
    expect(read(await you.find(isAnnouncement))).toContain(
      '• *Unasked answers*: off → links (the workspace’s default)\n• *Cool-down*: 5 minutes → 30 minutes (the workspace’s default)',
    );
    expect(buttonsOf(changed)).not.toContain('Use the workspace’s defaults');
  });

  it('that are chosen as they are change nothing, and nobody is told', async () => {
    const { you, memory, calls } = await startBot({ door });
    const shown = await you.ask('/attack settings');
    await you.choose(shown, 'settings.noise', 'links and IDs');
    await you.turn(shown, 'No previews or cards for what I write');
    expect(you.messages().filter(isAnnouncement)).toEqual([]);
    expect((await memory.settings.of({ team: TEAM.id, channel: INCIDENT_CHANNEL })).own).toEqual({});
    expect(calls('chat.postMessage')).toEqual([]);
  });

  it('are shown in the thread where the bot was mentioned, to the one who asked', async () => {
    const { sandbox, you } = await startBot({ door });
    const parent = await you.say('an incident');
    const shown = await you.ask(`<@${sandbox.workspace.bot.id}> settings`, { threadTs: parent.ts });
    expect(shown).toMatchObject({ ephemeral: true, threadTs: parent.ts });
    await you.choose(shown, 'settings.noise', 'off');
    expect((await you.find(isAnnouncement)).threadTs).toBeUndefined();
  });
});

describe.each(DOORS)('the settings of a channel that was not asked for, through the %s door', (door) => {
  it('are not changed from another, whatever the payload says', async () => {
    const bot = await startBot({ door });
    const { sandbox, you, memory } = bot;
    const rows = channelRows(PRIVATE_CHANNEL, await readLayers(bot, TEAM.id, PRIVATE_CHANNEL), Date.now());
    sandbox.workspace.post({ channel: OTHER_CHANNEL, author: sandbox.workspace.bot.id, text: 'rows', blocks: rows });
    const place = { channel: OTHER_CHANNEL };
    await you.choose(await you.find(({ text }) => text === 'rows', place), 'settings.noise', 'off');
    await you.find(({ text }) => text.startsWith('Nothing was changed: that was another channel'), place);
    expect((await memory.settings.of({ team: TEAM.id, channel: PRIVATE_CHANNEL })).own).toEqual({});
    expect(you.messages(place).filter(isAnnouncement)).toEqual([]);
  });
});

describe.each(DOORS)('a person’s own setting, through the %s door', (door) => {
  it('is switched on and off without anyone being told', async () => {
    const { you, memory } = await startBot({ door });
    const shown = await you.ask('/attack settings');
    const quiet = await you.turn(shown, 'No previews or cards for what I write');
    expect(read(quiet)).toContain('no previews or cards, in no channel');
    expect(await memory.settings.ofPerson(TEAM.id, you.who.id)).toEqual({ isQuiet: true });
    await you.turn(quiet, 'Previews and cards for what I write');
    expect(await memory.settings.ofPerson(TEAM.id, you.who.id)).toEqual({ isQuiet: false });
    expect(you.messages().filter(isAnnouncement)).toEqual([]);
  });
});

describe.each(DOORS)('the defaults of the workspace, through the %s door', (door) => {
  it('are changed and undone by an admin, in a direct message, and announced nowhere', async () => {
    const { you, memory } = await startBot({ door });
    const place = { channel: DIRECT_MESSAGE };
    const shown = await you.ask('settings', place);
    expect(shown.ephemeral).toBe(false);
    expect(read(shown)).not.toContain('in this channel');
    await you.choose(shown, 'settings.noise', 'links');
    const changed = await you.find(
      ({ ts, text }) => ts === shown.ts && text.includes('Unasked answers: links*'),
      place,
    );
    expect(read(changed)).toMatch(/Last changed by <@U0YOU00001>, less than a minute ago/);
    expect((await memory.settings.of({ team: TEAM.id })).own).toEqual({ noise: 'links' });
    const undone = await you.turn(changed, 'Undo the last change');
    expect(read(undone)).toContain('*Unasked answers: links and IDs* (the bot’s default)');
    expect(buttonsOf(undone)).not.toContain('Undo the last change');
    expect((await memory.settings.of({ team: TEAM.id })).own).toEqual({});
    expect(you.messages(place).filter(isAnnouncement)).toEqual([]);
  });

  it('are there to read for all others, and a change of theirs is refused', async () => {
    const bot = await startBot({ door });
    const { sandbox, memory } = bot;
    const colleague = createSomeone(sandbox, sandbox.workspace.colleague);
    const shown = await colleague.ask('/attack settings');
    expect(read(shown)).toContain('Admins of this workspace can change them.');
    expect(shown.blocks?.some(({ block_id: id }) => id?.startsWith('settings workspace'))).toBe(false);
    // What an admin is shown, in front of somebody else.
    const rows = workspaceRows(await readLayers(bot, TEAM.id, undefined), 'admin', Date.now());
    sandbox.workspace.post({ channel: INCIDENT_CHANNEL, author: sandbox.workspace.bot.id, text: 'rows', blocks: rows });
    await colleague.choose(await colleague.find(({ text }) => text === 'rows'), 'settings.noise', 'off');
    await colleague.find(({ text }) => text.startsWith('Nothing was changed: only admins of this workspace'));
    expect((await memory.settings.of({ team: TEAM.id })).own).toEqual({});
  });

  it('say what it means that the bot may not ask who is an admin, and it is asked once', async () => {
    const { you, calls } = await startBot({ door, declined: ['users:read'] });
    expect(read(await you.ask('/attack settings'))).toContain('was not given the scope users:read');
    await you.ask('/attack settings');
    expect(calls('users.info')).toHaveLength(1);
  });

  it('are shown although Slack does not answer who is an admin, which is asked again', async () => {
    const bot = await startBot({ door });
    const { sandbox, you, memory } = bot;
    sandbox.failNext('users.info', { kind: 'error', error: 'internal_error' });
    expect(read(await you.ask('/attack settings'))).toContain('Slack does not say just now whether you are an admin');
    const rows = workspaceRows(await readLayers(bot, TEAM.id, undefined), 'admin', Date.now());
    sandbox.workspace.post({ channel: INCIDENT_CHANNEL, author: sandbox.workspace.bot.id, text: 'rows', blocks: rows });
    sandbox.failNext('users.info', { kind: 'error', error: 'internal_error' });
    await you.choose(await you.find(({ text }) => text === 'rows'), 'settings.noise', 'off');
    await you.find(({ text }) => text.startsWith('Nothing was changed: Slack does not say just now'));
    expect((await memory.settings.of({ team: TEAM.id })).own).toEqual({});
    expect(read(await you.ask('/attack settings'))).not.toContain('Slack does not say');
  });
});

describe('a change of the settings', () => {
  it('can be undone for a day', async () => {
    let late = 0;
    const { you, memory } = await startBot({ now: () => Date.now() + late });
    await you.choose(await you.ask('/attack settings'), 'settings.answersBots', 'yes');
    const told = await you.find(isAnnouncement);
    late = 25 * HOUR;
    await you.press(told, 'Undo');
    expect(read(await you.find(({ text }) => text.startsWith('This can no longer')))).toContain('more than a day old');
    expect((await memory.settings.of({ team: TEAM.id, channel: INCIDENT_CHANNEL })).own).toEqual({ answersBots: true });
  });
});

describe.each(DOORS)('the settings on a Home tab, through the %s door', (door) => {
  it('change a channel where the bot is, which is told of it', async () => {
    const bot = await startBot({ door, manifest: WITH_HOME });
    await showHome(bot, INCIDENT_CHANNEL);
    await bot.you.pick('settings.noise', 'off');
    const told = await bot.you.find(isAnnouncement);
    expect(read(told)).toContain('links and IDs → off');
    await bot.you.press(told, 'Undo');
    await bot.you.find(({ text }) => text.includes('Undone by'));
  });

  it.each([
    ['a channel that Slack does not list for the person', 'C0NOBODY01', []],
    ['a private channel, where the scope that tells of it was declined', PRIVATE_CHANNEL, ['groups:read']],
  ])('change nothing in %s', async (_, channel, declined) => {
    const bot = await startBot({ door, declined });
    await showHome(bot, channel);
    await bot.you.pick('settings.noise', 'off');
    await bot.sandbox.until(() => {
      const { view } = bot.sandbox.state().home;
      return view && read(view).includes(`does not tell me that you are in <#${channel}>`) ? view : undefined;
    }, PATIENCE);
    expect((await bot.memory.settings.of({ team: TEAM.id, channel })).own).toEqual({});
    expect(await bot.settled('chat.postMessage')).toEqual([]);
  });

  it('change a private channel that the person is in', async () => {
    const bot = await startBot({ door, declined: ['channels:read'] });
    await showHome(bot, PRIVATE_CHANNEL);
    await bot.you.pick('settings.noise', 'off');
    await bot.you.find(isAnnouncement, { channel: PRIVATE_CHANNEL });
  });

  it.each([
    ['not_in_channel', 'for I am not in there. Invite me'],
    ['is_archived', 'for Slack does not let me post there (`is_archived`)'],
    ['restricted_action_read_only_channel', 'for Slack does not let me post there'],
  ])('change nothing where the bot cannot tell of it, for %s, and nobody did', async (error, told) => {
    const bot = await startBot({ door, manifest: WITH_HOME });
    await showHome(bot, OTHER_CHANNEL);
    bot.sandbox.failNext('chat.postMessage', { kind: 'error', error });
    await bot.you.pick('settings.noise', 'off');
    await bot.sandbox.until(() => {
      const { view } = bot.sandbox.state().home;
      return view && read(view).includes(told) ? view : undefined;
    }, PATIENCE);
    await bot.app.stop();
    expect(await bot.memory.settings.of({ team: TEAM.id, channel: OTHER_CHANNEL })).toEqual(UNSET);
    expect(bot.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

/** Puts a channel's rows on the person's Home tab. */
async function showHome(bot: Bot, channel: string) {
  const { sandbox, you } = bot;
  const blocks = channelRows(channel, await readLayers(bot, TEAM.id, channel), Date.now());
  const shown = await fetch(`${sandbox.apiUrl}views.publish`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${sandbox.botToken}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ user_id: you.who.id, view: { type: 'home', blocks } }),
  });
  expect(await shown.json()).toMatchObject({ ok: true });
}
