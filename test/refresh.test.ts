import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createSource } from '../src/feeds/source.ts';
import { readKeptVocabularies, readVocabularies } from '../src/feeds/vocabulary/vocabulary.ts';
import { createLog } from '../src/log.ts';
import { findBackOff } from '../src/refresh/back-off.ts';
import type { VocabularySource } from '../src/refresh/words.ts';
import { createRefresh } from '../src/refresh.ts';
import type { Catalog } from '../src/search/catalog.ts';
import { findByText } from '../src/search/text/find-text.ts';
import { body, closedBase, createFolder, drip, type Loopback, serve, silence, status } from './feeds/loopback.ts';
import { bundle21, dataSource, relationship, type Stix, strategy, technique } from './fixtures/bundle.ts';
import { BUNDLE, bundle, DAY, damage, pressFor, run, WORDS, warmUp, world } from './fixtures/refreshed.ts';
import { hasShared, sharedPath } from './fixtures/shared.ts';

beforeAll(warmUp);

function descriptionOf(catalog: Catalog, id = 'T1000'): string | undefined {
  return catalog.byId.get(id)?.[0]?.description;
}

describe('a start', () => {
  it('publishes the embedded facts before any feed has answered', async () => {
    const { base } = await serve({ '/index.json': silence });
    const { catalogs } = await run({ feeds: [base] });
    const [first] = catalogs;
    expect(first?.copies).toEqual([
      {
        domain: 'ics',
        release: '18.1',
        origin: 'embedded',
        address: 'embedded',
        asOf: Date.parse('2025-11-24'),
        freshFor: DAY * 1100,
      },
    ]);
    expect(first?.byId.has('T1009')).toBe(true);
    expect(first?.refresh.endedAt).toBeUndefined();
  });

  it('then publishes what the feed has, and says when it will ask again', async () => {
    const { base } = await serve({ [BUNDLE]: bundle(world(10)) });
    const before = Date.now();
    const { rounds, lines } = await run({ feeds: [base] });
    const catalog = await rounds(1);
    expect(descriptionOf(catalog)).toBe(WORDS);
    expect(catalog.copies).toMatchObject([{ origin: 'feed', address: base, release: '18.1' }]);
    expect(catalog.refresh.errors).toEqual([]);
    expect(catalog.refresh.endedAt).toBeGreaterThanOrEqual(before);
    expect(catalog.refresh.nextAt).toBeGreaterThanOrEqual(before + DAY * 1000);
    expect(catalog.refresh.nextAt).toBeLessThanOrEqual(Date.now() + DAY * 1000);
    expect(lines.map(({ msg }) => msg)).toEqual(['ATT&CK is at hand', 'a download begins', 'ATT&CK is renewed']);
  });

  it('asks no feed while the disk copy is young enough', async () => {
    const { base, asked } = await serve({ [BUNDLE]: bundle(world(10)) });
    const { dir, rounds, stop } = await run({ feeds: [base] });
    const { copies } = await rounds(1);
    await stop();
    asked.length = 0;
    const { catalogs, latest } = await run({ feeds: [base], dir });
    await sleep(100);
    expect(asked).toEqual([]);
    expect(catalogs).toHaveLength(1);
    expect(latest().copies).toEqual([{ ...copies[0], origin: 'disk' }]);
    expect(latest().refresh).toMatchObject({ endedAt: undefined, nextAt: (copies[0]?.asOf ?? 0) + DAY * 1000 });
  });

  it('has an older disk copy confirmed, which makes it new again', async () => {
    const { base, asked } = await serve({ [BUNDLE]: bundle(world(10)) });
    const { dir, rounds, stop } = await run({ feeds: [base], now: () => Date.now() - 2 * DAY * 1000 });
    await rounds(1);
    await stop();
    asked.length = 0;
    const { catalogs, rounds: again } = await run({ feeds: [base], dir });
    const catalog = await again(1);
    expect(catalogs[0]?.copies).toMatchObject([{ origin: 'disk' }]);
    expect(catalog.copies).toMatchObject([{ origin: 'feed' }]);
    expect(catalog.copies[0]?.asOf).toBeGreaterThan(Date.now() - 10_000);
    expect(asked).toEqual(['/index.json', BUNDLE]);
    // Objects and index are shared: nothing was decoded or built again.
    expect(catalog.byId).toBe(catalogs[0]?.byId);
  });

  it('asks at once when the copy came from a feed that is no longer configured', async () => {
    const [old, next] = [
      await serve({ [BUNDLE]: bundle(world(10)) }),
      await serve({ [BUNDLE]: bundle(world(11), '19.0') }),
    ];
    const { dir, rounds, stop } = await run({ feeds: [old.base] });
    await rounds(1);
    await stop();
    const { rounds: again } = await run({ feeds: [next.base], dir });
    expect(await again(1)).toMatchObject({ copies: [{ address: next.base, release: '19.0' }] });
  });

  it('is not put off by a clock that was set back', async () => {
    const { base, asked } = await serve({ [BUNDLE]: bundle(world(10)) });
    const { dir, rounds, stop } = await run({ feeds: [base], now: () => Date.now() + 30 * DAY * 1000 });
    await rounds(1);
    await stop();
    asked.length = 0;
    const { latest } = await run({ feeds: [base], dir });
    expect(latest().refresh.nextAt).toBeLessThan(Date.now() + DAY * 1000 + 1);
  });
});

describe('what goes wrong', () => {
  const faults: readonly (readonly [string, (server: Loopback) => Promise<void> | void, string])[] = [
    ['a feed that is gone', (server) => server.close(), 'refuses the connection'],
    ['garbage', ({ routes }) => void routes.set(BUNDLE, body('garbage')), 'holds no JSON'],
    ['JSON that is no bundle', ({ routes }) => void routes.set(BUNDLE, body('[]')), 'is refused'],
    ['a bundle without a tactic', ({ routes }) => void routes.set(BUNDLE, bundle(world(10).slice(1))), 'no tactic'],
    [
      'a bundle that lost most of its techniques',
      ({ routes }) => void routes.set(BUNDLE, bundle(world(3))),
      'only 3 objects',
    ],
    ['a gzip bomb', ({ routes }) => void routes.set(BUNDLE, bomb), 'more than the 200000 bytes'],
    [
      'a redirect loop',
      ({ routes }) => void routes.set(BUNDLE, status(302, { location: BUNDLE })),
      'redirects more than',
    ],
    ['an endless slow body', ({ routes }) => void routes.set(BUNDLE, drip), 'took longer than 0.5 s'],
    [
      'a server that says nothing',
      ({ routes }) => void routes.set('/index.json', silence),
      'answer in time|took longer',
    ],
    ['a server error', ({ routes }) => void routes.set('/index.json', status(500)), 'answered 500'],
  ];
  const bomb = body(gzipSync(Buffer.alloc(9_000_000)), { 'content-encoding': 'gzip' });

  it.each(faults)('(%s) leaves the catalog, and tells people and the log', async (_name, harm, message) => {
    const server = await serve({ [BUNDLE]: bundle(world(10)) });
    const { rounds, until, lines } = await run({ feeds: [server.base], seconds: 0.3 });
    const before = await rounds(1);
    await harm(server);
    const after = await until(({ refresh }) => refresh.errors.length > 0);
    expect(after.byId).toBe(before.byId);
    expect(after.copies).toMatchObject([{ origin: 'feed', address: server.base, release: '18.1' }]);
    expect(after.refresh.errors).toEqual([{ domain: 'ics', message: expect.stringMatching(message) }]);
    expect(after.refresh.errors[0]?.message).not.toMatch(/\n|\bat .*:\d+/);
    expect(lines.at(-1)).toMatchObject({ level: 'warn', domain: 'ics', msg: 'a feed failed' });
  });

  it('is over once the feed is mended', async () => {
    const server = await serve({ [BUNDLE]: body('garbage') });
    const { rounds, until } = await run({ feeds: [server.base], seconds: 0.2 });
    expect((await rounds(1)).copies).toMatchObject([{ origin: 'embedded' }]);
    server.routes.set(BUNDLE, bundle(world(10)));
    const catalog = await until(({ copies, refresh }) => copies[0]?.origin === 'feed' && refresh.errors.length === 0);
    expect(descriptionOf(catalog)).toBe(WORDS);
  });

  it('with one domain does not hold up the others', async () => {
    const { base } = await serve({ '/mobile-attack/mobile-attack.json': bundle(world(10)) });
    const { rounds } = await run({ feeds: [base], domains: ['enterprise', 'mobile', 'ics'] });
    const catalog = await rounds(1);
    expect(catalog.copies.map(({ domain, origin }) => `${domain} ${origin}`)).toEqual([
      'enterprise embedded',
      'mobile feed',
      'ics embedded',
    ]);
    expect(catalog.refresh.errors.map(({ domain }) => domain)).toEqual(['enterprise', 'ics']);
  });

  it('with the first feed is made good by the next, and told', async () => {
    const { base } = await serve({ [BUNDLE]: bundle(world(10)) });
    const gone = await closedBase();
    const { rounds } = await run({ feeds: [gone, base] });
    const catalog = await rounds(1);
    expect(catalog.copies).toMatchObject([{ origin: 'feed', address: base }]);
    expect(catalog.refresh.errors).toEqual([{ domain: 'ics', message: expect.stringContaining(gone) }]);
  });

  it('with the first feed is not made good by an older release of the next', async () => {
    const first = await serve({ [BUNDLE]: bundle(world(10), '18.1') });
    const next = await serve({ [BUNDLE]: bundle(world(10), '17.1') });
    const { rounds, latest, until } = await run({ feeds: [first.base, next.base], seconds: 0.05 });
    await rounds(1);
    first.routes.set(BUNDLE, status(503));
    first.routes.set('/index.json', status(503));
    await until(({ refresh: { errors } }) => errors.length > 0);
    expect(latest().copies).toMatchObject([{ release: '18.1', address: first.base }]);
    expect(latest().refresh.errors[0]?.message).toContain('it is release 17.1, and the copy in use is 18.1');
  });

  it('with the disk copy is told, and the copy replaced', async () => {
    const { base } = await serve({ [BUNDLE]: bundle(world(10)) });
    const { dir, rounds, stop } = await run({ feeds: [base] });
    await rounds(1);
    await stop();
    await damage(dir, /\.(?:gz|bin)$/);
    const { catalogs, rounds: again, stop: stopAgain } = await run({ feeds: [base], dir });
    expect(catalogs[0]).toMatchObject({
      copies: [{ origin: 'embedded' }],
      refresh: { errors: [{ domain: 'ics', message: expect.stringContaining('does not unpack') }] },
    });
    expect((await again(1)).refresh.errors).toEqual([]);
    await stopAgain();
    expect((await run({ feeds: [base], dir })).copy()).toMatchObject({ origin: 'disk' });
  });

  it('with the disk is told, and the copy used', async () => {
    const file = join(await createFolder(), 'file');
    await writeFile(file, '');
    const { base } = await serve({ [BUNDLE]: bundle(world(10)) });
    const { rounds } = await run({ feeds: [base], dir: file });
    const catalog = await rounds(1);
    expect(catalog.copies).toMatchObject([{ origin: 'feed' }]);
    expect(catalog.refresh.errors).toEqual([{ domain: 'ics', message: expect.stringContaining('cannot be written') }]);
  });

  it('in parts of a bundle is counted by reason in the log', async () => {
    const objects = [...world(10), { type: 'x-unheard-of', id: 'x-unheard-of--1' }];
    const { base } = await serve({ [BUNDLE]: bundle(objects) });
    const { rounds, lines } = await run({ feeds: [base] });
    await rounds(1);
    const { skipped } = lines.find(({ msg }) => msg === 'parts were left out') ?? {};
    expect(Object.values(skipped as object)).toEqual([1]);
  });
});

describe('a loss', () => {
  /** The release in use after one that is offered in place of a standing 18.1. */
  async function offered(standing: readonly Stix[], next: readonly Stix[], release: string) {
    const { base, asked, routes } = await serve({ [BUNDLE]: bundle(standing) });
    const { rounds, latest } = await run({ feeds: [base], seconds: 0.05 });
    await rounds(1);
    routes.set(BUNDLE, bundle(next, release));
    const before = asked.length;
    while (asked.length < before + 4) await sleep(5);
    await rounds(2);
    return latest().copies[0]?.release;
  }
  const strategies = ['DET0001', 'DET0002', 'DET0003'].map((id) => strategy({ id }));
  const deadSources = ['DS0001', 'DS0002', 'DS0003'].map((id) => dataSource({ id, status: 'deprecated' }));

  it('of a fifth is accepted, of more it is refused', async () => {
    expect(await offered(world(10), world(8), '19.0')).toBe('19.0');
    expect(await offered(world(10), world(7), '19.0')).toBe('18.1');
  });

  it('of one of a few is accepted, of all of them it is refused', async () => {
    expect(await offered(world(10, ...strategies), world(10, ...strategies.slice(1)), '19.0')).toBe('19.0');
    expect(await offered(world(10, ...strategies), world(10), '19.0')).toBe('18.1');
  });

  it('of half of the relations is accepted, of more it is refused', async () => {
    const techniques = world(6).slice(1);
    // With the six that lead to the tactic these are 36.
    const related = techniques.flatMap((one) =>
      techniques.flatMap((other) => (one === other ? [] : relationship(one, 'uses', other))),
    );
    const standing = world(6, ...related);
    expect(await offered(standing, world(6, ...related.slice(0, 12)), '19.0')).toBe('19.0');
    expect(await offered(standing, world(6, ...related.slice(0, 11)), '19.0')).toBe('18.1');
  });

  it('of a kind that is dead as a whole is accepted', async () => {
    expect(await offered(world(10, ...deadSources), world(10), '19.0')).toBe('19.0');
  });

  it('that comes with an older release of the same feed is accepted: it was told to go back', async () => {
    expect(await offered(world(10, ...strategies), world(7), '17.1')).toBe('17.1');
  });

  it('against the embedded facts is none: a mirror may hold less', async () => {
    const { base } = await serve({ [BUNDLE]: bundle(world(1), '19.0') });
    expect((await (await run({ feeds: [base], embedded: world(10) })).rounds(1)).copies[0]?.release).toBe('19.0');
  });

  it('of activity is none: dead objects count', async () => {
    const dead = world(0).concat(
      Array.from({ length: 10 }, (_, n) =>
        technique({ id: `T${1000 + n}`, status: n < 8 ? 'revoked' : 'active', chain: 'mitre-ics-attack' }),
      ),
    );
    expect(await offered(world(10), dead, '19.0')).toBe('19.0');
  });
});

describe('the loop', () => {
  it('asks no more often than the interval, and then only for the index', async () => {
    const versions = [{ version: '18.1', url: 'https://elsewhere.example/ics-attack/ics-attack-18.1.json' }];
    const { base, asked } = await serve({
      '/index.json': body({ collections: [{ name: 'ICS', versions }] }, { etag: '"1"' }),
      [BUNDLE]: bundle(world(10)),
    });
    const started = Date.now();
    const { rounds } = await run({ feeds: [base], seconds: 0.15 });
    const catalog = await rounds(4);
    expect(Date.now() - started).toBeGreaterThanOrEqual(450);
    expect(asked.slice(0, 5)).toEqual(['/index.json', BUNDLE, '/index.json', '/index.json', '/index.json']);
    expect(catalog.copies[0]?.asOf).toBeGreaterThan(started + 400);
  });

  it('goes on when the clock is set back', async () => {
    const { base, asked } = await serve({ [BUNDLE]: bundle(world(10)) });
    const clock = { ahead: 30 * DAY * 1000 };
    const { rounds } = await run({ feeds: [base], seconds: 0.15, now: () => Date.now() + clock.ahead });
    await rounds(1);
    clock.ahead = 0;
    const catalog = await rounds(3);
    expect(catalog.refresh.nextAt).toBeLessThan(Date.now() + 1000);
    expect(asked.length).toBeGreaterThanOrEqual(6);
  });

  it('asks for domains that fared alike together, and for the index once for all', async () => {
    const paths = ['/mobile-attack/mobile-attack.json', BUNDLE];
    const { base, asked } = await serve({ [BUNDLE]: bundle(world(10)), [paths[0] ?? '']: bundle(world(10)) });
    const { rounds, stop, dir } = await run({ feeds: [base], seconds: 0.3, domains: ['mobile', 'ics'] });
    await rounds(2);
    await stop();
    expect(asked.slice(0, 6)).toEqual(['/index.json', ...paths, '/index.json', ...paths]);
    await sleep(350);
    asked.length = 0;
    await (await run({ feeds: [base], seconds: 0.3, domains: ['mobile', 'ics'], dir })).rounds(1);
    expect(asked.slice(0, 3)).toEqual(['/index.json', ...paths]);
  });

  it('never asks twice at a time, even when a round takes longer than the interval', async () => {
    let open = 0;
    let most = 0;
    const slow = body('garbage');
    const { base, asked } = await serve({
      [BUNDLE]: (request, response) => {
        open += 1;
        most = Math.max(most, open);
        setTimeout(() => {
          open -= 1;
          slow(request, response);
        }, 100);
      },
    });
    const { rounds } = await run({ feeds: [base], seconds: 0.02 });
    await rounds(3);
    expect(asked.length).toBeGreaterThanOrEqual(6);
    expect(most).toBe(1);
  });

  it('obeys Retry-After where it is longer than the wait', async () => {
    const { base, asked } = await serve({ '/index.json': status(429, { 'retry-after': '1' }) });
    const started = Date.now();
    const { rounds } = await run({ feeds: [base], seconds: 0.05 });
    const { refresh } = await rounds(1);
    expect(refresh.nextAt).toBeGreaterThanOrEqual(started + 1000);
    await sleep(700);
    expect(asked).toEqual(['/index.json']);
    await rounds(2);
    expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
    expect(asked).toEqual(['/index.json', '/index.json']);
  });

  it('tells that a round is under way by having no next one', async () => {
    const { base } = await serve({ [BUNDLE]: bundle(world(10)) });
    const { rounds, catalogs } = await run({ feeds: [base] });
    await rounds(1);
    const known = catalogs.map(({ refresh }) => refresh.nextAt !== undefined);
    expect(known[0]).toBe(true);
    expect(known.slice(1, -1)).not.toContain(true);
    expect(known.at(-1)).toBe(true);
  });

  it('is stopped in the middle of a download, and publishes nothing more', async () => {
    const { base, asked } = await serve({ [BUNDLE]: drip });
    const { stop, catalogs, lines } = await run({ feeds: [base] });
    while (asked.length < 2) await sleep(5);
    const [count, before] = [catalogs.length, Date.now()];
    await stop();
    expect(Date.now() - before).toBeLessThan(300);
    await sleep(50);
    expect(catalogs).toHaveLength(count);
    expect(lines.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  it('takes a new file from a folder', async () => {
    const folder = await createFolder();
    const file = join(folder, 'ics-attack', 'ics-attack.json');
    await mkdir(join(folder, 'ics-attack'));
    await writeFile(file, JSON.stringify(bundle21(world(10), '18.1')));
    const { rounds, until } = await run({ feeds: [folder], seconds: 0.2 });
    expect((await rounds(1)).copies).toMatchObject([{ address: folder, release: '18.1' }]);
    await writeFile(file, JSON.stringify(bundle21(world(11), '19.0')));
    await until(({ copies }) => copies[0]?.release === '19.0');
  });
});

/** The ID of the technique that the texts find first. */
function foundByText({ text, byStixId }: Catalog, asked: string): string | undefined {
  const [hit] = text ? findByText(text, asked, 1) : [];
  return hit && byStixId.get(hit.stixId)?.id;
}

describe('the index of the texts', () => {
  const described = (description: string) => technique({ id: 'T1234', description, chain: 'mitre-ics-attack' });

  it('is there soon after the start, before any feed has answered', async () => {
    const { base } = await serve({ '/index.json': silence });
    const embedded = world(10, described('About turbines.'));
    const { until, catalogs } = await run({ feeds: [base], embedded, patience: 20 });
    const catalog = await until(({ text }) => text !== undefined);
    expect(catalogs[0]?.text).toBeUndefined();
    expect(catalog.refresh.endedAt).toBeUndefined();
    expect(foundByText(catalog, 'name T1234')).toBe('T1234');
  });

  it('is that of the copy once a round has ended', async () => {
    const { base } = await serve({ [BUNDLE]: bundle(world(10, described('About turbines.'))) });
    const { rounds, catalogs } = await run({ feeds: [base] });
    expect(foundByText(await rounds(1), 'turbine')).toBe('T1234');
    // Of the facts none was made: the copy was there before.
    expect(new Set(catalogs.map(({ text }) => text)).size).toBe(2);
  });

  it('follows what the next round brings', async () => {
    const { base, routes } = await serve({ [BUNDLE]: bundle(world(10, described('About turbines.'))) });
    const { rounds, until } = await run({ feeds: [base], seconds: 0.1 });
    await rounds(1);
    routes.set(BUNDLE, bundle(world(10, described('About valves.')), '19.0'));
    const catalog = await until((one) => foundByText(one, 'valve') === 'T1234');
    expect(foundByText(catalog, 'turbine')).toBeUndefined();
  });

  it('stays while nothing changes', async () => {
    const { base } = await serve({ [BUNDLE]: bundle(world(10)) });
    const { rounds } = await run({ feeds: [base], seconds: 0.05 });
    const { text } = await rounds(1);
    expect(text).toBeDefined();
    expect((await rounds(3)).text).toBe(text);
  });
});

describe('the community’s words', () => {
  const JEWELS = 'crown jewels job\tT1003\n';

  /** A feed beside a server of words, whose copies are kept in `dir`. */
  async function serveWords(answer: Parameters<Loopback['routes']['set']>[1], dataDir?: string) {
    const dir = dataDir ?? (await createFolder());
    const feed = await serve({
      [BUNDLE]: bundle(world(10)),
      '/mobile-attack/mobile-attack.json': bundle(world(10)),
    });
    const words = await serve({ '/words': answer });
    const addresses = [`${words.base}/words`];
    const limits = { connect: 500, headers: 300, body: 300, total: 500 };
    const vocabulary: VocabularySource = {
      kept: () => readKeptVocabularies(addresses, dir),
      newest: (signal) => readVocabularies(addresses, { dataDir: dir, signal, limits }),
    };
    return { feeds: [feed.base], vocabulary, words };
  }

  function messagesOf(lines: readonly Record<string, unknown>[]): readonly unknown[] {
    return lines.flatMap(({ msg }) => (/vocabulary|words/.test(String(msg)) ? [msg] : []));
  }

  it('find a technique once a round has ended', async () => {
    const { feeds, vocabulary } = await serveWords(body(JEWELS));
    const { rounds, catalogs, lines } = await run({ feeds, vocabulary });
    const catalog = await rounds(1);
    expect(foundByText(catalog, 'crown jewels')).toBe('T1003');
    expect(catalogs.slice(0, 2).map((one) => foundByText(one, 'crown jewels'))).toEqual([undefined, undefined]);
    expect(messagesOf(lines)).toEqual(['the community’s words are renewed']);
  });

  it('are those of the kept copy at the start, when nobody is asked', async () => {
    const { feeds, vocabulary, words } = await serveWords(body(JEWELS));
    const first = await run({ feeds, vocabulary });
    await first.rounds(1);
    await first.stop();
    words.asked.length = 0;
    const { lines, catalogs } = await run({ feeds, vocabulary, dir: first.dir });
    expect(foundByText(catalogs[0] as Catalog, 'crown jewels')).toBe('T1003');
    expect(catalogs).toHaveLength(1);
    expect(words.asked).toEqual([]);
    expect(messagesOf(lines)).toEqual([]);
  });

  it('are asked for once a round, however many domains it has', async () => {
    const { feeds, vocabulary, words } = await serveWords(body(JEWELS));
    const { rounds, stop } = await run({ feeds, vocabulary, seconds: 0.2, domains: ['mobile', 'ics'] });
    await rounds(2);
    await stop();
    expect(words.asked).toEqual(['/words', '/words']);
  });

  it('leave the index as it is while they are the same, whatever else has changed in their file', async () => {
    const { feeds, vocabulary, words } = await serveWords(body(JEWELS));
    const { rounds, lines } = await run({ feeds, vocabulary, seconds: 0.1 });
    const { text } = await rounds(1);
    words.routes.set('/words', body(`\n${JEWELS}\n\n`));
    expect((await rounds(3)).text).toBe(text);
    expect(messagesOf(lines)).toEqual(['the community’s words are renewed']);
  });

  it('make a new index when they change, though ATT&CK has not', async () => {
    const { feeds, vocabulary, words } = await serveWords(body(JEWELS));
    const { rounds, until } = await run({ feeds, vocabulary, seconds: 0.1 });
    await rounds(1);
    words.routes.set('/words', body('silver spoons job\tT1004\n'));
    const catalog = await until((one) => foundByText(one, 'silver spoons') === 'T1004');
    expect(foundByText(catalog, 'crown jewels')).toBeUndefined();
  });

  it.each([
    ['a server error', status(500)],
    ['silence', silence],
    ['an endless slow body', drip],
    ['what is no vocabulary', body('<html>')],
  ])('that fail by %s are logged and harm nothing', async (_name, fault) => {
    const { feeds, vocabulary } = await serveWords(fault);
    const { rounds, lines } = await run({ feeds, vocabulary });
    const catalog = await rounds(1);
    expect(catalog.copies).toMatchObject([{ origin: 'feed' }]);
    expect(catalog.refresh.errors).toEqual([]);
    expect(foundByText(catalog, 'name T1003')).toBe('T1003');
    expect(messagesOf(lines)).toContain('a vocabulary is missing');
  });

  it('that fail after they were read stay those of the kept copy, and that is logged', async () => {
    const { feeds, vocabulary, words } = await serveWords(body(JEWELS));
    const { rounds, lines } = await run({ feeds, vocabulary, seconds: 0.1 });
    const { text } = await rounds(1);
    words.routes.set('/words', status(500));
    const catalog = await rounds(3);
    expect(catalog.text).toBe(text);
    expect(messagesOf(lines)).toContain('a vocabulary is not renewed');
  });

  it('that the disk cannot keep are used all the same', async () => {
    const file = join(await createFolder(), 'file');
    await writeFile(file, '');
    const { feeds, vocabulary } = await serveWords(body(JEWELS), file);
    const { rounds } = await run({ feeds, vocabulary });
    expect(foundByText(await rounds(1), 'crown jewels')).toBe('T1003');
  });

  it('are not waited for by who stops the bot', async () => {
    const { feeds, vocabulary, words } = await serveWords(silence);
    const { stop, latest, lines } = await run({ feeds, vocabulary });
    while (words.asked.length === 0) await sleep(5);
    const before = Date.now();
    await stop();
    expect(Date.now() - before).toBeLessThan(250);
    expect(latest().refresh.endedAt).toBeUndefined();
    expect(lines.filter(({ level }) => level !== 'info')).toEqual([]);
  });
});

describe('the wait after a failure', () => {
  it('lies between a minute and its doubles', () => {
    expect([1, 2, 3].map((attempts) => findBackOff(DAY * 1000, attempts, 0))).toEqual([60_000, 60_000, 60_000]);
    expect([1, 2, 3].map((attempts) => findBackOff(DAY * 1000, attempts, 1))).toEqual([120_000, 240_000, 480_000]);
    expect(findBackOff(DAY * 1000, 1, 0.5)).toBe(90_000);
  });

  it('is never longer than the interval', () => {
    expect(findBackOff(DAY * 1000, 40, 1)).toBe(DAY * 1000);
    expect(findBackOff(DAY * 1000, 5000, 1)).toBe(DAY * 1000);
  });

  it('is the interval where that is less than a minute', () => {
    expect([0, 0.5, 1].map((luck) => findBackOff(2000, 1, luck))).toEqual([2000, 2000, 2000]);
  });
});

describe.skipIf(!hasShared)('a refresh from the real bundles (needs ../shared)', () => {
  it('goes from the embedded facts of all domains to their bundles', async () => {
    const folder = sharedPath('attack/attack-stix-data');
    const domains = ['enterprise', 'mobile', 'ics'] as const;
    const dataDir = await createFolder();
    const source = createSource({ feeds: [folder], dataDir });
    const catalogs: Catalog[] = [];
    const log = await createLog('silent');
    const publish = (catalog: Catalog) => void catalogs.push(catalog);
    const refresh = createRefresh({
      source,
      press: pressFor(dataDir, log),
      domains,
      refreshSeconds: DAY,
      log,
      publish,
    });
    onTestFinished(refresh.stop);
    await refresh.start();
    expect(catalogs[0]?.objects).toHaveLength(5778);
    while (catalogs.at(-1)?.refresh.endedAt === undefined) await sleep(20);
    const last = catalogs.at(-1);
    expect(last?.refresh.errors).toEqual([]);
    expect(last?.copies).toMatchObject(domains.map((domain) => ({ domain, origin: 'feed', release: '18.1' })));
    expect(last?.objects.map(({ stixId }) => stixId).sort()).toEqual(
      catalogs[0]?.objects.map(({ stixId }) => stixId).sort(),
    );
    expect(descriptionOf(last as Catalog, 'T1055.012')?.length).toBeGreaterThan(500);
  }, 60_000);
});
