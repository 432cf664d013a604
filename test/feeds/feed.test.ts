import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFeed, type Feed, type Found, type Known, type Progress } from '../../src/feeds/feed.ts';
import { createHttp } from '../../src/feeds/http.ts';
import { body, closedBase, createFolder, drip, serve, silence, stall, status } from './loopback.ts';

const BUNDLE = '/ics-attack/ics-attack.json';
const { signal } = new AbortController();

function feedOf(base: string): Feed {
  const http = createHttp({ connect: 500, headers: 200, body: 200, total: 400, size: 1_000_000 });
  onTestFinished(() => http.close());
  return createFeed(base, async () => http);
}

/** Of a bundle that is new. */
function textOf(found: Found): string | undefined {
  return found.kind === 'new' ? gunzipSync(found.content.packed).toString() : undefined;
}

function ask(feed: Feed, known?: Known, domain = 'ics'): Promise<Found> {
  return feed.createRound({ signal }).newest(domain, known);
}

/** What is remembered of a bundle that states this release. */
async function fetched(feed: Feed, release: string | undefined, known?: Known): Promise<Known> {
  const found = await ask(feed, known);
  expect(found.kind).toBe('new');
  return { ...found.known, release };
}

function index(release: string, modified = '2025-01-01', host = 'https://elsewhere.example') {
  const collection = (domain: string) => ({
    name: domain,
    versions: [{ version: release, url: `${host}/${domain}-attack/${domain}-attack-${release}.json`, modified }],
  });
  return body(
    { collections: ['enterprise', 'mobile', 'ics'].map(collection) },
    { etag: `"index ${release} ${modified}"` },
  );
}

describe('a feed with an index', () => {
  it('gives its bundle, from an address of its own and not of the index', async () => {
    const foreign = await serve({ [BUNDLE]: body('{}'), '/ics-attack/ics-attack-18.1.json': body('{}') });
    const { base, asked } = await serve({
      '/mirror/index.json': index('18.1', '2025-01-01', foreign.base),
      [`/mirror${BUNDLE}`]: body({ objects: [] }, { etag: '"1"' }),
    });
    const found = await ask(feedOf(`${base}/mirror/`));
    expect(textOf(found)).toBe('{"objects":[]}');
    expect(found).toMatchObject({
      kind: 'new',
      known: { address: `${base}/mirror`, etag: '"1"', listed: '2025-01-01' },
    });
    expect(asked).toEqual(['/mirror/index.json', `/mirror${BUNDLE}`]);
    expect(foreign.asked).toEqual([]);
  });

  it('costs one request for the index while the release is the same', async () => {
    const { base, asked } = await serve({ '/index.json': index('18.1'), [BUNDLE]: body('{}') });
    const feed = feedOf(base);
    const known = await fetched(feed, '18.1');
    asked.length = 0;
    expect(await ask(feed, known)).toEqual({ kind: 'unchanged', known });
    expect(asked).toEqual(['/index.json']);
  });

  it('is asked for its index once a round, and in the next one on a condition', async () => {
    const { base, asked, headers } = await serve({ '/index.json': index('18.1'), [BUNDLE]: body('{}') });
    const feed = feedOf(base);
    const known = await fetched(feed, '18.1');
    asked.length = 0;
    const round = feed.createRound({ signal });
    for (const domain of ['enterprise', 'mobile', 'ics'])
      expect((await round.newest(domain, known)).kind).toBe('unchanged');
    expect(asked).toEqual(['/index.json']);
    expect(headers.at(-1)?.['if-none-match']).toBe('"index 18.1 2025-01-01"');
  });

  it('is believed about a copy that came from another feed', async () => {
    const { base, asked } = await serve({ '/index.json': index('18.1') });
    const copy = { release: '18.1', listed: '2025-01-01', sha256: 'x' };
    const known = { ...copy, address: 'https://other.example', etag: '"other"' };
    // From then on it is this feed's, without what only the other one understands.
    expect(await ask(feedOf(base), known)).toEqual({ kind: 'unchanged', known: { ...copy, address: base } });
    expect(asked).toEqual(['/index.json']);
  });

  it('gives the bundle of a new release', async () => {
    const { base, routes } = await serve({ '/index.json': index('18.1'), [BUNDLE]: body('{"a":1}', { etag: '"1"' }) });
    const feed = feedOf(base);
    const known = await fetched(feed, '18.1');
    routes.set('/index.json', index('19.0'));
    routes.set(BUNDLE, body('{"a":2}', { etag: '"2"' }));
    expect(textOf(await ask(feed, known))).toBe('{"a":2}');
  });

  it('gives a correction under the same number', async () => {
    const { base, routes } = await serve({ '/index.json': index('18.1'), [BUNDLE]: body('{"a":1}', { etag: '"1"' }) });
    const feed = feedOf(base);
    const known = await fetched(feed, '18.1');
    routes.set('/index.json', index('18.1', '2025-02-02'));
    routes.set(BUNDLE, body('{"a":2}', { etag: '"2"' }));
    expect(await ask(feed, known)).toMatchObject({ kind: 'new', known: { listed: '2025-02-02' } });
  });

  it('whose index runs ahead of its bundle is asked on a condition, and downloads nothing again', async () => {
    const { base, asked, headers } = await serve({
      '/index.json': index('19.0'),
      [BUNDLE]: body('{}', { etag: '"1"' }),
    });
    const feed = feedOf(base);
    const known = await fetched(feed, '18.1');
    asked.length = 0;
    expect(await ask(feed, known)).toEqual({ kind: 'unchanged', known });
    expect(asked).toEqual(['/index.json', BUNDLE]);
    expect(headers.at(-1)?.['if-none-match']).toBe('"1"');
  });

  it('that names no condition is downloaded, and the same bytes count as unchanged', async () => {
    const { base } = await serve({ '/index.json': index('19.0'), [BUNDLE]: body('{}') });
    const feed = feedOf(base);
    const known = await fetched(feed, '18.1');
    expect(await ask(feed, known)).toEqual({ kind: 'unchanged', known });
  });

  it('that fails to give its index is not asked again for the next domain', async () => {
    const { base, asked } = await serve({ '/index.json': status(500), [BUNDLE]: body('{}') });
    const round = feedOf(base).createRound({ signal });
    await expect(round.newest('ics', undefined)).rejects.toThrow(`${base}/index.json answered 500`);
    await expect(round.newest('mobile', undefined)).rejects.toThrow(`${base}/index.json answered 500`);
    expect(asked).toEqual(['/index.json']);
  });
});

describe('a feed without an index', () => {
  it.each([
    ['no index', status(404)],
    ['a page instead of an index', body('<!doctype html><title>Welcome</title>')],
    ['an index of something else', body({ collections: 7 })],
  ])('(%s) is asked for the bundle on a condition', async (_name, answer) => {
    const { base, asked, headers } = await serve({ '/index.json': answer, [BUNDLE]: body('{}', { etag: '"1"' }) });
    const feed = feedOf(base);
    const known = await fetched(feed, undefined);
    asked.length = 0;
    expect(await ask(feed, known)).toEqual({ kind: 'unchanged', known });
    expect(asked).toEqual(['/index.json', BUNDLE]);
    expect(headers.at(-1)?.['if-none-match']).toBe('"1"');
  });

  it('is asked without a condition about a copy from another feed', async () => {
    const { base, headers } = await serve({ [BUNDLE]: body('{}', { etag: '"1"' }) });
    const known = { address: 'https://other.example', release: undefined, listed: undefined, sha256: 'x', etag: '"1"' };
    expect((await ask(feedOf(base), known)).kind).toBe('new');
    expect(headers.at(-1)).not.toHaveProperty('if-none-match');
  });
});

describe('a feed on a server', () => {
  it('gets its credentials and query with every request, and shows neither', async () => {
    const { base, asked, headers } = await serve({ [BUNDLE]: status(404) });
    const feed = feedOf(`${base.replace('//', '//me:secret@')}?sig=secret`);
    expect(feed.address).toBe(base);
    await expect(ask(feed)).rejects.toThrow(`${base}${BUNDLE} answered 404`);
    expect(asked).toEqual(['/index.json?sig=secret', `${BUNDLE}?sig=secret`]);
    expect(headers.every(({ authorization }) => authorization?.startsWith('Basic '))).toBe(true);
  });

  it('tells of a download as it goes on', async () => {
    const { base } = await serve({ [BUNDLE]: body('{}') });
    const seen: Progress[] = [];
    await feedOf(base)
      .createRound({ signal, onProgress: (progress) => seen.push(progress) })
      .newest('ics', undefined);
    expect(seen).toEqual([
      { domain: 'ics', address: base, received: 0, total: 2 },
      { domain: 'ics', address: base, received: 2, total: 2 },
    ]);
  });

  it.each([
    ['does not hold the bundle', status(404), `${BUNDLE} answered 404`],
    ['holds a cut body', body(gzipSync('{}').subarray(0, 8), { 'content-encoding': 'gzip' }), 'does not decompress'],
    ['holds a bomb', body(gzipSync(Buffer.alloc(9_000_000)), { 'content-encoding': 'gzip' }), 'more than'],
    ['goes in a circle', status(302, { location: BUNDLE }), 'redirects more than 5 times'],
    ['says nothing', silence, BUNDLE],
    ['stops', stall, BUNDLE],
    ['never ends', drip, 'took longer than 0.4 s'],
    ['is tired', status(503, { 'retry-after': '7' }), `${BUNDLE} answered 503`],
  ])('that %s fails', async (_name, answer, message) => {
    const { base } = await serve({ [BUNDLE]: answer });
    await expect(ask(feedOf(base))).rejects.toThrow(message);
  });

  it('that is gone fails', async () => {
    const base = await closedBase();
    await expect(ask(feedOf(base))).rejects.toThrow(`${base}/index.json refuses the connection`);
  });
});

describe('a feed in a folder', () => {
  async function folderOf(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
    const folder = await createFolder();
    await mkdir(join(folder, 'ics-attack'));
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, 'ics-attack', name), content);
    return folder;
  }

  it.each([
    ['the plain file', { 'ics-attack.json': '{"a":1}' }],
    ['the packed file', { 'ics-attack.json.gz': gzipSync('{"a":1}') }],
    ['the plain file before the packed one', { 'ics-attack.json': '{"a":1}', 'ics-attack.json.gz': gzipSync('{}') }],
    ['the unversioned file before any other', { 'ics-attack.json': '{"a":1}', 'ics-attack-99.0.json': '{}' }],
    ['the highest version', { 'ics-attack-1.10.json.gz': gzipSync('{"a":1}'), 'ics-attack-1.9.json': '{}' }],
    ['a release before its preview', { 'ics-attack-2.0.json': '{"a":1}', 'ics-attack-2.0-beta.json': '{}' }],
    [
      'its own and no other domain’s',
      { 'ics-attack-1.0.json': '{"a":1}', 'mobile-attack.json': '{}', 'ics-attack.txt': 'x' },
    ],
  ])('gives %s', async (_name, files) => {
    const found = await ask(feedOf(await folderOf(files)));
    expect(textOf(found)).toBe('{"a":1}');
  });

  it('is unchanged while the file is, and also when only its time is new', async () => {
    const folder = await folderOf({ 'ics-attack.json': '{}' });
    const feed = feedOf(folder);
    const known = await fetched(feed, '1.0');
    expect(await ask(feed, known)).toEqual({ kind: 'unchanged', known });
    await utimes(join(folder, 'ics-attack/ics-attack.json'), 1, 1);
    const again = await ask(feed, known);
    expect(again).toMatchObject({ kind: 'unchanged', known: { release: '1.0' } });
    expect(again.known.etag).not.toBe(known.etag);
  });

  it('gives a file of a higher version when one arrives', async () => {
    const folder = await folderOf({ 'ics-attack-1.0.json': '{}' });
    const feed = feedOf(folder);
    const known = await fetched(feed, '1.0');
    await writeFile(join(folder, 'ics-attack/ics-attack-2.0.json'), '{"a":2}');
    expect(textOf(await ask(feed, known))).toBe('{"a":2}');
  });

  it.each([
    ['has no such folder', undefined, 'ics-attack is not there'],
    ['has no such file', {}, 'holds no ics-attack.json'],
    ['holds a file that is no gzip', { 'ics-attack.json.gz': 'garbage' }, 'ics-attack.json.gz does not unpack'],
    [
      'holds half a gzip',
      { 'ics-attack.json.gz': gzipSync('{}').subarray(0, 12) },
      'ics-attack.json.gz does not unpack',
    ],
    ['holds a bomb', { 'ics-attack.json.gz': gzipSync(Buffer.alloc(130 * 1024 * 1024)) }, 'is larger than'],
  ])('that %s fails', async (_name, files, message) => {
    const folder = files ? await folderOf(files) : await createFolder();
    await expect(ask(feedOf(folder))).rejects.toThrow(message);
  });
});
