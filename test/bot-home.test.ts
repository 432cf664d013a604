import { describe, expect, it } from 'vitest';
import type { PageView } from '../src/sandbox/page-api.ts';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL, OTHER_CHANNEL, PRIVATE_CHANNEL, TEAM } from '../src/sandbox/workspace.ts';
import { createMemory } from '../src/store/memory.ts';
import type { Store } from '../src/store/store.ts';
import { type Bot, DOORS, startBot } from './fixtures/bot.ts';
import { createSomeone, PATIENCE, read } from './fixtures/person.ts';

const shows = (text: string) => (view: PageView) => read(view).includes(text);

/** Those whose settings are shown. */
function channelsIn(view: PageView): readonly string[] {
  return [...read(view).matchAll(/^\*<#(\w+)>\*$/gm)].map(([, id = '']) => id);
}

/** Waits for the tab to say so, without opening it again. */
async function redrawn({ sandbox }: Bot, text: string): Promise<PageView> {
  return sandbox.until(() => [sandbox.state().home.view].find((view) => view && shows(text)(view)), PATIENCE);
}

function lookUp({ memory, sandbox }: Bot, ...keys: readonly string[]): Promise<unknown> {
  return keys.reduce<Promise<unknown>>(
    (before, key) => before.then(() => memory.recents.add(TEAM.id, sandbox.workspace.me.id, key)),
    Promise.resolve(),
  );
}

describe.each(DOORS)('the Home tab through the %s door', (door) => {
  it('says what is loaded, what was looked up, what is set, how to ask and what is kept', async () => {
    const bot = await startBot({ door });
    await lookUp(bot, 'T1055', 'G0016');
    const home = read(await bot.you.home());
    const parts = [
      '[Search ATT&CK]',
      '*Enterprise*: release 18.1, from https://feed.example',
      '[G0016 · APT29] [T1055 · Process Injection]',
      '*What you write*',
      `*<#${INCIDENT_CHANNEL}>*`,
      '*Workspace defaults*',
      '`/attack status`',
      '• Never kept: the text of a message.',
    ];
    const places = parts.map((part) => home.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('opens the search, and what was looked up', async () => {
    const bot = await startBot({ door });
    await lookUp(bot, 'G0016');
    await bot.you.home();
    await bot.you.pressView('Search ATT&CK');
    expect((await bot.you.modal()).title).toBe('Search ATT&CK');
    await bot.you.close();
    await bot.you.pressView('G0016 · APT29');
    const card = await bot.you.modal();
    expect(card).toMatchObject({ title: 'G0016', close: 'Close' });
    expect(read(card)).toContain('Patient people.');
  });

  it('forgets what was looked up', async () => {
    const bot = await startBot({ door });
    await lookUp(bot, 'G0016');
    await bot.you.home();
    await bot.you.pressView('Forget what I looked up');
    await redrawn(bot, 'Nothing yet');
    expect(await bot.memory.recents.of(TEAM.id, bot.sandbox.workspace.me.id)).toEqual([]);
  });
});

describe('what the Home tab says is kept', () => {
  it('is all that is, for as long', async () => {
    const bot = await startBot({ now: () => 0 });
    const days = new Set<number>();
    const change: Store['change'] = async (_collection, _key, _change, expiresAt = 0) => {
      days.add(expiresAt / 86_400_000);
    };
    const { settings, undos, answers, recents, mentions, refusals } = createMemory({ ...bot.store, change }, () => 0);
    const message = { team: 'T1', channel: 'C1', ts: '1.1' };
    await settings.setPerson('T1', 'U1', { isQuiet: true });
    await undos.add('x', { team: 'T1', change: { before: {}, after: {} }, by: 'U1' });
    await answers.add(message, { ts: '1.2', kind: 'asked', ids: [] });
    await recents.add('T1', 'U1', 'T1055');
    await mentions.note('T1', 'C1', { ts: '1.1', ids: ['T1055'] });
    await refusals.add('T1', 'container');
    const home = read(await bot.you.home());
    const spans = new Map([
      [0, 'until someone changes them'],
      [1, 'for a day'],
      [7, 'for a week'],
    ]);
    expect([...days].filter((one) => !home.includes(spans.get(one) ?? `for ${one} days`))).toEqual([]);
    expect(days.size).toBe(6);
  });
});

describe('the channels of the Home tab', () => {
  it('are those of the person, those with settings of their own first, and change there', async () => {
    const bot = await startBot();
    expect(channelsIn(await bot.you.home())).toContain(INCIDENT_CHANNEL);
    await bot.you.pressView('No previews or cards for what I write');
    await redrawn(bot, 'no previews or cards, in no channel');
    const { me } = bot.sandbox.workspace;
    expect(await bot.memory.settings.ofPerson(TEAM.id, me.id)).toEqual({ isQuiet: true });
    const mark = { by: me.id, at: 0 };
    await bot.memory.settings.change({ team: TEAM.id, channel: OTHER_CHANNEL }, { noise: 'off' }, mark, undefined);
    expect(channelsIn(await bot.you.home())[0]).toBe(OTHER_CHANNEL);
  });

  it('are no private ones that the person is not in, and no direct messages', async () => {
    const bot = await startBot();
    const { colleague, findChannel } = bot.sandbox.workspace;
    const isIn = findChannel(PRIVATE_CHANNEL)?.members.includes(colleague.id);
    const theirs = createSomeone(bot.sandbox, colleague);
    const shown = channelsIn(await theirs.home());
    expect(shown.includes(PRIVATE_CHANNEL)).toBe(isIn);
    expect(shown).not.toContain(DIRECT_MESSAGE);
  });

  it.each([[['channels:read', 'groups:read']], [['groups:read']]])(
    'can be chosen one by one where an administrator declined %j',
    async (declined) => {
      const bot = await startBot({ declined });
      const home = await bot.you.home();
      expect(channelsIn(home)).not.toContain(PRIVATE_CHANNEL);
      expect(channelsIn(home).includes(INCIDENT_CHANNEL)).toBe(declined.length === 1);
      await bot.you.pick('home.channel', PRIVATE_CHANNEL);
      expect(channelsIn(await redrawn(bot, `*<#${PRIVATE_CHANNEL}>*`))[0]).toBe(PRIVATE_CHANNEL);
      await bot.you.pressView('No previews or cards for what I write');
      expect(channelsIn(await redrawn(bot, 'in no channel'))[0]).toBe(PRIVATE_CHANNEL);
      expect(bot.lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
    },
  );
});

describe('a Home tab that changed meanwhile', () => {
  it('is drawn all the same, once more', async () => {
    const bot = await startBot();
    await bot.you.home();
    bot.sandbox.failNext('views.publish', { kind: 'error', error: 'hash_conflict' });
    await bot.you.pressView('No previews or cards for what I write');
    await redrawn(bot, 'in no channel');
    const hashes = bot.calls('views.publish').map(({ args }) => typeof args.hash);
    expect(hashes).toEqual(['undefined', 'string', 'undefined']);
  });

  it('stays as a press has made it, where it was only opened', async () => {
    const bot = await startBot();
    await bot.you.home();
    bot.sandbox.failNext('views.publish', { kind: 'error', error: 'hash_conflict' });
    await bot.sandbox.act({ kind: 'open-home' }, bot.you.who);
    await bot.sandbox.until(() => bot.calls('views.publish')[1], PATIENCE);
    expect(await bot.settled('views.publish')).toHaveLength(2);
    expect(bot.lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
  });
});
