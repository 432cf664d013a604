import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import type { PageView } from '../src/sandbox/page-api.ts';
import { OTHER_CHANNEL } from '../src/sandbox/workspace.ts';
import { SEARCH_SHORTCUT } from '../src/slack/modal/search.ts';
import { type Bot, DOORS, startBot } from './fixtures/bot.ts';
import { buttonsOf, read } from './fixtures/person.ts';

const shows = (text: string) => (view: PageView) => read(view).includes(text);
const isTitled = (title: string) => (view: PageView) => view.title === title;
const HALF_AN_HOUR = 30 * 60_000;

describe.each(DOORS)('Copy as Markdown in a modal, by %s', (door) => {
  it('stands on top of the card that it copies, with the part that is open, and leads back to it', async () => {
    const bot = await startBot({ door });
    const { you } = bot;
    await you.runShortcut(SEARCH_SHORTCUT);
    await find(bot, 'T1055');
    await you.pressView('Mitigations (1)');
    await you.modal(shows('*Mitigations (1)*'));
    await you.pressView('Copy as Markdown');
    const copy = await you.modal(isTitled('Copy as Markdown'));
    expect(markdownIn(copy)).toMatch(/^# \[T1055 · Process Injection\].*## Mitigations \(1\)/s);
    expect(you.modals()).toHaveLength(2);
    await you.submit();
    expect(read(await you.modal(isTitled('Search ATT&CK')))).toContain('*Mitigations (1)*');
  });

  it('takes the place of the card where no more room is, and gives it back', async () => {
    const bot = await startBot({ door });
    const { you } = bot;
    await you.runShortcut(SEARCH_SHORTCUT);
    await find(bot, 'T1055.012');
    await you.pressView('Parent T1055');
    await you.modal(isTitled('T1055'));
    await you.pressView('Tactics (1)');
    await you.modal(shows('*Tactics (1)*'));
    await you.pick('open', 'TA0005');
    await you.modal(isTitled('TA0005'));
    for (const leave of [() => you.pressView('Back to TA0005'), () => you.submit()]) {
      await you.pressView('Copy as Markdown');
      const copy = await you.modal(isTitled('Copy as Markdown'));
      expect(markdownIn(copy)).toContain('# [TA0005');
      expect(you.modals()).toHaveLength(3);
      await leave();
      expect(buttonsOf(await you.modal(isTitled('TA0005')))).toContain('Copy as Markdown');
      expect(you.modals()).toHaveLength(3);
    }
  });

  it('is there for what was looked up last', async () => {
    const { you } = await startBot({ door });
    await you.ask('/attack G0016');
    const home = await you.home(shows('G0016'));
    expect(buttonsOf(home)).toContain('G0016 · APT29');
    await you.pressView('G0016 · APT29');
    const card = await you.modal(isTitled('G0016'));
    expect(buttonsOf(card).at(-1)).toBe('Copy as Markdown');
    expect(buttonsOf(card).join()).not.toContain('Share');
    await you.pressView('Copy as Markdown');
    expect(markdownIn(await you.modal(isTitled('Copy as Markdown')))).toContain('# [G0016');
  });
});

describe.each(DOORS)('Share in a modal, by %s', (door) => {
  it('goes to the channel of the command that opened it, where the bot is no member', async () => {
    const bot = await startBot({ door });
    const { you } = bot;
    await openByCommand(bot);
    await find(bot, 'T1055.012');
    await you.pressView('Parent T1055');
    const name = bot.sandbox.workspace.channels.find(({ id }) => id === OTHER_CHANNEL)?.name;
    expect(buttonsOf(await you.modal(isTitled('T1055')))).toContain(`Share to #${name}`);
    await you.pressView(`Share to #${name}`);
    await you.modal(shows(`*Shared* to #${name}`));
    const [shared] = you.messages({ channel: OTHER_CHANNEL });
    expect(shared?.ephemeral).toBe(false);
    expect(shared && read(shared)).toContain(`Shared by <@${you.who.id}>`);
    expect(shared && read(shared)).toContain('T1055 · Process Injection');
    expect(you.modals()).toHaveLength(2);
  });

  it('is not offered where no command opened it', async () => {
    const bot = await startBot({ door });
    await bot.you.runShortcut(SEARCH_SHORTCUT);
    expect(buttonsOf(await find(bot, 'T1055')).join()).not.toContain('Share');
  });
});

describe('Share in a modal', () => {
  it('says when the command was too long ago', async () => {
    let now = Date.now();
    const bot = await startBot({ now: () => now, timing: { now: () => now } });
    await openByCommand(bot);
    await find(bot, 'T1055');
    now += HALF_AN_HOUR;
    await bot.you.pressView('Share to #general');
    await bot.you.modal(shows('for 30 minutes'));
    expect(bot.you.messages({ channel: OTHER_CHANNEL })).toEqual([]);
  });

  it('says when Slack does not take it, with a reference that is in the log', async () => {
    const bot = await startBot();
    await openByCommand(bot);
    await find(bot, 'T1055');
    for (let at = 1; at <= 5; at += 1) {
      await bot.you.pressView('Share to #general');
      await bot.sandbox.until(() => bot.you.messages({ channel: OTHER_CHANNEL })[at - 1], 15_000);
      await bot.sandbox.until(() => bot.calls('views.update')[at], 15_000);
    }
    await bot.you.pressView('Share to #general');
    const told = read(await bot.you.modal(shows('Not shared')));
    expect(bot.lines.map(({ reference }) => reference)).toContain(/Reference `(\w+)`/.exec(told)?.[1]);
  });
});

async function openByCommand({ sandbox, you }: Bot): Promise<void> {
  await sandbox.act({ kind: 'say', channel: OTHER_CHANNEL, text: '/attack ' });
  await you.modal();
}

/** Types an ID and picks its object. @returns the view with its card */
async function find({ you }: Bot, key: string): Promise<PageView> {
  await you.modal();
  await you.type('pick', key);
  await you.pick('pick', key);
  return you.modal(shows(`|${key} · `));
}

function markdownIn({ blocks }: PageView): string {
  const inputs = blocks as readonly (KnownBlock & { readonly element?: { readonly initial_value?: string } })[];
  return inputs.flatMap(({ element }) => element?.initial_value ?? '').join('');
}
