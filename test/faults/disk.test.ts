import { randomBytes } from 'node:crypto';
import { type FSWatcher, watch } from 'node:fs';
import { appendFile, cp, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DIRECT_MESSAGE } from '../../src/sandbox/workspace.ts';
import { type Answer, body, createFolder, type Loopback, serve } from '../feeds/loopback.ts';
import type { LogLine } from '../fixtures/bot.ts';
import { bundle21, technique } from '../fixtures/bundle.ts';
import { createSomeone, read, type Someone } from '../fixtures/person.ts';
import { type Env, type Process, startProcess, startSlack } from '../fixtures/process.ts';
import { SMALL_ATTACK } from '../fixtures/small-attack.ts';
import { canMount, READ_ONLY_DISK, SMALL_DISK } from './disk.ts';
import { startVictim, WITH_FILE } from './victim.ts';

const ENTERPRISE = '/enterprise-attack/enterprise-attack.json';
/** The first was asked for yesterday, each other is for one kill. */
const EARLIER = ['17.1', '16.1', '15.1', '14.1'] as const;
/** The bundle's own words, which the embedded facts do not have. */
const FULL = 'Code runs inside the process of somebody else.';
const COOL_DOWNS = [
  ['5', '5 minutes'],
  ['120', '2 hours'],
  ['480', '8 hours'],
] as const;

/** Files whose writing is broken off, each so many times. Whoever adds a file that outlives the process adds it here. */
const WRITE_POINTS: Readonly<Record<string, RegExp>> = {
  'a copy': /\.json\.gz\.tmp$/,
  'the note about a copy': /-attack\.json\.tmp$/,
  'the catalog that was made of the copies': /^attack-catalog\.bin\.tmp$/,
  'what is remembered': /^memory\.sqlite/,
  'an earlier release': /-\d+\.\d-[0-9a-f]{16}\.json\.gz\.tmp$/,
  'the note about an earlier release': /\.note\.json\.tmp$/,
};
const KILLS = 3;

/** What they are called once they are whole. */
const WRITTEN = Object.values(WRITE_POINTS).map(({ source }) => expect.stringMatching(source.replace('\\.tmp', '')));

/** What 18.1 calls Process Injection. */
const OLD_NAME = 'Old Injection';
const EARLIER_ROUTES = Object.fromEntries(
  EARLIER.map((each) => [`/enterprise-attack/enterprise-attack-${each}.json`, serveRenamed(OLD_NAME, each)]),
);

/** The data folder of a bot that has run, with a copy and with a cool-down of eight hours. */
let yesterday: Promise<string> | undefined;

describe.skipIf(!canMount)('a disk (needs a Linux that lets its users mount)', { timeout: 60_000 }, () => {
  it('without room for a copy costs the copy, and once it is full nothing else', async () => {
    const noise = technique({ id: 'T1999', description: randomBytes(1_500_000).toString('hex') });
    const feed = await serve({ [ENTERPRISE]: body(bundle21([...SMALL_ATTACK, noise], '18.1')) });
    const data = await createFolder();
    const victim = await startVictim({
      env: { ...envOf(feed, data), ATTACK_REFRESH_SECONDS: '3600' },
      through: SMALL_DISK,
    });
    const { bot, you } = victim;
    await bot.line(({ msg }) => msg === 'the copy is not kept on disk');
    const renewed = await bot.line(({ msg }) => msg === 'ATT&CK is renewed');
    const isLater = ({ time }: LogLine) => String(time) >= String(renewed.time);
    await bot.line((line) => line.msg.startsWith('the catalog is not kept on disk') && isLater(line));
    expect(read(await you.ask('/attack T1055'))).toContain(FULL);
    await fill(join('/proc', String(bot.pid), 'root', data, 'filler'));
    for (const coolDown of COOL_DOWNS) await setCoolDown(you, coolDown);
    expect(bot.lines.filter(({ msg }) => msg.startsWith('the store cannot be'))).toHaveLength(1);
    expect(await readCoolDown(you)).toContain('8 hours');
    await victim.expectWell();
    expect((await bot.stop()).code).toBe(0);
  });

  it('that may only be read gives what it has, and the rest is kept in memory', async () => {
    const { sandbox, env } = await startSlack();
    const you = createSomeone(sandbox);
    const data = await copyOfYesterday();
    const feed = await serve();
    const second = await startOn(env, feed, data, READ_ONLY_DISK);
    expect(read(await you.ask('/attack T1055'))).toContain(FULL);
    expect(await readCoolDown(you)).toContain('8 hours');
    await setCoolDown(you, COOL_DOWNS[0]);
    expect(await readCoolDown(you)).toContain('5 minutes');
    expect((await second.stop()).code).toBe(0);
  });
});

describe('files that are damaged, each of them,', { timeout: 60_000 }, () => {
  it.each<[string, (path: string) => Promise<void>]>([
    ['by other bytes', async (path) => writeFile(path, randomBytes((await readFile(path)).length))],
    ['by a cut in the middle', async (path) => truncate(path, Math.floor((await readFile(path)).length / 2))],
    ['by the loss of all they held', (path) => truncate(path, 0)],
  ])('%s are done without, and made anew', async (_, damage) => {
    const { sandbox, env } = await startSlack();
    const you = createSomeone(sandbox);
    const data = await copyOfYesterday();
    const feed = await serve({ [ENTERPRISE]: body(bundle21(SMALL_ATTACK, '18.1')), ...EARLIER_ROUTES });
    const files = await listFiles(data);
    for (const file of WRITTEN) expect(files.map((path) => basename(path))).toContainEqual(file);
    for (const path of files) await damage(path);
    const second = await startOn(env, feed, data);
    expect(read(await you.ask('/attack T1055'))).toContain('T1055 · Process Injection');
    await second.line(({ msg }) => msg === 'ATT&CK is renewed' || msg === 'ATT&CK is unchanged');
    expect(read(await you.ask('/attack T1055'))).toContain(FULL);
    await askEarlier(you, EARLIER[0]);
    await setCoolDown(you, COOL_DOWNS[1]);
    expect(await readCoolDown(you)).toContain('2 hours');
    await second.stop('SIGKILL');
    const third = await startOn(env, feed, data);
    expect(read(await you.ask('/attack T1055'))).toContain(FULL);
    expect(await readCoolDown(you)).toContain('2 hours');
    expect(third.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('a kill in the middle of writing', { timeout: 120_000 }, () => {
  it.each(Object.entries(WRITE_POINTS))(`%s, ${KILLS} times, leaves the old or the new, whole`, async (_, file) => {
    const feed = await serveTwoBundles();
    const data = await copyOfYesterday();
    const { sandbox, env } = await startSlack();
    const you = createSomeone(sandbox);
    let bot = await startOn(env, feed, data);
    for (let kills = 0; kills < KILLS; kills += 1) {
      const [known, next] = [COOL_DOWNS[kills % 2], COOL_DOWNS[2]];
      const earlier = EARLIER[kills + 1] ?? '';
      await setCoolDown(you, known ?? next);
      const settings = await you.ask('/attack settings');
      const written = watchFor(data, file);
      // Nobody waits for these: they may be under way at the end.
      await you.choose(settings, 'settings.coolDown', next[0]);
      await sandbox.act({ kind: 'say', channel: DIRECT_MESSAGE, text: `/attack T1055 v${earlier}` });
      await written;
      await sleep(Math.random() * 4);
      await bot.stop('SIGKILL');
      bot = await startOn(env, feed, data);
      expect(bot.lines.find(({ msg }) => msg === 'ATT&CK is at hand')).toMatchObject({ origin: 'disk' });
      expect(read(await you.ask('/attack T1055'))).toContain(FULL);
      await askEarlier(you, earlier);
      expect(await readCoolDown(you)).toMatch(new RegExp(`${known?.[1]}|${next[1]}`));
      expect(bot.lines.map(({ msg }) => msg).filter((msg) => /damaged|not used|cannot be/.test(msg))).toEqual([]);
    }
  });
});

async function liveUntilToday(): Promise<string> {
  const data = await createFolder(WITH_FILE);
  const routes = { [ENTERPRISE]: body(bundle21(SMALL_ATTACK, '18.1')), ...EARLIER_ROUTES };
  const feed = await serve(routes, undefined, WITH_FILE);
  const { sandbox, env } = await startSlack(WITH_FILE);
  const bot = await startProcess({ ...env, ...envOf(feed, data) }, WITH_FILE);
  await bot.line(({ msg }) => msg === 'connected to Slack');
  const you = createSomeone(sandbox);
  await setCoolDown(you, COOL_DOWNS[2]);
  await bot.line(({ msg }) => msg === 'ATT&CK is renewed');
  await askEarlier(you, EARLIER[0]);
  await bot.stop();
  return data;
}

async function copyOfYesterday(): Promise<string> {
  yesterday ??= liveUntilToday();
  const folder = await createFolder();
  await cp(await yesterday, folder, { recursive: true });
  return folder;
}

/** In turn, at each request, so that every refresh writes a copy. */
async function serveTwoBundles(): Promise<Loopback> {
  const bundles = ['One Injection', 'Other Injection'].map((name) => serveRenamed(name, '18.1'));
  let requests = 0;
  return serve({
    ...EARLIER_ROUTES,
    [ENTERPRISE]: (request, response) => {
      bundles[requests % 2]?.(request, response);
      requests += 1;
    },
  });
}

function serveRenamed(name: string, release: string): Answer {
  const renamed = SMALL_ATTACK.map((each) => (each.name === 'Process Injection' ? { ...each, name } : each));
  return body(bundle21(renamed, release));
}

async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

/** It may have to be loaded first, which is said at once. */
async function askEarlier(you: Someone, release: string): Promise<void> {
  const before = new Set(you.messages().map(({ ts }) => ts));
  await you.ask(`/attack T1055 v${release}`);
  await you.find((one) => !before.has(one.ts) && read(one).includes(OLD_NAME));
}

function envOf(feed: Loopback, data: string): Env {
  return { ATTACK_DOMAINS: 'enterprise', ATTACK_FEED_URL: feed.base, ATTACK_REFRESH_SECONDS: '1', DATA_DIR: data };
}

async function startOn(env: Env, feed: Loopback, data: string, through: readonly string[] = []): Promise<Process> {
  const bot = await startProcess({ ...env, ...envOf(feed, data) }, undefined, through);
  await bot.line(({ msg }) => msg === 'connected to Slack');
  return bot;
}

/** Resolves when something happens to such a file. */
async function watchFor(folder: string, file: RegExp): Promise<void> {
  const watchers: FSWatcher[] = [];
  await new Promise<void>((resolve) => {
    const look = (_: unknown, name: string | null) => {
      if (name !== null && file.test(name)) resolve();
    };
    // Not as one that is recursive: on Linux that does not see what is there for a moment only.
    for (const each of [folder, join(folder, 'releases')]) watchers.push(watch(each, look));
  });
  for (const watcher of watchers) watcher.close();
}

async function setCoolDown(you: Someone, [value, shown]: readonly [string, string]): Promise<void> {
  const isSaid = ({ text }: { readonly text: string }) => text.includes(`→ ${shown}`);
  const before = you.messages().filter(isSaid).length;
  await you.choose(await you.ask('/attack settings'), 'settings.coolDown', value);
  await you.find(() => you.messages().filter(isSaid).length > before);
}

async function readCoolDown(you: Someone): Promise<string> {
  const [, shown = ''] =
    /\*Cool-down: ([^*]+)\* \(set in this channel\)/.exec(read(await you.ask('/attack settings'))) ?? [];
  return shown;
}

/** Writes until there is no room left. */
async function fill(path: string): Promise<void> {
  for (const size of [64 * 1024, 512]) {
    for (;;) {
      try {
        await appendFile(path, Buffer.alloc(size));
      } catch {
        break;
      }
    }
  }
}
