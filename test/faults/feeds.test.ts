import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Answer, body, serve, silence, stall, status } from '../feeds/loopback.ts';
import type { LogLine } from '../fixtures/bot.ts';
import { bundle21 } from '../fixtures/bundle.ts';
import { read } from '../fixtures/person.ts';
import { SMALL_ATTACK } from '../fixtures/small-attack.ts';
import { startVictim, type Victim, WITH_FILE } from './victim.ts';

const ENTERPRISE = '/enterprise-attack/enterprise-attack.json';
/** The bundle's own words, which the embedded facts do not have. */
const FULL = 'Code runs inside the process of somebody else.';
const DAY = 86_400_000;
const WHOLE = JSON.stringify(bundle21(SMALL_ATTACK, '18.1'));

const clockFolder = mkdtempSync(join(tmpdir(), 'clock-'));
WITH_FILE(async () => rmSync(clockFolder, { recursive: true }));
const CLOCK_FILE = join(clockFolder, 'offset');

/** One bot that asks one feed every second, and outlives everything that the feed does. */
const shared = prepare();

const FAULTS: readonly (readonly [string, Answer, RegExp])[] = [
  ['a connection that it breaks', (request) => void request.socket.destroy(), /broke off/],
  ['a connection that it resets', (request) => void request.socket.resetAndDestroy(), /broke off/],
  ['an answer that is cut short', cut(WHOLE, { 'content-length': String(WHOLE.length) }), /broke off/],
  ['a body without its length that is cut short', cut(WHOLE, {}), /broke off/],
  [
    'a body that is longer than it says',
    raw(`HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n${WHOLE}`),
    /holds no JSON|another number/,
  ],
  [
    'a body that is shorter than it says',
    raw('HTTP/1.1 200 OK\r\nContent-Length: 99\r\nConnection: close\r\n\r\n{}'),
    /broke off|another number/,
  ],
  ['an answer that is no HTTP', raw('SSH-2.0-OpenSSH_9.9\r\n'), /no HTTP/],
  ['a head without end', raw(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`), /failed \(|broke off/],
  ['garbage', body(Buffer.alloc(5000, 0xfe)), /holds no JSON/],
  ['a page', body('<html>Please log in</html>'), /holds no JSON/],
  ['JSON of another shape', body('{"objects":{"T1055":1}}'), /refused/],
  ['null', body('null'), /refused/],
  ['lists within lists', body(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), /refused|holds no JSON/],
  [
    'objects that are none',
    body(JSON.stringify({ type: 'bundle', objects: [null, 1, 'x', [], { type: {} }] })),
    /refused/,
  ],
  [
    'keys of prototypes',
    body('{"type":"bundle","objects":[{"__proto__":{"type":"attack-pattern"},"constructor":1}]}'),
    /refused/,
  ],
  ['the first half of its objects', body(bundle21(SMALL_ATTACK.slice(0, SMALL_ATTACK.length / 2), '18.1')), /refused/],
  [
    'every other of its objects',
    body(
      bundle21(
        SMALL_ATTACK.filter((_, n) => n % 2 === 0),
        '18.1',
      ),
    ),
    /refused/,
  ],
  ['none of its objects', body(bundle21([], '18.1')), /refused/],
  ['a gzip bomb', bomb(), /more than/],
  ['gzip that is none', body(WHOLE, { 'content-encoding': 'gzip' }), /does not decompress/],
  ['a circle of redirects', status(302, { location: ENTERPRISE }), /redirects more than/],
  ...[
    'file:///etc/passwd',
    'ftp://127.0.0.1/x',
    'data:application/json,{}',
    'http://10.0.0.1/x',
    '//169.254.169.254/x',
  ].map(
    (location) =>
      [`a redirect to ${location}`, status(302, { location }), /neither https nor on the same server/] as const,
  ),
  ['a redirect to nobody', status(301, { location: 'https://127.0.0.1:1/x' }), /refuses the connection/],
  ['404', status(404), /404/],
  ['500', status(500), /500/],
];

describe('a feed that gives', { timeout: 60_000 }, () => {
  it.each(FAULTS)('%s changes no answer', async (_, answer, problem) => {
    const { victim, feed, next } = await shared;
    feed.routes.set(ENTERPRISE, answer);
    const failure = await next(isFailure);
    expect((failure.err as { readonly message: string }).message).toMatch(problem);
    await expectWhole(victim);
    expect(read(await victim.you.ask('/attack status'))).toContain('*Warning:* Enterprise failed');
  });

  it.each<[string, Answer]>([
    ['nothing', silence],
    ['a head, slowly', dripHead],
    ['the beginning of a body', stall],
    ['a body, slowly and without end', dripBody],
  ])('%s holds up no answer', async (_, answer) => {
    const { victim, feed, next } = await shared;
    const asked = Promise.withResolvers<void>();
    feed.routes.set(ENTERPRISE, (request, response) => {
      asked.resolve();
      answer(request, response);
    });
    await asked.promise;
    await expectWhole(victim);
    // The time-outs themselves are shown in test/feeds/http.test.ts.
    feed.routes.set(ENTERPRISE, status(500));
    feed.drop();
    await next(isFailure);
  });

  it('429 with its time is left alone for as long, and no longer though the clock is set back', async () => {
    const { victim, feed, next } = await shared;
    feed.routes.set(ENTERPRISE, status(429, { 'retry-after': '3600' }));
    await next((line) => isFailure(line) && String(JSON.stringify(line.err)).includes('429'));
    const asked = feed.asked.length;
    await expectWhole(victim);
    expect(feed.asked).toHaveLength(asked);
    feed.routes.set(ENTERPRISE, body(WHOLE, { etag: '"good again"' }));
    await moveClock(victim, -DAY);
    await moveClock(victim, DAY);
    await next(({ msg }) => msg === 'ATT&CK is unchanged' || msg === 'ATT&CK is renewed');
    await expectWhole(victim);
    expect(read(await victim.you.ask('/attack status'))).toContain('No errors.');
  });
});

describe('a clock', { timeout: 60_000 }, () => {
  it.each([
    ['back by a year', -365 * DAY],
    ['forward by ten years', 3650 * DAY],
    ['to the beginning of time', -Date.now()],
    ['right again', 0],
  ])('that is set %s holds up neither answers nor refreshes', async (_, by) => {
    const { victim, feed, next } = await shared;
    feed.routes.set(ENTERPRISE, body(WHOLE));
    await moveClock(victim, by);
    await next(({ msg }) => msg === 'ATT&CK is unchanged');
    await next(({ msg }) => msg === 'ATT&CK is unchanged');
    await expectWhole(victim);
  });
});

async function prepare() {
  const feed = await serve({ [ENTERPRISE]: body(WHOLE) }, undefined, WITH_FILE);
  const secret = 'feed-password-4711';
  const victim = await startVictim({
    atEnd: WITH_FILE,
    secrets: [secret],
    env: {
      ATTACK_DOMAINS: 'enterprise',
      ATTACK_FEED_URL: `${feed.base.replace('//', `//reader:${secret}@`)}?sig=${secret}`,
      ATTACK_REFRESH_SECONDS: '1',
      NODE_OPTIONS: `--import ${join(import.meta.dirname, 'moved-clock.ts')}`,
      CLOCK_FILE,
    },
  });
  await victim.bot.line(({ msg }) => msg === 'ATT&CK is renewed');
  /** The first such line that is yet to come. */
  const next = async (isIt: (line: LogLine) => boolean): Promise<LogLine> => {
    const matching = () => victim.bot.lines.filter(isIt);
    const before = matching().length;
    await victim.bot.line(() => matching().length > before);
    return matching()[before] as LogLine;
  };
  return { victim, feed, next };
}

async function expectWhole(victim: Victim): Promise<void> {
  await victim.expectWell();
  expect(read(await victim.you.ask('/attack T1055'))).toContain(FULL);
  expect(read(await victim.you.ask('/attack proces injecton'))).toContain(FULL);
}

async function moveClock({ bot }: Victim, by: number): Promise<void> {
  const moves = () => bot.lines.filter(({ msg }) => msg === 'the clock was moved').length;
  const before = moves();
  writeFileSync(CLOCK_FILE, String(by));
  process.kill(bot.pid, 'SIGUSR2');
  await bot.line(() => moves() > before);
}

function isFailure({ msg }: LogLine): boolean {
  return msg === 'a feed failed';
}

function cut(text: string, headers: Readonly<Record<string, string>>): Answer {
  return (_, response) => void response.writeHead(200, headers).write(text.slice(0, -99), () => response.destroy());
}

function raw(text: string): Answer {
  return (request) => void request.socket.end(text);
}

const dripHead: Answer = ({ socket }) => {
  socket.write('HTTP/1.1 200 OK\r\n');
  const timer = setInterval(() => socket.write('X-A: b\r\n'), 50);
  socket.on('close', () => clearInterval(timer));
};

const dripBody: Answer = ({ socket }, response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), 50);
  socket.on('close', () => clearInterval(timer));
};

/** Unfolds to more than any bundle may have. */
function bomb(): Answer {
  const packed = gzipSync(Buffer.alloc(1024 * 1024));
  return body(Buffer.concat(Array.from({ length: 160 }, () => packed)), { 'content-encoding': 'gzip' });
}
