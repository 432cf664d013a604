import { once } from 'node:events';
import type { OutgoingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SandboxServer } from '../../src/sandbox/server.ts';
import { PATIENCE } from '../fixtures/person.ts';
import type { AtEnd } from '../fixtures/process.ts';
import { liveADay } from './day.ts';
import { createSpoilt, listOddTexts, type Payload, SEED } from './hostile-payloads.ts';
import { createKnocker, type Heard, type Knock, sign } from './knock.ts';
import { CONFIDENTIAL, SAID, startVictim, type Victim, WITH_FILE } from './victim.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const TYPES = [JSON_TYPE, FORM, `${FORM}; charset=utf-8`, 'multipart/form-data; boundary=x', 'text/plain', undefined];
const SPOILT = 1200;
const UNWELCOME = 1000;
const AT_ONCE = 100;

const shared = prepare();

describe(`at the HTTP door (seed ${SEED})`, { timeout: 90_000 }, () => {
  it.each<[string, (secret: string, body: string) => OutgoingHttpHeaders]>([
    ['unsigned', () => ({})],
    ['signed by somebody else', (_, body) => sign('another secret', body)],
    ['signed for another body', (secret, body) => sign(secret, `${body} `)],
    ['from five minutes ago and more', (secret, body) => sign(secret, body, 301)],
    ['from an hour ahead', (secret, body) => sign(secret, body, -3600)],
    ['with odd signatures', (secret, body) => ({ ...sign(secret, body), 'X-Slack-Signature': ['v0=', 'v1=0'] })],
  ])(`${UNWELCOME} requests %s are refused, and nothing comes of them`, async (_, headersFor) => {
    const { victim, spoilt } = await shared;
    const calls = victim.sandbox.calls.length;
    const knocks = spoilt.slice(0, UNWELCOME).map(({ body, type }) => ({
      body,
      headers: { 'Content-Type': type, ...headersFor(victim.signingSecret, body) },
    }));
    const heard = await knockAt(victim, knocks);
    expect(new Set(heard.map(({ status }) => status))).toEqual(new Set([401]));
    expect(victim.sandbox.calls).toHaveLength(calls);
    await victim.expectWell(heard.map(({ text }) => text));
  });

  it(`${SPOILT} signed requests with parts that are wrong are answered, each in time`, async () => {
    const { victim, spoilt } = await shared;
    const knocks = spoilt.map(({ body, type }) => ({
      body,
      headers: { 'Content-Type': type, ...sign(victim.signingSecret, body) },
    }));
    const heard = await knockAt(victim, knocks);
    expect(heard.map(({ status }) => status)).not.toContain(0);
    await victim.expectWell(heard.map(({ text }) => text));
  });

  it('odd, deep and broken bodies of every type are answered, signed or not', async () => {
    const { victim, payloads } = await shared;
    const texts = payloads.slice(0, 1).flatMap(listOddTexts);
    const knocks = texts.flatMap((body) =>
      TYPES.flatMap((type) =>
        [sign(victim.signingSecret, body), {}].map((headers) => ({
          body,
          headers: { ...headers, ...(type === undefined ? {} : { 'Content-Type': type }) },
        })),
      ),
    );
    const heard = await knockAt(victim, knocks);
    expect(heard.map(({ status }) => status)).not.toContain(0);
    await victim.expectWell(heard.map(({ text }) => text));
  });

  it('bodies that are too large are refused, whether they say so or not', async () => {
    const { victim } = await shared;
    const body = Buffer.alloc(8_000_000, 'x');
    const signed = sign(victim.signingSecret, body);
    const knocks = Array.from({ length: 40 }, (_, n) => ({
      body,
      headers: { ...(n % 2 === 0 ? signed : {}), ...(n % 4 < 2 ? { 'Transfer-Encoding': 'chunked' } : {}) },
    }));
    const heard = await knockAt(victim, knocks);
    // The refusal may come when the sender is not done, and be lost to it with the connection.
    expect([401, 413, 0]).toEqual(expect.arrayContaining([...new Set(heard.map(({ status }) => status))]));
    await victim.expectWell(heard.map(({ text }) => text));
  });

  it('odd paths and methods are answered', async () => {
    const { victim } = await shared;
    const knocks = fc.sample(oddKnock, { numRuns: 1500, seed: SEED });
    const heard = await knockAt(victim, knocks);
    expect(heard.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    await victim.expectWell(heard.map(({ text }) => text));
  });

  it('bytes that are no HTTP are answered or cut off', async () => {
    const { victim } = await shared;
    const { write } = createKnocker(victim.origin);
    const heard: string[] = [];
    for (const batch of chunk(fc.sample(oddBytes, { numRuns: 800, seed: SEED }), 200))
      heard.push(...(await Promise.all(batch.map(write))));
    await victim.expectWell(heard);
  });

  it('a thousand connections hold up nobody, and those that never end their head are cut off', async () => {
    const { victim, slow } = await shared;
    const idle = await open(victim.origin, 1000, onTestFinished);
    await victim.expectWell();
    await slow.ended;
    await victim.expectWell();
    for (const socket of idle) socket.destroy();
  });

  it('the same request, signature and all, is answered once', async () => {
    const { victim, payloads } = await shared;
    const { sandbox, signingSecret } = victim;
    const mention = payloads.find(({ event }) => (event as Payload | undefined)?.type === 'app_mention');
    const event = { ...(mention?.event as Payload), ts: '1.000001', event_ts: '1.000001' };
    const body = JSON.stringify({ ...mention, event, event_id: 'Ev0REPLAY1' });
    const posts = () => sandbox.calls.filter(({ method }) => method === 'chat.postMessage').length;
    const before = posts();
    const knock = { body, headers: { 'Content-Type': JSON_TYPE, ...sign(signingSecret, body) } };
    const heard = await knockAt(
      victim,
      Array.from({ length: 20 }, () => knock),
    );
    expect(new Set(heard.map(({ status }) => status))).toEqual(new Set([200]));
    await sandbox.until(() => posts() > before || undefined, PATIENCE);
    await victim.expectWell();
    expect(posts()).toBe(before + 1);
  });
});

/** A bot with the HTTP door, and what Slack sends it in a day. */
async function prepare() {
  const victim = await startVictim({ door: 'http', atEnd: WITH_FILE });
  const slow = await openSlowly(victim.origin, 200);
  await liveADay(victim.sandbox, SAID);
  await victim.expectWell();
  const payloads = recordPayloads(victim.sandbox);
  const spoilt = fc.sample(createSpoilt(payloads), { numRuns: SPOILT, seed: SEED }).map(encode);
  return { victim, payloads, spoilt, slow };
}

function recordPayloads(sandbox: SandboxServer): readonly Payload[] {
  const payloads: Payload[] = [];
  sandbox.onTraffic(({ direction, sent }) => {
    if (direction === 'to bot') payloads.push(sent as Payload);
  })();
  return payloads.filter((payload) => !JSON.stringify(payload).includes(CONFIDENTIAL));
}

function encode(payload: Payload): { readonly body: string; readonly type: string } {
  if ('command' in payload) {
    const fields = Object.entries(payload).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    return { body: new URLSearchParams(Object.fromEntries(fields)).toString(), type: FORM };
  }
  if (payload.type === 'event_callback' || 'event' in payload)
    return { body: JSON.stringify(payload), type: JSON_TYPE };
  return { body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), type: FORM };
}

function knockAt({ origin }: Victim, knocks: readonly Knock[]): Promise<readonly Heard[]> {
  return createKnocker(origin).knock(knocks, AT_ONCE);
}

const oddKnock: fc.Arbitrary<Knock> = fc.record({
  path: fc.oneof(
    fc.constantFrom(
      '/healthz',
      '/readyz',
      '/slack/events',
      '/',
      '//',
      '/%',
      '/..%2f..%2fetc/passwd',
      '/__proto__',
      '*',
      '/healthz?',
    ),
    fc.webPath().map((path) => `/healthz${path}`),
    fc.webPath().map((path) => path || '/'),
  ),
  method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH', 'PROPFIND'),
  headers: fc.dictionary(
    fc.constantFrom(
      'Accept',
      'Cookie',
      'Range',
      'If-None-Match',
      'X-Forwarded-For',
      'Content-Type',
      'X-Slack-Request-Timestamp',
    ),
    fc.string({ unit: 'grapheme-ascii', maxLength: 200 }),
  ),
  body: fc.oneof(fc.constant(''), fc.string({ maxLength: 200 })),
});

const HEADS = [
  'GET / HTTP/9.9\r\n\r\n',
  'GET /healthz HTTP/1.1\r\n\r\n',
  'POST /slack/events HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n',
  'POST /slack/events HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef',
  'POST /slack/events HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nzz\r\n',
  'POST /slack/events HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n',
  'POST /slack/events HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n',
  'GET /healthz HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  `GET /${'a'.repeat(70_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  `GET / HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(5000)}\r\n`,
  'GET / HTTP/1.1\r\nHost: a\r\nX\u0000Y: z\r\n\r\n',
  'GET http://169.254.169.254/ HTTP/1.1\r\nHost: a\r\n\r\n',
];

const oddBytes: fc.Arbitrary<Buffer> = fc.oneof(
  fc.constantFrom(...HEADS).map((head) => Buffer.from(head)),
  fc.tuple(fc.constantFrom(...HEADS), fc.nat(400), fc.nat(255)).map(([head, at, byte]) => {
    const bytes = Buffer.from(head);
    bytes[at % bytes.length] = byte;
    return bytes;
  }),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
);

async function open(origin: string, count: number, atEnd: AtEnd): Promise<readonly Socket[]> {
  const { hostname, port } = new URL(origin);
  const sockets = Array.from({ length: count }, () => connect(Number(port), hostname).on('error', () => undefined));
  atEnd(async () => {
    for (const socket of sockets) socket.destroy();
  });
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  return sockets;
}

/** Connections on each of which a head begins and goes on for ever. */
async function openSlowly(origin: string, count: number): Promise<{ readonly ended: Promise<unknown> }> {
  const sockets = await open(origin, count, WITH_FILE);
  for (const socket of sockets) socket.write('POST /slack/events HTTP/1.1\r\nHost: bot\r\n');
  const dripping = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('X-A: b\r\n');
  }, 500).unref();
  const ended = Promise.all(sockets.map((socket) => new Promise((resolve) => socket.on('close', resolve))));
  return { ended: ended.finally(() => clearInterval(dripping)) };
}

function chunk<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}
