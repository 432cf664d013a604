import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PageState } from '../src/sandbox/page-api.ts';
import { DIRECT_MESSAGE, INCIDENT_CHANNEL } from '../src/sandbox/workspace.ts';
import { createSomeone, PATIENCE, read } from './fixtures/person.ts';
import { type Process, startProcess, startSlack } from './fixtures/process.ts';

const mention = {
  type: 'app_mention',
  user: 'U0YOU00001',
  text: '<@U0BOT00001> T1055',
  ts: '1.000001',
  event_ts: '1.000001',
  channel: INCIDENT_CHANNEL,
};

describe('the bot without Slack variables', () => {
  it('brings a Slack of its own, and says where', async () => {
    const bot = await startProcess({});
    const origin = await bot.origin();
    await bot.line(({ msg }) => msg === 'connected to Slack');
    expect(await statuses(origin)).toEqual({ healthz: 200, readyz: 200 });
    expect(await (await fetch(`${origin}/`)).text()).toMatch(/^<!doctype html>/i);
    const act = { kind: 'say', channel: INCIDENT_CHANNEL, text: '/attack proces injecton' };
    const headers = { 'Content-Type': 'application/json', Origin: origin };
    const acted = await fetch(`${origin}/page/acts`, { method: 'POST', headers, body: JSON.stringify(act) });
    expect(await acted.json()).toEqual({ ok: true });
    expect(await seeOnPage(origin, 'T1055 · Process Injection')).toContain('the facts that come with this bot');
    const { code, stdout, stderr } = await bot.stop('SIGINT');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`http://localhost:${new URL(origin).port}/`);
  });

  it('answers other programs beside it, at the same port', async () => {
    const bot = await startProcess({ API_PUBLIC: '1' });
    const origin = await bot.origin();
    await bot.line(({ msg }) => msg === 'connected to Slack');
    const { data } = (await (await fetch(`${origin}/api/objects/T1055`)).json()) as { readonly data: unknown };
    expect(data).toMatchObject({ name: 'Process Injection' });
  });
});

describe('the bot with Slack variables', () => {
  it('answers through Socket Mode, and finishes the answer under way before it exits', async () => {
    const { sandbox, env } = await startSlack();
    const bot = await startProcess(env);
    const origin = await bot.origin();
    await bot.line(({ msg }) => msg === 'connected to Slack');
    expect(await statuses(origin)).toEqual({ healthz: 200, readyz: 200 });
    expect((await fetch(`${origin}/slack/events`, { method: 'POST' })).status).toBe(404);
    expect(read(await createSomeone(sandbox).ask('/attack T1055'))).toContain('T1055 · Process Injection');
    sandbox.setLatency(800);
    expect(await sandbox.deliverEvent(mention)).toEqual([{ isAcked: true, attempts: 1 }]);
    const { code, stdout, stderr } = await bot.stop('SIGTERM');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(sandbox.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
    expect(stdout).not.toContain(env.SLACK_BOT_TOKEN);
    expect(stdout).not.toContain(env.SLACK_APP_TOKEN);
  });

  it('answers through signed HTTP, and a request that never ends does not hold its stop', async () => {
    const { sandbox, env } = await startSlack();
    const { SLACK_APP_TOKEN: _, ...tokens } = env;
    const bot = await startProcess({ ...tokens, SLACK_SIGNING_SECRET: sandbox.signingSecret });
    const origin = await bot.origin();
    await bot.line(({ msg }) => msg === 'connected to Slack');
    await sandbox.deliverTo(`${origin}/slack/events`);
    const you = createSomeone(sandbox);
    expect(read(await you.ask('/attack T1055'))).toContain('T1055 · Process Injection');
    expect(read(await you.ask('T1059.001', { channel: DIRECT_MESSAGE }))).toContain('PowerShell');
    expect((await fetch(`${origin}/slack/events`)).status).toBe(404);
    expect((await fetch(`${origin}/slack/events`, { method: 'POST', body: 'x' })).status).toBe(401);
    await sendHalf(origin);
    sandbox.setLatency(800);
    await sandbox.deliverEvent(mention);
    expect((await bot.stop('SIGINT')).code).toBe(0);
    expect(sandbox.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(2);
  });

  it('is alive but not ready while Slack cannot be reached, and ready once it can', async () => {
    const { sandbox, env } = await startSlack();
    const port = await findFreePort();
    const bot = await startProcess({ ...env, SLACK_API_URL: `http://127.0.0.1:${port}/slack/api/` });
    const origin = await bot.origin();
    await bot.line(({ level }) => level === 'warn');
    expect(await statuses(origin)).toEqual({ healthz: 200, readyz: 503 });
    await forward(port, Number(new URL(sandbox.apiUrl).port));
    await bot.line(({ msg }) => msg === 'connected to Slack');
    expect(await statuses(origin)).toEqual({ healthz: 200, readyz: 200 });
    expect(read(await createSomeone(sandbox).ask('/attack T1055'))).toContain('T1055');
    sandbox.dropSockets();
    await bot.stop();
  });

  it('stays ready for a moment when the network is lost, and is not when Slack refuses the socket', async () => {
    const { sandbox, env } = await startSlack();
    const port = await findFreePort();
    const cut = await forward(port, Number(new URL(sandbox.apiUrl).port));
    const bot = await startProcess({ ...env, SLACK_API_URL: `http://127.0.0.1:${port}/slack/api/` });
    const origin = await bot.origin();
    await bot.line(({ msg }) => msg === 'connected to Slack');
    cut();
    sandbox.dropSockets();
    await bot.line(({ msg }) => msg === 'the socket to Slack does not open; trying again');
    expect(await statuses(origin)).toEqual({ healthz: 200, readyz: 200 });
    sandbox.failNext('apps.connections.open', { kind: 'error', error: 'account_inactive' });
    await forward(port, Number(new URL(sandbox.apiUrl).port));
    await bot.line(({ msg }) => msg === 'Slack refuses the socket');
    expect(await statuses(origin)).toEqual({ healthz: 200, readyz: 503 });
  });

  it('stops while Slack cannot be reached', async () => {
    const { env } = await startSlack();
    const bot = await startProcess({ ...env, SLACK_API_URL: `http://127.0.0.1:${await findFreePort()}/slack/api/` });
    await bot.origin();
    const { code, stderr } = await bot.stop();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('a signal', () => {
  it('is heard before anything is loaded', async () => {
    const data = newFolder();
    const bot = await startProcess({ DATA_DIR: data, NODE_COMPILE_CACHE: '' });
    // The first that it writes, and just before it begins to load the rest.
    while (!existsSync(join(data, 'compiled'))) await sleep(1);
    const { code, stderr } = await bot.stop('SIGTERM');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('what the bot remembers', () => {
  it('is there after it was killed, in the data folder', async () => {
    const { sandbox, env } = await startSlack();
    const data = newFolder();
    const you = createSomeone(sandbox);
    const first = await startProcess({ ...env, DATA_DIR: data });
    await first.line(({ msg }) => msg === 'connected to Slack');
    await you.choose(await you.ask('/attack settings'), 'settings.coolDown', '480');
    await you.find(({ text }) => text.includes('30 minutes → 8 hours'));
    await first.stop('SIGKILL');
    const second = await startProcess({ ...env, DATA_DIR: data });
    await second.line(({ msg }) => msg === 'connected to Slack');
    expect(read(await you.ask('/attack settings'))).toContain('*Cool-down: 8 hours* (set in this channel)');
    expect((await second.stop()).code).toBe(0);
  });

  it('is kept in memory where the disk takes nothing, and the bot answers', async () => {
    const { sandbox, env } = await startSlack();
    const data = newFolder();
    mkdirSync(join(data, 'memory.sqlite'));
    const bot = await startProcess({ ...env, DATA_DIR: data });
    await bot.line(({ msg }) => msg === 'connected to Slack');
    const you = createSomeone(sandbox);
    await you.choose(await you.ask('/attack settings'), 'settings.coolDown', '480');
    await you.find(({ text }) => text.includes('30 minutes → 8 hours'));
    expect(bot.lines.filter(({ msg }) => msg.startsWith('the store'))).toHaveLength(1);
  });
});

describe('a start that cannot be', () => {
  it('names the file that a newer bot has left', async () => {
    const data = newFolder();
    const database = new DatabaseSync(join(data, 'memory.sqlite'));
    database.exec('PRAGMA user_version = 1000');
    database.close();
    await expectRefusal(await startProcess({ DATA_DIR: data }), /^\S+memory\.sqlite is of a newer version[^\n]*\n$/);
  });

  it('names every problem of the configuration at once, and exits', async () => {
    const bot = await startProcess({
      SLACK_BOT_TOKEN: 'secret-of-another-kind',
      SLACK_API_URL: 'slack.com',
      PORT: '70000',
      ATTACK_DOMAINS: 'enterprise,windows',
      ATTACK_REFRESH_SECONDS: 'daily',
      UNFURL_IDS: 'maybe',
      LOG_LEVEL: 'loud',
    });
    const { code, stdout, stderr } = await bot.exit;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const problems = stderr.split('\n').filter((line) => line.startsWith('  - '));
    expect(problems.map((problem) => /[A-Z_]{4,}/.exec(problem)?.[0])).toEqual([
      'SLACK_BOT_TOKEN',
      'SLACK_API_URL',
      'PORT',
      'ATTACK_DOMAINS',
      'ATTACK_REFRESH_SECONDS',
      'UNFURL_IDS',
      'LOG_LEVEL',
      'SLACK_APP_TOKEN',
    ]);
    expect(stderr).not.toMatch(/\n\s+at |secret-of-another-kind/);
  });

  it.each(['sandbox', 'http'])('names the port that is in use (%s)', async (kind) => {
    const { sandbox, env } = await startSlack();
    const { SLACK_APP_TOKEN: _, ...tokens } = env;
    const port = new URL(sandbox.apiUrl).port;
    const variables = { ...tokens, SLACK_SIGNING_SECRET: sandbox.signingSecret };
    const bot = await startProcess({ ...(kind === 'http' ? variables : {}), PORT: port });
    await expectRefusal(bot, /^PORT is in use[^\n]*\n$/);
  });

  it.each(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'])('names %s when Slack refuses it', async (name) => {
    const { env } = await startSlack();
    const bot = await startProcess({ ...env, [name]: `${name === 'SLACK_APP_TOKEN' ? 'xapp' : 'xoxb'}-of-yesterday` });
    await expectRefusal(bot, new RegExp(`^Slack refuses ${name} \\(invalid_auth\\)[^\n]*\n$`));
  });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'attack-bot-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function expectRefusal(bot: Process, message: RegExp): Promise<void> {
  const { code, stdout, stderr } = await bot.exit;
  expect(code).toBe(1);
  expect(stderr).toMatch(message);
  expect(stdout + stderr).not.toContain('of-yesterday');
}

async function statuses(origin: string) {
  const [healthz, readyz] = await Promise.all([fetch(`${origin}/healthz`), fetch(`${origin}/readyz`)]);
  return { healthz: healthz.status, readyz: readyz.status };
}

/** Follows the page's events until one of them shows the text; gives all the messages. */
async function seeOnPage(origin: string, text: string): Promise<string> {
  const events = await fetch(`${origin}/page/events`, { signal: AbortSignal.timeout(PATIENCE) });
  for await (const _ of events.body ?? []) {
    const state = (await (await fetch(`${origin}/page/state`)).json()) as PageState;
    const shown = state.channels.flatMap(({ messages }) => messages.map(read)).join('\n');
    if (shown.includes(text)) return shown;
  }
  throw new Error(`the page never shows ${text}`);
}

/** A request whose body does not come. */
async function sendHalf(origin: string): Promise<void> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  const now = Math.floor(Date.now() / 1000);
  socket.write(
    `POST /slack/events HTTP/1.1\r\nHost: bot\r\nContent-Length: 9\r\nX-Slack-Request-Timestamp: ${now}\r\n\r\n{`,
  );
}

async function findFreePort(): Promise<number> {
  const server = await listen(createServer(), 0);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Makes a port lead to another, as when a network comes back, until it is cut. */
async function forward(from: number, to: number): Promise<() => void> {
  const nears = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    nears.add(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => other.destroy()).pipe(other);
    }
  });
  await listen(server, from);
  const cut = () => {
    server.close();
    for (const near of nears) near.destroy();
  };
  onTestFinished(cut);
  return cut;
}

async function listen(server: Server, port: number): Promise<Server> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
