import { existsSync } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { SandboxServer } from '../src/sandbox/server.ts';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL, PRIVATE_CHANNEL } from '../src/sandbox/workspace.ts';
import { type Answer, body, createFolder, drip, type Loopback, serve, status } from './feeds/loopback.ts';
import type { LogLine } from './fixtures/bot.ts';
import { bundle21, relationship, type Stix, tactic, technique } from './fixtures/bundle.ts';
import { buttonsOf, createSomeone, PATIENCE, read } from './fixtures/person.ts';
import { type Env, type Process, startProcess, startSlack } from './fixtures/process.ts';
import { SMALL_ATTACK } from './fixtures/small-attack.ts';

const ENTERPRISE = '/enterprise-attack/enterprise-attack.json';
const ICS = '/ics-attack/ics-attack.json';
/** The card, and the warning beneath it. */
const EMBEDDED = /T1055 · Process Injection[\s\S]*\*Warning:\* Enterprise: .*the facts that come with this bot/;
/** The bundle's own words, which neither the embedded facts nor any other answer have. */
const FULL = 'Code runs inside the process of somebody else.';

describe('the life of a copy', { timeout: 90_000 }, () => {
  it('goes from embedded facts to the feed, to the disk when the feed is gone, and back when the disk is damaged', async () => {
    const { sandbox, env } = await startSlack();
    const feed = await serve();
    const dir = await createFolder();
    const settings = { ...env, ATTACK_DOMAINS: 'enterprise', ATTACK_FEED_URL: feed.base, DATA_DIR: dir };
    const released = Promise.withResolvers<void>();
    const answer = bundleAnswer(SMALL_ATTACK);
    feed.routes.set(ENTERPRISE, (request, response) => void released.promise.then(() => answer(request, response)));

    const cold = await start(settings);
    expect(await ask(sandbox)).toMatch(EMBEDDED);
    released.resolve();
    await cold.line(isRenewed);
    expect(await ask(sandbox)).toContain(FULL);
    expect(await ask(sandbox)).not.toContain('*Warning:*');
    expect(await ask(sandbox, '/attack status')).toContain(feed.base);

    await feed.close();
    await cold.stop();
    const warm = await start({ ...settings, ATTACK_REFRESH_SECONDS: '1' });
    await warm.line(({ msg }) => msg === 'a feed failed');
    expect(await ask(sandbox)).toContain(FULL);
    const aged = await eventually(() => ask(sandbox), '*Warning:*');
    expect(aged).toMatch(/\*Warning:\* Enterprise: .*may be old.* less than a minute ago/);
    expect(await ask(sandbox, '/attack status')).toMatch(/disk[\s\S]*Enterprise failed/);

    await warm.stop();
    await damage(dir);
    const damaged = await start(settings);
    expect(await ask(sandbox)).toMatch(EMBEDDED);
    expect(damaged.lines.map(({ msg }) => msg)).toContain('the disk copy is not used');
    expect(damaged.lines.map(({ msg }) => msg)).toContain('the kept catalog is not used: it is built anew');
  });

  it('starts from the disk without asking a feed while it is young', async () => {
    const { sandbox, env } = await startSlack();
    const feed = await serve({ [ENTERPRISE]: bundleAnswer(SMALL_ATTACK) });
    const settings = {
      ...env,
      ATTACK_DOMAINS: 'enterprise',
      ATTACK_FEED_URL: feed.base,
      DATA_DIR: await createFolder(),
    };
    const cold = await start(settings);
    await cold.line(isRenewed);
    await cold.stop();
    const asked = feed.asked.length;
    const warm = await start(settings);
    expect(await ask(sandbox)).toContain(FULL);
    expect(await ask(sandbox)).not.toContain('*Warning:*');
    expect(feed.asked).toHaveLength(asked);
    expect((await warm.stop()).code).toBe(0);
  });
});

describe('a death', { timeout: 90_000 }, () => {
  it('at any moment of taking up a release leaves a bot that starts, and takes it up', async () => {
    const { sandbox, env } = await startSlack();
    const feed = await serve({ [ENTERPRISE]: bundleAnswer(SMALL_ATTACK) });
    const dir = await createFolder();
    const settings = { ...env, ATTACK_DOMAINS: 'enterprise', ATTACK_FEED_URL: feed.base, DATA_DIR: dir };
    for (const moment of ['ATT&CK is at hand', 'a download begins', 'ATT&CK is renewed']) {
      const bot = await startProcess(settings);
      await bot.line(({ msg }) => msg === moment || msg === 'ATT&CK is renewed' || msg === 'connected to Slack');
      await bot.stop('SIGKILL');
    }
    const survivor = await start({ ...settings, ATTACK_REFRESH_SECONDS: '1' });
    await survivor.line(({ msg }) => msg === 'ATT&CK is renewed' || msg === 'ATT&CK is unchanged');
    expect(await ask(sandbox)).toContain(FULL);
    expect(survivor.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it.skipIf(!existsSync('/proc/self/task'))(
    'of the workshop’s process changes no answer, and is made good',
    async () => {
      const { sandbox, env } = await startSlack();
      const feed = await serve({ [ENTERPRISE]: bundleAnswer(SMALL_ATTACK) });
      const settings = { ATTACK_DOMAINS: 'enterprise', ATTACK_FEED_URL: feed.base, ATTACK_REFRESH_SECONDS: '1' };
      const bot = await start({ ...env, ...settings });
      await bot.line(isRenewed);
      feed.routes.set(ENTERPRISE, bundleAnswer(SMALL_ATTACK, '18.2'));
      const isTold = () =>
        bot.lines.some(({ level, msg }) => level === 'error' && /refresh failed|can be built/.test(msg));
      while (!isTold()) {
        for (const pid of await childrenOf(bot.pid)) killIfAlive(pid);
        await sleep(5);
      }
      expect(await ask(sandbox)).toContain(FULL);
      await bot.line(({ msg, release }) => msg === 'ATT&CK is renewed' && release === '18.2');
    },
  );
});

/** It may have ended by itself since it was listed. */
function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

describe('a feed that turns bad while the bot runs', () => {
  it('with a body that never ends changes no answer, and holds no stop', async () => {
    const { sandbox, bot, feed } = await startRenewed();
    const dripping = Promise.withResolvers<void>();
    feed.routes.set(ENTERPRISE, (request, response) => {
      dripping.resolve();
      drip(request, response);
    });
    await dripping.promise;
    expect(await ask(sandbox)).toContain(FULL);
    expect(await ask(sandbox, '/attack status')).toContain('under way');
    expect((await bot.stop()).code).toBe(0);
  });

  it('and then good again is taken again', async () => {
    const { sandbox, bot, feed } = await startRenewed();
    feed.routes.set(ENTERPRISE, status(503));
    await bot.line(({ msg }) => msg === 'a feed failed');
    const next = SMALL_ATTACK.map((each) => ({
      ...each,
      ...(isNamed(each, 'T1055') && { name: 'Process Intrusion' }),
    }));
    feed.routes.set(ENTERPRISE, bundleAnswer(next, '18.2'));
    await bot.line(({ msg, release }) => msg === 'ATT&CK is renewed' && release === '18.2');
    expect(await ask(sandbox)).toContain('T1055 · Process Intrusion');
    // The round goes on for a moment after its catalog is there.
    await expect.poll(() => ask(sandbox, '/attack status'), { timeout: PATIENCE }).toContain('No errors.');
  });
});

describe('the next release', () => {
  it('changes the answers of a bot that runs: a new tactic, another renamed, a family revoked, sub-techniques in ICS', async () => {
    const { sandbox, env } = await startSlack();
    const damageIcs = technique({
      id: 'T0879',
      name: 'Damage to Property',
      chain: 'mitre-ics-attack',
      tactics: ['impact'],
    });
    const impact = tactic({ id: 'TA0105', name: 'Impact', shortname: 'impact' });
    const feed = await serve({
      [ENTERPRISE]: bundleAnswer(SMALL_ATTACK),
      [ICS]: bundleAnswer([impact, damageIcs]),
    });
    const bot = await start({
      ...env,
      ATTACK_DOMAINS: 'enterprise,ics',
      ATTACK_FEED_URL: feed.base,
      ATTACK_REFRESH_SECONDS: '1',
    });
    await bot.line(({ msg, domain }) => msg === 'ATT&CK is renewed' && domain === 'ics');
    expect(await ask(sandbox, '/attack TA0005')).toContain('TA0005 · Defense Evasion');
    expect(await ask(sandbox, '/attack T1900')).toContain('is not in ATT&amp;CK 18.1');

    const subtechnique = technique({
      id: 'T0879.001',
      name: 'Overheating',
      chain: 'mitre-ics-attack',
      tactics: ['impact'],
    });
    feed.routes.set(ENTERPRISE, bundleAnswer(buildNextEnterprise(), '19.0'));
    feed.routes.set(
      ICS,
      bundleAnswer([impact, damageIcs, subtechnique, relationship(subtechnique, 'subtechnique-of', damageIcs)], '19.0'),
    );
    for (const domain of ['enterprise', 'ics']) {
      await bot.line((line) => line.msg === 'ATT&CK is renewed' && line.release === '19.0' && line.domain === domain);
    }
    const you = createSomeone(sandbox);
    expect(await ask(sandbox, '/attack TA0005')).toContain('TA0005 · Stealth');
    expect(await ask(sandbox, '/attack T1900')).toContain('Stealth, Impairment');
    expect(await ask(sandbox, '/attack TA0112')).toContain('TA0112 · Impairment');
    expect(await ask(sandbox, '/attack T1055')).toMatch(/^\*Revoked:\* T1055 · Process Injection is now \*<.*T1900/);
    expect(await ask(sandbox, '/attack T1055.012')).toMatch(/^\*Revoked:\*.*T1900\.012/);
    const property = await you.ask('/attack T0879');
    expect(buttonsOf(property)).toContain('Sub-techniques (1)');
    expect(read(await you.turn(property, 'Sub-techniques (1)'))).toContain(
      'T0879.001 · Damage to Property: Overheating',
    );
    expect(await ask(sandbox, '/attack overheatng')).toContain('T0879.001');
  });
});

describe('the release before the newest', { timeout: 90_000 }, () => {
  it('answers with every network down, and who has pinned it is told of the newest once, whatever restarts', async () => {
    const { sandbox, env } = await startSlack();
    const feed = await serve({ [ENTERPRISE]: bundleAnswer(SMALL_ATTACK) });
    const settings = {
      ...env,
      ATTACK_DOMAINS: 'enterprise',
      ATTACK_FEED_URL: feed.base,
      ATTACK_REFRESH_SECONDS: '1',
      DATA_DIR: await createFolder(),
    };
    const you = createSomeone(sandbox);
    const news = () =>
      you.messages({ channel: DIRECT_MESSAGE }).filter((message) => read(message).includes('ATT&amp;CK 19.0 is out'));
    const first = await start(settings);
    await first.line(isRenewed);
    expect(await ask(sandbox, '/attack pin v18.1')).toContain('pinned to ATT&amp;CK 18.1');
    feed.routes.set(ENTERPRISE, bundleAnswer(buildNextEnterprise(), '19.0'));
    await first.line((line) => isRenewed(line) && line.release === '19.0');
    await expect.poll(() => news().length, { timeout: PATIENCE }).toBe(1);
    await feed.close();
    await first.stop();

    const second = await start(settings);
    await second.line(({ msg }) => msg === 'an earlier release is at hand');
    expect(await ask(sandbox)).toContain('ATT&amp;CK 18.1, pinned by this workspace · the newest is 19.0');
    expect(await ask(sandbox, '/attack T1055 v19.0')).toMatch(/^\*Revoked:\* T1055/);
    expect((await second.stop()).code).toBe(0);
    expect(news()).toHaveLength(1);
  });
});

describe('the next release, told to who watches', () => {
  const isTold = ({ text }: { readonly text: string }) => text.startsWith('*ATT&amp;CK 19.0 is here.*');

  it('is told where it touches the list, while the bot runs', async () => {
    const { sandbox, bot, feed } = await startRenewed();
    const you = createSomeone(sandbox);
    await you.ask('/attack watch T1055 tactic:defense evasion');
    await you.ask('/attack watch T1059', { channel: PRIVATE_CHANNEL });
    feed.routes.set(ENTERPRISE, bundleAnswer(buildNextEnterprise(), '19.0'));
    const told = await you.find(isTold);
    expect(read(told)).toContain('T1055 · Process Injection>: revoked, now T1900');
    expect(read(told)).toContain('tactic:"Defense Evasion": ');
    await bot.line(({ msg }) => msg === 'ATT&CK is unchanged');
    expect((await bot.stop()).code).toBe(0);
    expect(you.messages().filter(isTold)).toHaveLength(1);
    expect(you.messages({ channel: PRIVATE_CHANNEL }).filter(isTold)).toEqual([]);
  });

  it('is told once by a bot that was killed with the news unsaid, and is started again', async () => {
    const { sandbox, env } = await startSlack();
    const feed = await serve({ [ENTERPRISE]: bundleAnswer(SMALL_ATTACK) });
    const dir = await createFolder();
    const settings = { ...env, ATTACK_DOMAINS: 'enterprise', ATTACK_FEED_URL: feed.base, DATA_DIR: dir };
    const first = await start({ ...settings, ATTACK_REFRESH_SECONDS: '1' });
    await first.line(isRenewed);
    const you = createSomeone(sandbox);
    for (const channel of [INCIDENT_CHANNEL, PRIVATE_CHANNEL]) await you.ask('/attack subscribe releases', { channel });
    sandbox.failNext('chat.postMessage', { kind: 'rate-limited', retryAfter: 3600 });
    feed.routes.set(ENTERPRISE, bundleAnswer(buildNextEnterprise(), '19.0'));
    await first.line(({ msg }) => msg === 'Slack asks for a pause between announcements');
    await first.stop('SIGKILL');
    expect(you.messages().filter(isTold)).toEqual([]);

    const second = await start(settings);
    for (const channel of [INCIDENT_CHANNEL, PRIVATE_CHANNEL]) await you.find(isTold, { channel });
    await second.stop('SIGKILL');
    const third = await start({ ...settings, ATTACK_REFRESH_SECONDS: '1' });
    await third.line(({ msg }) => msg === 'ATT&CK is unchanged');
    await third.stop();
    for (const channel of [INCIDENT_CHANNEL, PRIVATE_CHANNEL])
      expect(you.messages({ channel }).filter(isTold)).toHaveLength(1);
  });
});

/** A bot that has the feed's bundle and asks it every second. */
async function startRenewed() {
  const { sandbox, env } = await startSlack();
  const feed = await serve({ [ENTERPRISE]: bundleAnswer(SMALL_ATTACK) });
  const settings = { ATTACK_DOMAINS: 'enterprise', ATTACK_FEED_URL: feed.base, ATTACK_REFRESH_SECONDS: '1' };
  const bot = await start({ ...env, ...settings });
  await bot.line(isRenewed);
  return { sandbox, bot, feed } satisfies { sandbox: SandboxServer; bot: Process; feed: Loopback };
}

async function start(env: Env): Promise<Process> {
  const bot = await startProcess(env);
  await bot.line(({ msg }) => msg === 'connected to Slack');
  return bot;
}

async function ask(sandbox: SandboxServer, text = '/attack T1055'): Promise<string> {
  return read(await createSomeone(sandbox).ask(text));
}

async function eventually(look: () => Promise<string>, text: string): Promise<string> {
  for (;;) {
    const seen = await look();
    if (seen.includes(text)) return seen;
  }
}

function isRenewed({ msg }: LogLine): boolean {
  return msg === 'ATT&CK is renewed';
}

function bundleAnswer(objects: readonly Stix[], release = '18.1'): Answer {
  return body(bundle21(objects, release), { etag: `"${release}"` });
}

/** Changes bytes in the middle of the copy's data, and of the catalog that was made of it. */
async function damage(dir: string): Promise<void> {
  for (const name of (await readdir(dir)).filter((each) => /\.(?:json\.gz|bin)$/.test(each))) {
    const file = await open(join(dir, name), 'r+');
    const { size } = await file.stat();
    await file.write(Buffer.alloc(16, 0xff), 0, 16, Math.floor(size / 2));
    await file.close();
  }
}

/** The processes that a process has started, where the system tells. */
async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

/** T1055 and its sub-techniques become T1900 and its own; a tactic has another name, and one is new. */
function buildNextEnterprise(): readonly Stix[] {
  const family = SMALL_ATTACK.filter((each) => each.type === 'attack-pattern' && /^T1055/.test(attackIdOf(each)));
  const heirs = family.map((each) =>
    technique({
      id: attackIdOf(each).replace('T1055', 'T1900'),
      name: String(each.name),
      tactics: ['defense-evasion', 'impairment'],
    }),
  );
  const [first] = heirs;
  const changed = SMALL_ATTACK.map((each): Stix => {
    if (isNamed(each, 'TA0005')) return { ...each, name: 'Stealth' };
    return family.includes(each) ? { ...each, revoked: true } : each;
  });
  return [
    ...changed,
    tactic({ id: 'TA0112', name: 'Impairment', shortname: 'impairment' }),
    ...heirs,
    ...family.flatMap((each, n) => {
      const heir = heirs[n];
      return heir ? relationship(each, 'revoked-by', heir) : [];
    }),
    ...heirs.slice(1).flatMap((heir) => (first ? relationship(heir, 'subtechnique-of', first) : [])),
  ];
}

function isNamed(each: Stix, id: string): boolean {
  return each.type !== 'relationship' && attackIdOf(each) === id;
}

function attackIdOf({ external_references: references }: Stix): string {
  return (references as readonly { external_id: string }[] | undefined)?.[0]?.external_id ?? '';
}
