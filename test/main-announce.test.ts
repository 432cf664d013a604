import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../src/store/sqlite.ts';
import { createFolder } from './feeds/loopback.ts';
import { bundle21 } from './fixtures/bundle.ts';
import { createSomeone, read } from './fixtures/person.ts';
import { startProcess, startSlack } from './fixtures/process.ts';
import { SMALL_ATTACK } from './fixtures/small-attack.ts';

const RENEWED = ({ msg }: { readonly msg: string }) => msg === 'ATT&CK is renewed';
const CONNECTED = ({ msg }: { readonly msg: string }) => msg === 'connected to Slack';

/** A bot that has 18.1 on disk, and a channel that subscribes to releases, and ends. */
async function startWithSubscriber() {
  const { sandbox, env } = await startSlack();
  const feed = await createFolder();
  await mkdir(join(feed, 'enterprise-attack'));
  const publish = (release: string, name = 'enterprise-attack') =>
    writeFile(join(feed, `enterprise-attack/${name}.json`), JSON.stringify(bundle21(SMALL_ATTACK, release)));
  const dataDir = await createFolder();
  const settings = { ...env, ATTACK_DOMAINS: 'enterprise', ATTACK_FEED_URL: feed, DATA_DIR: dataDir };
  const you = createSomeone(sandbox);
  await publish('18.1');
  const bot = await startProcess(settings);
  await bot.line(RENEWED);
  await bot.line(CONNECTED);
  await you.ask('/attack subscribe releases');
  await bot.stop();
  return { you, publish, settings };
}

describe('a release that is new as the bot starts', () => {
  it('is compared with what stood, and that is not read once more', { timeout: 60_000 }, async () => {
    const { you, publish, settings } = await startWithSubscriber();
    await publish('19.0');
    // As old as a copy may grow: it is due at once.
    await sleep(1500);
    const bot = await startProcess({ ...settings, ATTACK_REFRESH_SECONDS: '1' });
    await bot.line(({ msg }) => msg === 'a release is announced');
    const told = await you.find((message) => read(message).includes('19.0'), {});
    expect(read(told)).not.toContain('not known');
    expect(bot.lines.map(({ msg }) => msg)).not.toContain('an earlier release is at hand');
  });

  it('is announced by nobody who was told to stop', { timeout: 60_000 }, async () => {
    const { you, publish, settings } = await startWithSubscriber();
    await publish('18.0', 'enterprise-attack-18.0');
    const store = await openSqlite(settings.DATA_DIR, Date.now);
    await store.change('announced releases', 'enterprise', () => JSON.stringify({ release: '18.0' }));
    await store.close();
    const heard = you.messages().length;
    const bot = await startProcess(settings);
    // A request that never ends, which a stop waits a second for: time enough to go on with the start.
    const { port } = new URL(await bot.origin());
    const head = 'POST /slack/events HTTP/1.1\r\nHost: bot\r\nContent-Length: 9\r\n\r\n';
    const half = connect(Number(port), '127.0.0.1', () => half.write(head));
    half.on('error', () => undefined);
    onTestFinished(() => void half.destroy());
    await bot.line(CONNECTED);
    await bot.stop();
    const messages = bot.lines.map(({ msg }) => msg);
    const after = messages.slice(messages.findIndex((msg) => msg.startsWith('stopping')));
    expect(after).not.toContain('a release is announced');
    expect(you.messages()).toHaveLength(heard);
  });
});
