import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/sandbox/failures.ts';
import type { SandboxServer } from '../../src/sandbox/server.ts';
import { DIRECT_MESSAGE } from '../../src/sandbox/workspace.ts';
import { SEARCH_SHORTCUT } from '../../src/slack/modal/search.ts';
import { createSomeone, PATIENCE, read } from '../fixtures/person.ts';
import { startProcess, startSlack } from '../fixtures/process.ts';
import { startVictim, type Victim, WITH_FILE } from './victim.ts';

/** What Slack, or a proxy before it, may answer instead of an answer. */
const BAD_DAYS: readonly (readonly [string, Failure])[] = [
  ['429 with its time', { kind: 'rate-limited', retryAfter: 1 }],
  ['429 without its time', { kind: 'rate-limited', retryAfter: undefined }],
  ['429 with a time that is none', { kind: 'rate-limited', retryAfter: 'tomorrow' }],
  ['429 for an hour', { kind: 'rate-limited', retryAfter: 3600 }],
  ['500', { kind: 'status', status: 500 }],
  ['503', { kind: 'status', status: 503 }],
  ['a page', { kind: 'nonsense' }],
  ['null', { kind: 'nonsense', body: 'null' }],
  ['a list', { kind: 'nonsense', body: '[1]' }],
  ['an object of another shape', { kind: 'nonsense', body: '{"ok":"yes","user_id":{}}' }],
  ['success without what it is about', { kind: 'nonsense', body: '{"ok":true}' }],
  ['half an answer', { kind: 'cut' }],
  ['a broken connection', { kind: 'dropped' }],
  ['invalid_auth', { kind: 'error', error: 'invalid_auth' }],
  ['account_inactive', { kind: 'error', error: 'account_inactive' }],
  ['token_revoked', { kind: 'error', error: 'token_revoked' }],
  ['fatal_error', { kind: 'error', error: 'fatal_error' }],
];

/** What the bot calls when it is asked everywhere. */
const ASKED = ['chat.postMessage', 'response_url', 'chat.unfurl', 'views.open'];

/** Begun first and asked last: what they wait for takes ten seconds. */
const unwelcome = [() => undefined, greetNobody].map(startUnwelcome);
const shared = startVictim({ atEnd: WITH_FILE });

describe('Slack answers in the middle of the day', () => {
  it.each(BAD_DAYS)('%s, to whatever the bot says', async (_, failure) => {
    const victim = await shared;
    const { sandbox } = victim;
    const before = sandbox.calls.length;
    for (const method of ASKED) sandbox.failNext(method, failure);
    await askEverywhere(victim);
    await expectCalled(sandbox, before);
    sandbox.mend();
    await victim.expectWell();
  });

  it('nothing, and other answers go on', async () => {
    const victim = await shared;
    const { sandbox } = victim;
    const before = sandbox.calls.length;
    for (const method of ASKED) sandbox.failNext(method, { kind: 'silence' });
    await askEverywhere(victim);
    await expectCalled(sandbox, before);
    await victim.expectWell();
  });
});

describe('Slack answers at the start', () => {
  it('nonsense, and the bot tries again until it is greeted', async () => {
    const { sandbox, env } = await startSlack();
    for (const body of ['null', '{"ok":true}']) sandbox.failNext('auth.test', { kind: 'nonsense', body });
    sandbox.failNext('apps.connections.open', { kind: 'nonsense', body: '{"ok":true,"url":{}}' });
    const bot = await startProcess(env);
    await bot.line(({ msg }) => msg === 'connected to Slack');
    expect(read(await createSomeone(sandbox).ask('/attack T1055'))).toContain('T1055');
  });

  it.each(['account_inactive', 'token_revoked'])('%s, and the bot says so and ends', async (error) => {
    const { sandbox, env } = await startSlack();
    sandbox.failNext('auth.test', { kind: 'error', error });
    const { code, stderr } = await (await startProcess(env)).exit;
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^Slack refuses SLACK_BOT_TOKEN \\(${error}\\)[^\n]*\n$`));
  });
});

describe('the socket', () => {
  const leave: readonly (readonly [string, (sandbox: SandboxServer) => void])[] = [
    ['is closed', (sandbox) => sandbox.dropSockets('close')],
    ['drops', (sandbox) => sandbox.dropSockets('drop')],
    ['is reset', (sandbox) => sandbox.dropSockets('reset')],
    ['falls silent', (sandbox) => sandbox.dropSockets('silence')],
    ['is to be refreshed', (sandbox) => sandbox.disconnectSockets('refresh_requested')],
    ['is soon to be closed', (sandbox) => sandbox.disconnectSockets('warning')],
    ['is one too many', (sandbox) => sandbox.disconnectSockets('too_many_websockets')],
    [
      'drops, and Slack refuses another for a while',
      (sandbox) => {
        sandbox.failNext('apps.connections.open', { kind: 'error', error: 'internal_error' });
        sandbox.failNext('apps.connections.open', { kind: 'nonsense', body: '{"ok":true,"url":"about:blank"}' });
        sandbox.dropSockets();
      },
    ],
  ];

  it.each(leave)('that %s is replaced by another', async (_, hurt) => {
    const victim = await shared;
    const { sandbox } = victim;
    const opened = countOpened(sandbox);
    hurt(sandbox);
    await sandbox.until(() => (countOpened(sandbox) > opened ? true : undefined), PATIENCE);
    await sandbox.until(() => (sandbox.state().isBotConnected ? true : undefined), PATIENCE);
    await victim.expectWell();
  });
});

describe('a socket on which Slack says nothing', () => {
  it.each([
    ['before it is open', unwelcome[0]],
    ['once it is open', unwelcome[1]],
  ])('%s is given up, and another opened', async (_, started) => {
    const bot = await started;
    await bot?.line(({ msg }) => msg === 'the socket to Slack does not open; trying again');
    await bot?.line(({ msg }) => msg === 'connected to Slack');
  });
});

async function askEverywhere({ sandbox, you }: Victim): Promise<void> {
  await you.say('T1059', { channel: DIRECT_MESSAGE });
  await sandbox.act({ kind: 'say', channel: DIRECT_MESSAGE, text: '/attack G0016' });
  await you.say('https://attack.mitre.org/techniques/T1055/', { channel: DIRECT_MESSAGE });
  await you.runShortcut(SEARCH_SHORTCUT);
}

/** @param before how many calls there were */
async function expectCalled(sandbox: SandboxServer, before: number): Promise<void> {
  const isCalled = (wanted: string) => sandbox.calls.slice(before).some(({ method }) => method === wanted);
  await sandbox.until(() => (ASKED.every(isCalled) ? true : undefined), PATIENCE);
}

/** A bot whose first socket leads to a server that does not speak. */
async function startUnwelcome(answer: (socket: Socket) => void) {
  const silent = createServer((socket) => answer(socket.on('error', () => undefined)));
  WITH_FILE(async () => void silent.close());
  const { sandbox, env } = await startSlack(WITH_FILE);
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const url = `ws://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  sandbox.failNext('apps.connections.open', { kind: 'nonsense', body: JSON.stringify({ ok: true, url }) });
  return startProcess(env, WITH_FILE);
}

/** Sockets that Slack granted. */
function countOpened(sandbox: SandboxServer): number {
  return sandbox.calls.filter(({ method, response }) => method === 'apps.connections.open' && response?.ok === true)
    .length;
}

/** Opens a WebSocket (RFC 6455, section 4.2.2) and says nothing on it. */
function greetNobody(socket: Socket): void {
  socket.once('data', (head) => {
    const [, key = ''] = /^sec-websocket-key: (.+)\r$/im.exec(String(head)) ?? [];
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
  });
}
