import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Content } from '../../src/feeds/content.ts';
import type { Known } from '../../src/feeds/feed.ts';
import { createSource, type News, type Place, type Source, type Verdict } from '../../src/feeds/source.ts';
import { body, closedBase, createFolder, drip, serve, status } from './loopback.ts';

const BUNDLE = '/ics-attack/ics-attack.json';

interface Value {
  readonly release: string | undefined;
  readonly text: unknown;
}

/** Stands for a decoder: takes `{ text, release }` and refuses what has no text. */
async function accept({ packed }: Content): Promise<Verdict<Value>> {
  const json = gunzipSync(packed).toString();
  if (!json.startsWith('{')) return { kind: 'refused', reason: 'it holds no JSON' };
  const { release, text } = JSON.parse(json) as { release?: string; text?: string };
  return text === undefined
    ? { kind: 'refused', reason: 'it has no text' }
    : { kind: 'accepted', value: { release, text } };
}

interface World {
  readonly dir: string;
  readonly source: Source;
  ask(known?: Known): Promise<News<Value>>;
}

async function sourceOf(feeds: readonly string[], dir?: string, now?: () => number): Promise<World> {
  const dataDir = dir ?? (await createFolder());
  const source = createSource({ feeds, dataDir, now, limits: { headers: 200, body: 200, total: 400 } });
  onTestFinished(() => source.close());
  const { signal } = new AbortController();
  return { dir: dataDir, source, ask: (known) => source.createRound({ signal }).newest('ics', known, accept) };
}

function bundle(text: string, etag = `"${text}"`) {
  return body({ text, release: '18.1' }, { etag });
}

describe('the order of trust', () => {
  it('begins with the first feed', async () => {
    const [first, second] = [await serve({ [BUNDLE]: bundle('first') }), await serve({ [BUNDLE]: bundle('second') })];
    const { ask } = await sourceOf([first.base, second.base]);
    const news = await ask();
    expect(news).toMatchObject({ kind: 'new', value: { text: 'first' }, failures: [], problem: undefined });
    expect(news).toMatchObject({ known: { address: first.base, release: '18.1' } });
    expect(second.asked).toEqual([]);
  });

  it.each([
    ['is gone', async () => closedBase(), 'refuses the connection'],
    ['is missing the bundle', async () => (await serve()).base, 'answered 404'],
    ['serves garbage', async () => (await serve({ [BUNDLE]: body('garbage') })).base, 'holds no JSON'],
    ['never ends', async () => (await serve({ [BUNDLE]: drip })).base, 'took longer'],
    ['serves what is refused', async () => (await serve({ [BUNDLE]: body('{}') })).base, 'is refused: it has no text'],
    ['is a folder that is not there', async () => join(await createFolder(), 'none'), 'is not there'],
  ])('goes on to the next feed when the first %s', async (_name, first, problem) => {
    const second = await serve({ [BUNDLE]: bundle('second') });
    const news = await (await sourceOf([await first(), second.base])).ask();
    expect(news).toMatchObject({ kind: 'new', value: { text: 'second' } });
    expect(news.failures.map(({ message }) => message)).toEqual([expect.stringContaining(problem)]);
  });

  it('has no news when every feed fails, and names each', async () => {
    const { ask } = await sourceOf([await closedBase(), (await serve()).base]);
    const news = await ask();
    expect(news.kind).toBe('failed');
    expect(news.failures).toHaveLength(2);
  });

  it('starts with the disk copy, which needs no feed', async () => {
    const { base, close } = await serve({ [BUNDLE]: bundle('kept') });
    const { dir, ask } = await sourceOf([base], undefined, () => 5000);
    await ask();
    await close();
    const { source } = await sourceOf([base], dir);
    const start = await source.start('ics');
    expect(await textAt(start.place)).toContain('kept');
    expect(start).toMatchObject({
      origin: 'disk',
      address: base,
      asOf: 5000,
      problem: undefined,
      known: { etag: '"kept"', release: '18.1' },
    });
  });

  it('ends with the embedded facts', async () => {
    const { source } = await sourceOf([await closedBase()]);
    const start = await source.start('ics');
    expect(start).toMatchObject({
      place: { kind: 'facts' },
      origin: 'embedded',
      address: 'embedded',
      known: undefined,
    });
    expect(start.asOf).toBeGreaterThan(Date.parse('2025-11-01'));
    expect(start.problem).toBeUndefined();
  });

  it.each([
    ['has no data', async (dir: string) => rm(join(dir, await dataOf(dir))), 'is not there'],
    ['has a damaged note', (dir: string) => writeFile(join(dir, 'ics-attack.json'), 'garbage'), 'holds no JSON'],
  ])('passes over a disk copy that %s, and says why', async (_name, damage, problem) => {
    const { base } = await serve({ [BUNDLE]: bundle('kept') });
    const { dir, ask } = await sourceOf([base]);
    await ask();
    await damage(dir);
    const { source } = await sourceOf([base], dir);
    const start = await source.start('ics');
    expect(start).toMatchObject({ origin: 'embedded' });
    expect(start.problem?.message).toContain(problem);
  });
});

describe('a bundle that is refused', () => {
  it('never reaches the disk', async () => {
    const { base, routes } = await serve({ [BUNDLE]: bundle('good') });
    const { dir, ask } = await sourceOf([base]);
    await ask();
    const before = await snapshot(dir);
    routes.set(BUNDLE, body('{}'));
    expect((await ask()).kind).toBe('failed');
    expect(await snapshot(dir)).toEqual(before);
  });

  it('is not downloaded again while it is the same, and still called refused', async () => {
    const { base, headers, routes } = await serve({ [BUNDLE]: body('{}', { etag: '"bad"' }) });
    const { ask } = await sourceOf([base]);
    const first = await ask();
    const second = await ask();
    expect(headers.at(-1)?.['if-none-match']).toBe('"bad"');
    expect(second.failures.map(({ message }) => message)).toEqual(first.failures.map(({ message }) => message));
    routes.set(BUNDLE, bundle('mended'));
    expect(await ask()).toMatchObject({ kind: 'new', value: { text: 'mended' } });
    expect(await ask()).toMatchObject({ kind: 'new' });
  });
});

describe('a feed that asks to be left alone', () => {
  it('is not asked until then, for any domain, while the next feed is', async () => {
    let time = 1_000_000;
    const tired = await serve({ '/index.json': status(429, { 'retry-after': '60' }) });
    const fresh = await serve({ [BUNDLE]: bundle('fresh') });
    const { ask } = await sourceOf([tired.base, fresh.base], undefined, () => time);
    expect(await ask()).toMatchObject({ kind: 'new', failures: [{ problem: 'answered 429' }] });
    time += 59_000;
    const news = await ask();
    expect(news.failures.map(({ message }) => message)).toEqual([
      `${tired.base} asked to be left alone until 1970-01-01T00:17:40.000Z`,
    ]);
    expect(tired.asked).toHaveLength(1);
    time += 1000;
    await ask();
    expect(tired.asked).toHaveLength(2);
  });

  it('is asked again when the clock was set back to before that', async () => {
    let time = 1_000_000_000;
    const { base, asked } = await serve({ '/index.json': status(429, { 'retry-after': '60' }) });
    const { ask } = await sourceOf([base], undefined, () => time);
    await ask();
    time -= 500_000_000;
    await ask();
    expect(asked).toHaveLength(2);
  });

  it('tells when to come back, where no other feed is left', async () => {
    const tired = await serve({ '/index.json': status(503, { 'retry-after': '60' }) });
    const { ask } = await sourceOf([tired.base], undefined, () => 1000);
    expect(await ask()).toMatchObject({ kind: 'failed', retryAt: 61_000 });
    const { ask: askBoth } = await sourceOf([tired.base, await closedBase()], undefined, () => 1000);
    expect(await askBoth()).toMatchObject({ kind: 'failed', retryAt: 0 });
  });
});

describe('keeping a copy', () => {
  it('is confirmed on disk when a feed calls it unchanged', async () => {
    let time = 1000;
    const { base } = await serve({ [BUNDLE]: bundle('kept') });
    const { source, ask } = await sourceOf([base], undefined, () => time);
    const news = await ask();
    time = 9000;
    expect(news.kind === 'new' && (await ask(news.known))).toMatchObject({ kind: 'unchanged', asOf: 9000 });
    expect(await source.start('ics')).toMatchObject({ asOf: 9000 });
  });

  it('that fails is told of, and the news is used all the same', async () => {
    const file = join(await createFolder(), 'file');
    await writeFile(file, '');
    const { base } = await serve({ [BUNDLE]: bundle('used') });
    const { ask } = await sourceOf([base], file);
    const news = await ask();
    expect(news).toMatchObject({ kind: 'new', value: { text: 'used' }, place: { kind: 'bytes' } });
    expect(news.kind === 'new' && (await textAt(news.place))).toContain('used');
    expect(news.kind === 'new' && news.problem?.message).toContain('cannot be written');
  });

  it('tells a feed that is configured from one that no longer is', async () => {
    const { source } = await sourceOf(['https://user:secret@feed.example/base/?sig=secret']);
    const known = { release: undefined, listed: undefined, sha256: '' };
    expect(source.isCurrent({ ...known, address: 'https://feed.example/base' })).toBe(true);
    expect(source.isCurrent({ ...known, address: 'https://other.example' })).toBe(false);
  });
});

async function dataOf(dir: string): Promise<string> {
  return (await readdir(dir)).find((name) => name.endsWith('.gz')) ?? '';
}

/** What is read there. */
async function textAt(place: Place): Promise<string> {
  if (place.kind === 'facts') throw new Error('no bundle is there');
  return gunzipSync(place.kind === 'file' ? await readFile(place.path) : place.packed).toString();
}

async function snapshot(dir: string): Promise<Readonly<Record<string, string>>> {
  const names = await readdir(dir);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(dir, name), 'hex')])),
  );
}
