import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FeedError } from '../../src/feeds/feed-error.ts';
import { createHttp, type HttpLimits, type HttpRequest } from '../../src/feeds/http.ts';
import { type IsPrivate, isPrivateAddress } from '../../src/feeds/private.ts';
import { body, closedBase, drip, serve, silence, stall, status } from './loopback.ts';

/** undici's timers may take half a second more than they are told: `total` is lowered where it is to come first. */
const LIMITS = { connect: 500, headers: 200, body: 200, total: 5_000, size: 100_000 };

function get(
  address: string,
  request: HttpRequest = {},
  limits: Partial<HttpLimits> = LIMITS,
  isPrivate: IsPrivate = isPrivateAddress,
) {
  const http = createHttp(limits, isPrivate);
  onTestFinished(() => http.close());
  return http.get(new URL(address), request);
}

async function failureOf(promise: Promise<unknown>): Promise<FeedError> {
  const error = await promise.then(
    () => undefined,
    (reason) => reason,
  );
  if (error instanceof FeedError) return error;
  throw new Error('no FeedError', { cause: error });
}

describe('a request', () => {
  it('gives the body and what makes the next one conditional', async () => {
    const { base, headers } = await serve({
      '/a': body('{}', { etag: '"1"', 'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT' }),
    });
    const answer = await get(`${base}/a`);
    expect(answer).toEqual({
      kind: 'body',
      body: Buffer.from('{}'),
      validators: { etag: '"1"', lastModified: 'Mon, 01 Jan 2024 00:00:00 GMT' },
    });
    expect(headers[0]?.['user-agent']).toMatch(/^attack-bot\/\d+\.\d+\.\d+ \(.*ATT&CK/);
    expect(headers[0]).not.toHaveProperty('if-none-match');
  });

  it('names the copy that is held, and learns that it is unchanged', async () => {
    const { base, headers } = await serve({ '/a': body('{}', { etag: '"1"' }) });
    const validators = { etag: '"1"', lastModified: 'Mon, 01 Jan 2024 00:00:00 GMT' };
    expect(await get(`${base}/a`, { validators })).toEqual({ kind: 'unchanged' });
    expect(headers[0]).toMatchObject({ 'if-none-match': '"1"', 'if-modified-since': validators.lastModified });
  });

  it.each([403, 404, 410])('calls a %i missing', async (code) => {
    const { base } = await serve({ '/a': status(code) });
    expect(await get(`${base}/a`)).toEqual({ kind: 'missing', status: code });
  });

  it('tells how much has arrived', async () => {
    const { base } = await serve({ '/a': body('x'.repeat(90_000)) });
    const seen: (readonly [number, number | undefined])[] = [];
    await get(`${base}/a`, { onProgress: (received, total) => seen.push([received, total]) });
    expect(seen[0]).toEqual([0, 90_000]);
    expect(seen.at(-1)).toEqual([90_000, 90_000]);
  });

  it('is broken off by its signal, with the signal’s reason', async () => {
    const { base } = await serve({ '/a': drip });
    const reason = new Error('stopped');
    await expect(get(`${base}/a`, { signal: AbortSignal.any([abortAfter(50, reason)]) })).rejects.toBe(reason);
  });

  it('takes user and password out of the address into a header', async () => {
    const { base, headers } = await serve({ '/a': body('{}') });
    await get(`${base.replace('//', '//me:p%40ss@')}/a`);
    expect(headers[0]?.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  });
});

describe('a failing request', () => {
  it.each([
    ['a refused connection', undefined, 'refuses the connection'],
    ['no answer', silence, 'does not answer in time'],
    ['a body that stops', stall, 'stopped in the middle of its answer'],
    ['a server error', status(500), 'answered 500'],
    ['a 304 that was not asked for', status(304), 'answered 304'],
    ['no content', status(204), 'answered 204'],
  ])('tells of %s', async (_name, answer, problem) => {
    const base = answer ? (await serve({ '/a': answer })).base : await closedBase();
    const error = await failureOf(get(`${base}/a`));
    expect(error.message).toBe(`${base}/a ${problem}`);
    expect(error.retryAfter).toBeUndefined();
  });

  it('tells of a body without end, however steadily it drips', async () => {
    const { base } = await serve({ '/a': drip });
    const error = await failureOf(get(`${base}/a`, {}, { ...LIMITS, total: 400 }));
    expect(error.message).toBe(`${base}/a took longer than 0.4 s`);
  });

  it('tells of a body that is cut short, with and without its length', async () => {
    const { base } = await serve({
      '/length': (_request, response) => {
        response.writeHead(200, { 'content-length': 1000 }).write('{"objects":', () => response.destroy());
      },
      '/chunks': (_request, response) => {
        response.writeHead(200).write('{"objects":', () => response.destroy());
      },
      '/packed': body(gzipSync('{"objects":[]}').subarray(0, 20), { 'content-encoding': 'gzip' }),
    });
    expect((await failureOf(get(`${base}/length`))).problem).toBe('broke off the connection');
    expect((await failureOf(get(`${base}/chunks`))).problem).toBe('broke off the connection');
    expect((await failureOf(get(`${base}/packed`))).problem).toBe('sent a body that does not decompress');
  });

  it('tells of a body that is not as long as announced', async () => {
    const { base } = await serve({
      '/a': (request) => {
        request.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\nconnection: close\r\n\r\n{}');
      },
    });
    expect((await failureOf(get(`${base}/a`))).problem).toMatch(/broke off|another number of bytes/);
  });

  it('surfaces Retry-After in seconds', async () => {
    const { base } = await serve({ '/a': status(429, { 'retry-after': '120' }) });
    expect(await failureOf(get(`${base}/a`))).toMatchObject({ problem: 'answered 429', retryAfter: 120_000 });
  });

  it('surfaces Retry-After as a date, and ignores one that has passed or is no date', async () => {
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    const { base } = await serve({
      '/later': status(503, { 'retry-after': inAnHour }),
      '/past': status(503, { 'retry-after': 'Mon, 01 Jan 2024 00:00:00 GMT' }),
      '/odd': status(503, { 'retry-after': 'soon' }),
      '/forbidden': status(403, { 'retry-after': '60' }),
    });
    const later = await failureOf(get(`${base}/later`));
    expect(later.retryAfter).toBeGreaterThan(3_590_000);
    expect(later.retryAfter).toBeLessThanOrEqual(3_600_000);
    expect((await failureOf(get(`${base}/past`))).retryAfter).toBeUndefined();
    expect((await failureOf(get(`${base}/odd`))).retryAfter).toBeUndefined();
    expect((await failureOf(get(`${base}/forbidden`))).retryAfter).toBe(60_000);
  });

  it('takes no Retry-After for longer than a week', async () => {
    const { base } = await serve({
      '/number': status(503, { 'retry-after': '99999999999999999999' }),
      '/date': status(503, { 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' }),
    });
    expect((await failureOf(get(`${base}/number`))).retryAfter).toBe(7 * 86_400_000);
    expect((await failureOf(get(`${base}/date`))).retryAfter).toBe(7 * 86_400_000);
  });

  it('keeps its cause and shows no credentials, query or fragment', async () => {
    const base = await closedBase();
    const error = await failureOf(get(`${base.replace('//', '//user:secret@')}/a?sig=secret#secret`));
    expect(error.message).toBe(`${base}/a refuses the connection`);
    expect(error.cause).toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('a compressed body', () => {
  const text = 'ATT&CK '.repeat(1000);

  it.each([
    ['gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['identity', Buffer.from(text)],
  ])('in %s is unpacked', async (encoding, bytes) => {
    const { base } = await serve({ '/a': body(bytes, { 'content-encoding': encoding }) });
    const answer = await get(`${base}/a`);
    expect(answer.kind === 'body' && answer.body.toString()).toBe(text);
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(50_000_000))],
    ['br', brotliCompressSync(Buffer.alloc(50_000_000))],
    ['deflate', deflateSync(Buffer.alloc(50_000_000))],
  ])('in %s that is a bomb is broken off at the ceiling', async (encoding, bytes) => {
    const { base } = await serve({ '/a': body(bytes, { 'content-encoding': encoding }) });
    const before = process.memoryUsage().arrayBuffers;
    expect((await failureOf(get(`${base}/a`))).problem).toBe('sent more than the 100000 bytes that are allowed');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  it.each(['gzip', 'br', 'deflate'])('that is no %s is refused', async (encoding) => {
    const { base } = await serve({ '/a': body('garbage, and no body', { 'content-encoding': encoding }) });
    expect((await failureOf(get(`${base}/a`))).problem).toBe('sent a body that does not decompress');
  });

  it('in an encoding that was not asked for is refused', async () => {
    const { base } = await serve({ '/a': body('{}', { 'content-encoding': 'zstd' }) });
    expect((await failureOf(get(`${base}/a`))).problem).toBe('sent an encoding that was not asked for: zstd');
  });

  it('and a plain one have the same ceiling, which a request may lower', async () => {
    const { base } = await serve({ '/a': body('x'.repeat(100_001)), '/b': body('x'.repeat(11)) });
    expect((await failureOf(get(`${base}/a`))).problem).toBe('sent more than the 100000 bytes that are allowed');
    expect((await failureOf(get(`${base}/b`, { size: 10 }))).problem).toBe(
      'sent more than the 10 bytes that are allowed',
    );
    expect((await get(`${base}/b`, { size: 11 })).kind).toBe('body');
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])(
    'with %i is followed on the same server, credentials and conditions with it',
    async (code) => {
      const { base, headers } = await serve({
        '/a': status(code, { location: '/b' }),
        '/b': body('{}', { etag: '"2"' }),
      });
      const answer = await get(`${base.replace('//', '//me:secret@')}/a`, { validators: { etag: '"1"' } });
      expect(answer).toMatchObject({ kind: 'body', validators: { etag: '"2"' } });
      expect(headers[1]).toMatchObject({ authorization: headers[0]?.authorization, 'if-none-match': '"1"' });
    },
  );

  it('is followed five times', async () => {
    const hops = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`/${n}`, status(302, { location: `/${n + 1}` })]));
    const { base } = await serve({ ...hops, '/6': body('{}') });
    expect((await get(`${base}/1`)).kind).toBe('body');
  });

  it('that goes in a circle is given up', async () => {
    const { base, asked } = await serve({
      '/a': status(302, { location: '/b' }),
      '/b': status(302, { location: '/a' }),
    });
    expect((await failureOf(get(`${base}/a`))).problem).toBe('redirects more than 5 times');
    expect(asked).toHaveLength(6);
  });

  it('to plain http on another server is refused, and the other server not asked', async () => {
    const other = await serve({ '/a': body('{}') });
    const { base } = await serve({ '/a': status(302, { location: `${other.base}/a` }) });
    expect((await failureOf(get(`${base}/a`))).message).toBe(
      `${base}/a redirects to an address that is neither https nor on the same server`,
    );
    expect(other.asked).toEqual([]);
  });

  it.each(['file:///etc/passwd', 'http://', 'ftp://127.0.0.1/a'])('to %s is refused', async (location) => {
    const { base } = await serve({ '/a': status(302, { location }) });
    expect((await failureOf(get(`${base}/a`))).problem).toContain('neither https nor on the same server');
  });

  it('to https on another server is followed, without the credentials', async () => {
    const other = await serve();
    const { base } = await serve({ '/a': status(302, { location: other.base.replace('http:', 'https:') }) });
    // The other server speaks no TLS: that the handshake fails shows that it was tried.
    expect((await failureOf(get(`${base.replace('//', '//me:secret@')}/a`))).problem).not.toContain('redirects');
    expect(other.connections()).toBe(1);
    expect(other.asked).toEqual([]);
  });

  it('without a place to go to is a failure', async () => {
    const { base } = await serve({ '/a': status(302) });
    expect((await failureOf(get(`${base}/a`))).problem).toBe('answered 302');
  });
});

/** For these the feed's own address is taken for one outside; all others of this machine lie inside. */
describe.skipIf(process.platform !== 'linux')('a redirect from outside', () => {
  const OUTSIDE = '127.0.0.2';
  const isPrivate = (address: string) => address !== OUTSIDE && isPrivateAddress(address);

  it.each(['127.0.0.1', 'localhost', '[::1]', '2130706433', '[::ffff:10.0.0.1]', '169.254.169.254'])(
    'to https on %s is refused before a connection',
    async (host) => {
      const other = await serve();
      const location = `https://${host}:${new URL(other.base).port}/a`;
      const { base } = await serve({ '/a': status(302, { location }) }, OUTSIDE);
      expect((await failureOf(get(`${base}/a`, {}, LIMITS, isPrivate))).message).toBe(
        `${base}/a redirects to an address in a private network`,
      );
      expect(other.connections()).toBe(0);
    },
  );

  it('to another server outside is followed', async () => {
    const other = await serve({}, OUTSIDE);
    const { base } = await serve(
      { '/a': status(302, { location: other.base.replace('http:', 'https:') }) },
      '127.0.0.3',
    );
    const isInside = (address: string) => !['127.0.0.2', '127.0.0.3'].includes(address);
    // The other server speaks no TLS: that the handshake fails shows that it was tried.
    expect((await failureOf(get(`${base}/a`, {}, LIMITS, isInside))).problem).not.toContain('redirects');
    expect(other.connections()).toBe(1);
  });
});

function abortAfter(ms: number, reason: Error): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), ms);
  return controller.signal;
}
