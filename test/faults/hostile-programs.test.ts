import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { body, serve } from '../feeds/loopback.ts';
import { bundle21 } from '../fixtures/bundle.ts';
import { hostileText } from '../fixtures/hostile.ts';
import { SMALL_ATTACK } from '../fixtures/small-attack.ts';
import { listOddTexts, SEED } from './hostile-payloads.ts';
import { createKnocker, type Heard, type Knock } from './knock.ts';
import { startVictim, type Victim, WITH_FILE } from './victim.ts';

const API_TOKEN = 'api-token-flamingo-2342';
const METRICS_TOKEN = 'metrics-token-pelican-2342';
const REFRESH_SECRET = 'refresh-secret-heron-2342';
const ENTERPRISE = '/enterprise-attack/enterprise-attack.json';
const MANY = 3000;
const AT_ONCE = 100;

const shared = prepare();

describe(`at the doors for other programs (seed ${SEED})`, { timeout: 120_000 }, () => {
  it(`${MANY} questions without the token get nothing`, async () => {
    const { victim } = await shared;
    // That of one door opens no other.
    const knocks = fc.sample(
      fc.oneof(
        fc.record({ path: oddPath, method: fc.constant('GET'), headers: guessing(METRICS_TOKEN, REFRESH_SECRET) }),
        fc.record({
          path: fc.constantFrom('/metrics', '/metrics?x=1'),
          method: fc.constantFrom('GET', 'HEAD'),
          headers: guessing(API_TOKEN, REFRESH_SECRET),
        }),
      ),
      { numRuns: MANY, seed: SEED },
    );
    const heard = await knockAt(victim, knocks);
    // 431 is a query that is too long, after which the connection may break off.
    const statuses = [...new Set(heard.map(({ status }) => status))];
    expect([401, 429, 431, 0]).toEqual(expect.arrayContaining(statuses));
    expect(statuses).toEqual(expect.arrayContaining([401, 429]));
    await victim.expectWell(heard.map(({ text }) => text));
  });

  it(`${MANY} odd questions with the token are answered`, async () => {
    const { origin } = (await shared).victim;
    const { victim } = await shared;
    const knocks = fc.sample(
      fc.record({
        path: oddPath,
        method: fc.constantFrom('GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'PROPFIND'),
        headers: oddHeaders.map((odd) => ({ ...odd, Authorization: `Bearer ${API_TOKEN}` })),
        body: fc.oneof(fc.constant(''), fc.string({ maxLength: 200 })),
      }),
      { numRuns: MANY, seed: SEED },
    );
    // From as many addresses as it takes to get past the limit.
    const heard = (
      await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          createKnocker(origin, `127.0.0.${n + 10}`).knock(knocks.slice(n * 250, (n + 1) * 250), 10),
        ),
      )
    ).flat();
    expect(heard.map(({ status }) => status).filter((status) => status >= 500 || status === 429)).toEqual([]);
    expect(heard.map(({ status }) => status)).toContain(200);
    await victim.expectWell(heard.map(({ text }) => text));
  });

  it('hooks that are unsigned, signed for other bodies, odd and too large are refused, and no feed is asked', async () => {
    const { victim, feed } = await shared;
    const asked = feed.asked.length;
    const texts = [...listOddTexts({ ref: 'refs/heads/master' }), Buffer.alloc(3_000_000, 'x')];
    const knocks = texts.flatMap((text) =>
      [{}, signHook(`${text}x`), { 'X-Hub-Signature-256': ['sha256=', 'sha256=0'] }, signHook(text, API_TOKEN)].map(
        (headers) => ({ path: '/hooks/refresh', headers, body: text }),
      ),
    );
    const heard = await knockAt(victim, knocks);
    // What is too large may be cut off before its sender has read why.
    expect([401, 413, 429, 0]).toEqual(expect.arrayContaining([...new Set(heard.map(({ status }) => status))]));
    expect(feed.asked).toHaveLength(asked);
    await victim.expectWell(heard.map(({ text }) => text));
  });

  it('a hook that is sent again and again asks the feed once a minute at most', async () => {
    const { victim, feed } = await shared;
    const asked = feed.asked.length;
    const knock = { path: '/hooks/refresh', headers: signHook('{}'), body: '{}' };
    const from = createKnocker(victim.origin, '127.0.0.99');
    const heard = await from.knock(
      Array.from({ length: 25 }, () => knock),
      5,
    );
    expect(new Set(heard.map(({ status }) => status))).toEqual(new Set([202]));
    await expect.poll(() => feed.asked.length, { timeout: 10_000 }).toBeGreaterThan(asked);
    await victim.expectWell(heard.map(({ text }) => text));
    expect(feed.asked.filter((path) => path === ENTERPRISE).length).toBeLessThanOrEqual(2);
  });

  it('bodies that come slowly and never end are cut off, and hold up nobody', async () => {
    const { victim, slow } = await shared;
    await slow;
    await victim.expectWell();
    expect(victim.bot.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

/** @param others tokens, but not of this door */
function guessing(...others: readonly string[]) {
  return fc.oneof(
    fc.constant({}),
    fc.string({ unit: 'grapheme-ascii', maxLength: 60 }).map((text) => ({ Authorization: `Bearer ${text.trim()}` })),
    fc.constantFrom(...others).map((other) => ({ Authorization: `Bearer ${other}` })),
  );
}

async function prepare() {
  const feed = await serve({ [ENTERPRISE]: body(bundle21(SMALL_ATTACK, '18.1')) }, undefined, WITH_FILE);
  const victim = await startVictim({
    atEnd: WITH_FILE,
    secrets: [API_TOKEN, METRICS_TOKEN, REFRESH_SECRET],
    env: { API_TOKEN, METRICS_TOKEN, REFRESH_SECRET, ATTACK_DOMAINS: 'enterprise', ATTACK_FEED_URL: feed.base },
  });
  await victim.bot.line(({ msg }) => msg === 'ATT&CK is renewed');
  return { victim, feed, slow: sendSlowly(victim, 60) };
}

/** Begun first and asked last: the door waits half a minute for a body. @returns resolves when the bot has ended every connection */
async function sendSlowly({ origin }: Victim, count: number): Promise<void> {
  const { hostname, port } = new URL(origin);
  const sockets = Array.from({ length: count }, (_, n) => {
    const socket = connect({ host: hostname, port: Number(port), localAddress: `127.0.1.${n + 1}` });
    socket.on('error', () => undefined).resume();
    const path = n % 2 === 0 ? '/hooks/refresh' : '/api/techniques';
    const token = `Authorization: Bearer ${API_TOKEN}`;
    socket.write(`POST ${path} HTTP/1.1\r\nHost: bot\r\n${token}\r\nContent-Length: 900000\r\n\r\n`);
    return socket;
  });
  WITH_FILE(async () => {
    for (const socket of sockets) socket.destroy();
  });
  const dripping = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('x');
  }, 200).unref();
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.on('close', resolve))));
  clearInterval(dripping);
}

function knockAt({ origin }: Victim, knocks: readonly Knock[]): Promise<readonly Heard[]> {
  return createKnocker(origin).knock(knocks, AT_ONCE);
}

function signHook(text: string | Buffer, secret = REFRESH_SECRET) {
  return { 'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret).update(text).digest('hex')}` };
}

const word = fc
  .oneof(
    hostileText,
    fc.constantFrom(
      '__proto__',
      'constructor',
      'T1055',
      'G0016',
      '18.1',
      '1',
      '-1',
      '1e9',
      'NaN',
      '..',
      '%00',
      'x'.repeat(5000),
    ),
  )
  .map((text) => text.toWellFormed());
const field = fc.oneof(
  fc.constantFrom(
    'domain',
    'tactic',
    'platform',
    'q',
    'version',
    'limit',
    'cursor',
    'from',
    'to',
    'type',
    'class',
    'view',
  ),
  word,
);
const oddPath = fc
  .record({
    base: fc.oneof(
      fc.constantFrom(
        '/api',
        '/api/',
        '/api/techniques',
        '/api/changes',
        '/api/openapi.json',
        '/api/objects/',
        '/api//',
      ),
      word.map((id) => `/api/objects/${encodeURIComponent(id)}`),
      fc.webPath().map((path) => `/api/objects${path}`),
    ),
    query: fc.array(fc.tuple(field, word), { maxLength: 4 }),
  })
  .map(({ base, query }) => {
    const text = query.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
    return text === '' ? base : `${base}?${text}`;
  });

const oddHeaders = fc.dictionary(
  fc.constantFrom('Accept', 'Cookie', 'Range', 'If-None-Match', 'X-Forwarded-For', 'Origin', 'Content-Type'),
  fc.string({ unit: 'grapheme-ascii', maxLength: 200 }),
);
