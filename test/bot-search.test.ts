import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listElements } from '../src/sandbox/elements.ts';
import type { PageView } from '../src/sandbox/page-api.ts';
import { INCIDENT_CHANNEL, TEAM } from '../src/sandbox/workspace.ts';
import { SEARCH_SHORTCUT } from '../src/slack/modal/search.ts';
import { type Bot, DOORS, type DoorKind, SMALL_CATALOG, startBot } from './fixtures/bot.ts';
import { read } from './fixtures/person.ts';

const shows = (text: string) => (view: PageView) => read(view).includes(text);
const isTitled = (title: string) => (view: PageView) => view.title === title;

async function openSearch(door: DoorKind = 'socket'): Promise<Bot> {
  const bot = await startBot({ door });
  await bot.you.runShortcut(SEARCH_SHORTCUT);
  await bot.you.modal();
  return bot;
}

/** What is offered while it is typed, each group after its label. */
async function typeInto({ you }: Bot, text: string): Promise<readonly (readonly (string | undefined)[])[]> {
  const groups = await you.type('pick', text);
  return groups.map(({ label, options }) => [label, ...options.map((option) => option.text)]);
}

/** Types an ID and picks its object. */
async function find({ you }: Bot, key: string): Promise<void> {
  await you.type('pick', key);
  await you.pick('pick', key);
}

describe.each(DOORS)('the search through the %s door', (door) => {
  it('opens by the shortcut, answers each letter, and shows the card of what is picked beneath', async () => {
    const bot = await openSearch(door);
    expect((await bot.you.modal()).title).toBe('Search ATT&CK');
    expect(await typeInto(bot, 'c')).toContainEqual(['Groups', 'G0016 · APT29']);
    expect(await typeInto(bot, 'cozy')).toEqual([['Groups', 'G0016 · APT29']]);
    expect(await typeInto(bot, 'nothing of the kind')).toEqual([[undefined]]);
    await find(bot, 'G0016');
    const card = await bot.you.modal(shows('G0016 · APT29'));
    expect(card.title).toBe('Search ATT&CK');
    expect(read(card)).toContain('[Techniques (1)]');
  });

  it('opens by /attack with nothing typed', async () => {
    const { you, sandbox } = await startBot({ door });
    await sandbox.act({ kind: 'say', channel: INCIDENT_CHANNEL, text: '/attack ' });
    expect((await you.modal()).title).toBe('Search ATT&CK');
  });
});

describe('/attack with nothing typed', () => {
  it.each(['expired_trigger_id', 'fatal_error'])('gives help where the search does not open (%s)', async (error) => {
    const { you, sandbox } = await startBot();
    sandbox.failNext('views.open', { kind: 'error', error });
    expect(read(await you.ask('/attack'))).toContain('`/attack status`');
    expect(you.modals()).toEqual([]);
  });
});

describe('the filters beside the search', () => {
  it('narrow what is offered, and each other', async () => {
    const bot = await openSearch();
    const { you } = bot;
    expect((await typeInto(bot, 'process')).map(([label]) => label)).toEqual([
      'Techniques',
      'Sub-techniques',
      'Data components',
    ]);
    await you.pick('narrow.tactic', 'Defense Evasion');
    const narrowed = await you.modal((view) => optionsOf(view, 'narrow.type').length === 3);
    expect(optionsOf(narrowed, 'narrow.type')).toEqual(['Any type', 'Technique', 'Sub-technique']);
    expect(optionsOf(narrowed, 'narrow.domain')).toEqual(['Any domain', 'Enterprise']);
    expect((await typeInto(bot, 'process')).map(([label]) => label)).toEqual(['Techniques', 'Sub-techniques']);
    await you.pick('narrow.type', 'sub-technique');
    await you.modal((view) => chosenIn(view, 'narrow.type') === 'Sub-technique');
    expect((await typeInto(bot, 'process')).map(([label]) => label)).toEqual(['Sub-techniques']);
  });

  it('stay as they are when something is picked, and free what nothing is left of', async () => {
    const bot = await openSearch();
    const { you } = bot;
    await you.pick('narrow.tactic', 'Defense Evasion');
    await you.modal((view) => chosenIn(view, 'narrow.tactic') === 'Defense Evasion');
    await find(bot, 'T1055');
    const card = await you.modal(shows('T1055 · Process Injection'));
    expect(chosenIn(card, 'narrow.tactic')).toBe('Defense Evasion');
    expect(chosenIn(card, 'pick')).toBe('T1055 · Process Injection');
    await you.pick('narrow.tactic', '*');
    await you.modal((view) => chosenIn(view, 'narrow.tactic') === 'Any tactic');
    await you.pick('narrow.type', 'group');
    const groups = await you.modal((view) => chosenIn(view, 'narrow.type') === 'Group');
    expect(optionsOf(groups, 'narrow.tactic')).toEqual(['Any tactic']);
  });
});

describe('two quick presses in the search', () => {
  it('show what was picked last', async () => {
    const bot = await openSearch();
    const { you } = bot;
    await you.type('pick', 'T1055');
    await Promise.all([you.pick('pick', 'T1055'), you.pick('pick', 'T1055.001')]);
    await you.modal(shows('T1055.001 · Process Injection: Way 1 of Injecting'));
    expect(bot.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('narrow both ways', async () => {
    const { you } = await openSearch();
    await Promise.all([you.pick('narrow.type', 'sub-technique'), you.pick('narrow.tactic', 'Defense Evasion')]);
    await you.modal(
      (view) =>
        chosenIn(view, 'narrow.type') === 'Sub-technique' && chosenIn(view, 'narrow.tactic') === 'Defense Evasion',
    );
  });
});

describe('a card in the search', () => {
  it('opens its sections in place, turns their pages, and closes them', async () => {
    const bot = await openSearch();
    const { you } = bot;
    await find(bot, 'T1055');
    await you.modal(shows('T1055 · Process Injection'));
    await you.pressView('Groups (20)');
    await you.modal(shows('page 1 of 2'));
    await you.pressView('Next page');
    await you.modal(shows('page 2 of 2'));
    await you.pressView('Close');
    expect(read(await you.modal((view) => !shows('page 2 of 2')(view)))).toContain('T1055 · Process Injection');
    expect(you.modals()).toHaveLength(1);
  });

  it('opens what it names on top of it, and goes back', async () => {
    const bot = await openSearch();
    const { you } = bot;
    await find(bot, 'T1055');
    await you.modal(shows('T1055 · Process Injection'));
    await you.pressView('Groups (20)');
    await you.modal(shows('page 1 of 2'));
    await you.pick('open', 'G0016');
    const group = await you.modal(isTitled('G0016'));
    expect(group.close).toBe('Back');
    expect(read(group)).toContain('Patient people.');
    await you.close();
    expect(read(await you.modal(isTitled('Search ATT&CK')))).toContain('page 1 of 2');
  });

  it('opens what is deeper than three views in the place of the uppermost, with a way back', async () => {
    const bot = await openSearch();
    const { you } = bot;
    await find(bot, 'T1055');
    await you.modal(shows('T1055 · Process Injection'));
    await you.pressView('Groups (20)');
    await you.modal(shows('page 1 of 2'));
    for (const [key, section] of [
      ['G0016', 'Techniques'],
      ['T1055', 'Software'],
    ] as const) {
      await you.pick('open', key);
      await you.modal(isTitled(key));
      await you.pressView(section);
      await you.modal(shows(`*${section} (`));
    }
    await you.pick('open', 'S0154');
    const third = await you.modal(isTitled('S0154'));
    expect(you.modals()).toHaveLength(3);
    expect(read(third)).toContain('[Back to T1055]');
    await you.pressView('Back to T1055');
    expect(read(await you.modal(isTitled('T1055')))).not.toContain('Back to');
    expect(you.modals()).toHaveLength(3);
  });

  it('opens in the place of the uppermost also where Slack says first that there is no more room', async () => {
    const bot = await openSearch();
    await find(bot, 'T1055');
    await bot.you.modal(shows('T1055 · Process Injection'));
    await bot.you.pressView('Software (1)');
    await bot.you.modal(shows('*Software (1)*'));
    bot.sandbox.failNext('views.push', { kind: 'error', error: 'push_limit_reached' });
    await bot.you.pick('open', 'S0154');
    expect(read(await bot.you.modal(shows('*<https://attack.mitre.org/software/S0154')))).toContain('[Back to T1055]');
    expect(bot.you.modals()).toHaveLength(1);
  });

  it('is remembered as looked up, and so is what it opens', async () => {
    const bot = await openSearch();
    await find(bot, 'T1086');
    await bot.you.modal(shows('T1059.001'));
    await bot.settled('views.update');
    expect(await recentsOf(bot)).toEqual(['T1059.001']);
  });
});

describe('a view that is too late', () => {
  it.each([
    ['views.update', 'hash_conflict'],
    ['views.update', 'not_found'],
  ])('is no failure: %s, %s', async (method, error) => {
    const bot = await openSearch();
    bot.sandbox.failNext(method, { kind: 'error', error });
    await find(bot, 'T1055');
    await expect.poll(() => bot.lines.map(({ msg }) => msg)).toContain('a view came too late');
    expect(bot.lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
    expect(bot.lines).toContainEqual(expect.objectContaining({ msg: 'a view came too late', reason: error }));
  });
});

describe('what a person asks for', () => {
  it.each([
    ['a command', '/attack T1055', ['T1055']],
    ['a search that finds one', '/attack cobalt strike', ['S0154']],
    ['a section', '/attack T1055 groups', ['T1055']],
    ['a choice', '/attack T1055 T1059', []],
    ['nothing', '/attack T9999', []],
  ])('is remembered where it is an object: %s', async (_, typed, keys) => {
    const bot = await startBot();
    await bot.you.ask(typed);
    await bot.app.stop();
    expect(await recentsOf(bot)).toEqual(keys);
  });

  it('is remembered when it was mentioned, and not when it was only dropped', async () => {
    const bot = await startBot();
    await bot.you.ask(`<@${bot.sandbox.workspace.bot.id}> G0016`);
    await bot.you.ask('we saw T1055');
    await bot.app.stop();
    expect(await recentsOf(bot)).toEqual(['G0016']);
  });

  it('is remembered when a menu in a message opened it', async () => {
    const bot = await startBot();
    const card = await bot.you.ask(`<@${bot.sandbox.workspace.bot.id}> T1055 software`);
    await bot.you.choose(card, 'open', 'S0154');
    const opened = await bot.you.find(({ ts, ephemeral }) => ephemeral && ts !== card.ts);
    expect(read(opened)).toContain('S0154 · Cobalt Strike');
    await bot.app.stop();
    expect(await recentsOf(bot)).toEqual(['S0154', 'T1055']);
  });
});

describe('the stack of views', () => {
  it('is never deeper than three, whatever is pressed', { timeout: 120_000 }, async () => {
    const bot = await openSearch();
    await find(bot, 'T1055');
    await bot.you.modal(shows('T1055 · Process Injection'));
    const keys = SMALL_CATALOG.objects.map(({ id }) => id);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), async (draws) => {
        for (const draw of draws) {
          await pressSomething(bot, draw, keys);
          expect(bot.you.modals().length).toBeLessThanOrEqual(3);
        }
      }),
      { numRuns: 12 },
    );
    await bot.app.stop();
    expect(bot.lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
    expect(bot.lines.filter(({ reason }) => reason === 'push_limit_reached')).toEqual([]);
  });
});

/** Presses what the number draws from the uppermost view, and waits until it has changed something; sometimes closes it. */
async function pressSomething(bot: Bot, draw: number, keys: readonly string[]): Promise<void> {
  const { you, sandbox } = bot;
  const view = you.modals().at(-1);
  if (!view) throw new Error('no modal is open');
  const elements = listElements(view.blocks);
  // What has no relations has nothing to press.
  if (you.modals().length > 1 && (draw % 7 === 0 || elements.length === 0)) return you.close();
  const { element, blockId, actionId } = elements[draw % elements.length] ?? {};
  if (!element || blockId === undefined || actionId === undefined) throw new Error('there is nothing to press');
  const options = (element.options ?? []) as readonly { readonly value: string }[];
  const offered = actionId === 'pick' ? await you.type('pick', keys[draw % keys.length] ?? '') : [];
  const values = [...options, ...offered.flatMap((group) => group.options)].map(({ value }) => value);
  const choice = values[draw % Math.max(1, values.length)];
  if (element.type !== 'button' && choice === undefined) return;
  const before = JSON.stringify(you.modals());
  const calls = sandbox.calls.length;
  await sandbox.act({
    kind: 'press-view',
    viewId: view.id,
    blockId,
    actionId,
    values: {},
    ...(element.type === 'button' || choice === undefined ? {} : { choice }),
  });
  await sandbox.until(
    () => sandbox.calls.length > calls || JSON.stringify(you.modals()) !== before || undefined,
    15_000,
  );
}

async function recentsOf({ memory, sandbox }: Bot): Promise<readonly string[]> {
  return (await memory.recents.of(TEAM.id, sandbox.workspace.me.id)).map(({ key }) => key);
}

function selectIn(view: PageView, actionId: string) {
  return listElements(view.blocks).find((placed) => placed.actionId === actionId)?.element ?? {};
}

function optionsOf(view: PageView, actionId: string): readonly string[] {
  const options = (selectIn(view, actionId).options ?? []) as readonly { readonly text: { readonly text: string } }[];
  return options.map(({ text }) => text.text);
}

function chosenIn(view: PageView, actionId: string): string | undefined {
  const chosen = selectIn(view, actionId).initial_option as { readonly text: { readonly text: string } } | undefined;
  return chosen?.text.text;
}
