import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeBundle } from '../../src/attack/decode.ts';
import { summarizeBundle } from '../../src/attack/summary.ts';
import type { Content } from '../../src/feeds/content.ts';
import { createSource } from '../../src/feeds/source.ts';
import { type Build, createBuild } from '../../src/releases/build.ts';
import type { Shelf } from '../../src/releases/shelf.ts';
import { buildCatalog } from '../../src/search/build.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import { body, closedBase, type Loopback, serve, status } from '../feeds/loopback.ts';
import { bundle20, bundle21, editionOf, type Stix, tactic, technique } from '../fixtures/bundle.ts';
import { feedOf, newFolder, openShelf } from '../fixtures/releases.ts';
import { hasShared, sharedPath } from '../fixtures/shared.ts';
import { createWorkshopHere } from '../fixtures/workshop-here.ts';

const PATH = (domain: string, release: string) => `/${domain}-attack/${domain}-attack-${release}.json`;
const MINUTE = 60_000;

/** What a refresh makes of a bundle. */
async function accept({ packed }: Content) {
  const bundle = decodeBundle(JSON.parse(gunzipSync(packed).toString()), 'enterprise');
  return { kind: 'accepted', value: summarizeBundle(bundle) } as const;
}

const NEWEST = catalogOf('18.1', world('Named in 18.1'));

function world(name: string): readonly Stix[] {
  return [tactic({ id: 'TA0002', shortname: 'execution' }), technique({ id: 'T1055', name })];
}

function catalogOf(release: string, objects: readonly Stix[]): Catalog {
  const edition = editionOf(decodeBundle(bundle21(objects, release), 'enterprise'));
  return buildCatalog([edition], { endedAt: undefined, errors: [], nextAt: undefined });
}

/** A feed with an index, and a bundle for each release that it lists. */
async function serveIndexed(domains: Readonly<Record<string, readonly string[]>>): Promise<Loopback> {
  const feed = await serve();
  const collections = Object.entries(domains).map(([domain, versions]) => ({
    name: domain,
    versions: versions.map((version) => ({ version, url: `https://elsewhere.example${PATH(domain, version)}` })),
  }));
  feed.routes.set('/index.json', body({ collections }, { etag: '"index"' }));
  for (const [domain, versions] of Object.entries(domains))
    for (const release of versions)
      feed.routes.set(PATH(domain, release), body(bundle21(world(`${domain} in ${release}`), release)));
  return feed;
}

async function nameIn(shelf: Shelf, release: string): Promise<string | undefined> {
  const found = await shelf.find(release);
  return found.kind === 'found' ? found.catalog.byId.get('T1055')?.[0]?.name : found.kind;
}

/** A clock that stands still until it is set. */
function stoppedClock() {
  let time = Date.parse('2026-01-01T00:00:00Z');
  return {
    now: () => time,
    wait(ms: number) {
      time += ms;
    },
  };
}

describe('the list of releases', () => {
  it('has what the feed lists over all domains, each once, the newest first by number', async () => {
    const { base } = await serveIndexed({ enterprise: ['1.9', '17.1', '1.10', '11.0-beta'], ics: ['17.1', '9.0'] });
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [base], domains: ['enterprise', 'ics'] });
    expect(await shelf.list()).toEqual(['18.1', '17.1', '11.0-beta', '9.0', '1.10', '1.9']);
  });

  it('has nothing of an index that no release of ATT&CK could be called', async () => {
    const { base } = await serveIndexed({ enterprise: ['17.1', '../../etc/passwd', '16.1/x', '', 'next'] });
    expect(await (await openShelf({ newest: () => NEWEST, feeds: [base] })).list()).toEqual(['18.1', '17.1']);
  });

  it('has the files of a folder', async () => {
    const feed = feedOf({ '17.1': { enterprise: world('old') }, '9.0': { enterprise: world('older') } });
    expect(await (await openShelf({ newest: () => NEWEST, feeds: [feed] })).list()).toEqual(['18.1', '17.1', '9.0']);
  });

  it('has what is at hand where no feed answers', async () => {
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [await closedBase()] });
    expect(await shelf.list()).toEqual(['18.1']);
  });

  it('has what is at hand while a feed takes its time', async () => {
    const feed = await serve({ '/index.json': () => undefined });
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [feed.base], headers: 10 * MINUTE });
    expect(await shelf.list()).toEqual(['18.1']);
    expect(await shelf.find('17')).toMatchObject({ kind: 'unlisted', listed: ['18.1'] });
  });

  it('is asked for again after an hour, with the validators of the last answer', async () => {
    const feed = await serveIndexed({ enterprise: ['17.1'] });
    const clock = stoppedClock();
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [feed.base], now: clock.now });
    await shelf.list();
    await shelf.list();
    expect(feed.asked).toEqual(['/index.json']);
    clock.wait(61 * MINUTE);
    expect(await shelf.list()).toEqual(['18.1', '17.1']);
    expect(feed.headers.map((each) => each['if-none-match'])).toEqual([undefined, '"index"']);
  });
});

describe('a release that is asked for', () => {
  it('is the catalog of the moment where it is the newest, by its number or the first of it', async () => {
    const shelf = await openShelf({ newest: () => NEWEST });
    for (const name of ['18.1', '18'])
      expect(await shelf.find(name)).toEqual({ kind: 'found', release: '18.1', catalog: NEWEST });
  });

  it('is fetched once from an address of the feed, and then kept in memory', async () => {
    const feed = await serveIndexed({ enterprise: ['18.1', '17.1'] });
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [feed.base] });
    expect(await nameIn(shelf, '17.1')).toBe('enterprise in 17.1');
    expect(await nameIn(shelf, '17.1')).toBe('enterprise in 17.1');
    expect(feed.asked.filter((path) => path !== '/index.json')).toEqual([PATH('enterprise', '17.1')]);
    expect(shelf.held()).toHaveLength(1);
  });

  it('is searched by the words of its texts too', async () => {
    const feed = feedOf({ '17.1': { enterprise: world('old') } });
    const found = await (await openShelf({ newest: () => NEWEST, feeds: [feed] })).find('17.1');
    expect(found.kind === 'found' && found.catalog.text).toBeTruthy();
  });

  it('is the last of its number where only that is said', async () => {
    const feed = await serveIndexed({ enterprise: ['17.0', '17.1', '17.10', '7.0-beta'] });
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [feed.base] });
    expect(await nameIn(shelf, '17')).toBe('enterprise in 17.10');
    expect(await nameIn(shelf, '7-beta')).toBe('enterprise in 7.0-beta');
  });

  it('never grows old, and says where it is from', async () => {
    const feed = await serveIndexed({ enterprise: ['17.1'] });
    const found = await (await openShelf({ newest: () => NEWEST, feeds: [feed.base] })).find('17.1');
    expect(found.kind === 'found' && found.catalog.copies).toEqual([
      expect.objectContaining({ domain: 'enterprise', release: '17.1', origin: 'feed', address: feed.base }),
    ]);
    expect(found.kind === 'found' && found.catalog.copies[0]?.freshFor).toBe(Number.POSITIVE_INFINITY);
  });

  it('has those domains that have it, and nothing is wrong with the others', async () => {
    const feed = await serveIndexed({ enterprise: ['17.1', '7.0'], ics: ['17.1'] });
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [feed.base], domains: ['enterprise', 'ics'] });
    const found = await shelf.find('7.0');
    expect(found.kind === 'found' && found.catalog.copies.map(({ domain }) => domain)).toEqual(['enterprise']);
    expect(found.kind === 'found' && found.catalog.refresh.errors).toEqual([]);
  });

  it('lacks a domain that could not be had just now, says so, and is completed later', async () => {
    const feed = await serveIndexed({ enterprise: ['17.1'], ics: ['17.1'] });
    const good = feed.routes.get(PATH('ics', '17.1'));
    feed.routes.set(PATH('ics', '17.1'), status(500));
    const clock = stoppedClock();
    const options = { feeds: [feed.base], domains: ['enterprise', 'ics'], now: clock.now } as const;
    const shelf = await openShelf({ newest: () => NEWEST, ...options });
    const partial = await shelf.find('17.1');
    expect(partial.kind === 'found' && partial.catalog.refresh.errors).toEqual([
      { domain: 'ics', message: `${feed.base}${PATH('ics', '17.1')} answered 500` },
    ]);
    if (good) feed.routes.set(PATH('ics', '17.1'), good);
    clock.wait(6 * MINUTE);
    expect(await shelf.find('17.1')).toEqual(partial);
    const domains = () => shelf.held().flatMap(({ copies }) => copies.map(({ domain }) => domain));
    await expect.poll(domains).toEqual(['enterprise', 'ics']);
  });

  it('is loaded once for all who wait', async () => {
    const feed = await serveIndexed({ enterprise: ['17.1'] });
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [feed.base] });
    const [one, other] = await Promise.all([shelf.find('17.1'), shelf.find('17.1')]);
    expect(one).toBe(other);
    expect(feed.asked.filter((path) => path === PATH('enterprise', '17.1'))).toHaveLength(1);
  });
});

it('one release is loaded after the other', async () => {
  const feed = feedOf({ '17.1': { enterprise: world('old') }, '16.1': { enterprise: world('older') } });
  let building = 0;
  const build: Build = async (parts, signal) => {
    building += 1;
    expect(building).toBe(1);
    const built = await createBuild(createWorkshopHere())(parts, signal);
    building -= 1;
    return built;
  };
  const shelf = await openShelf({ newest: () => NEWEST, feeds: [feed], build });
  const found = await Promise.all(['17.1', '16.1', '17.1'].map((release) => shelf.find(release)));
  expect(found.map(({ kind }) => kind)).toEqual(['found', 'found', 'found']);
});

describe('a release that cannot be had', () => {
  it('is unlisted where no feed has it, with those that there are', async () => {
    const { base } = await serveIndexed({ enterprise: ['18.1', '17.1'] });
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [base] });
    for (const name of ['17.9', '99', '1'])
      expect(await shelf.find(name)).toEqual({ kind: 'unlisted', release: name, listed: ['18.1', '17.1'] });
  });

  it.each(['', '..', '17.1/../x', 'newest', '1'.repeat(400)])('is never asked of a feed as %j', async (name) => {
    const feed = await serveIndexed({ enterprise: ['17.1'] });
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [feed.base] });
    expect(await shelf.find(name)).toMatchObject({ kind: 'unlisted' });
    expect(feed.asked).toEqual(['/index.json']);
  });

  it('is unreachable where a feed fails, for all who wait, and is tried again after a pause', async () => {
    const feed = await serveIndexed({ enterprise: ['17.1'] });
    const good = feed.routes.get(PATH('enterprise', '17.1'));
    feed.routes.set(PATH('enterprise', '17.1'), status(500));
    const clock = stoppedClock();
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [feed.base], now: clock.now });
    const problem = `${feed.base}${PATH('enterprise', '17.1')} answered 500`;
    const unreachable = { kind: 'unreachable', release: '17.1', problem };
    expect(await Promise.all([shelf.find('17.1'), shelf.find('17.1')])).toEqual([unreachable, unreachable]);
    if (good) feed.routes.set(PATH('enterprise', '17.1'), good);
    expect(await shelf.find('17.1')).toEqual(unreachable);
    clock.wait(MINUTE);
    expect(await nameIn(shelf, '17.1')).toBe('enterprise in 17.1');
  });

  it('is not asked of a server that wants to be left alone', async () => {
    const feed = await serveIndexed({ enterprise: ['17.1'] });
    feed.routes.set(PATH('enterprise', '17.1'), status(503, { 'retry-after': '3600' }));
    const clock = stoppedClock();
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [feed.base], now: clock.now });
    await shelf.find('17.1');
    const asked = feed.asked.length;
    clock.wait(MINUTE);
    expect(await shelf.find('17.1')).toMatchObject({ problem: expect.stringContaining('asked to be left alone') });
    expect(feed.asked).toHaveLength(asked);
  });

  it('tells no path of a folder', async () => {
    const folder = join(newFolder(), 'none');
    const found = await (await openShelf({ newest: () => NEWEST, feeds: [folder] })).find('17.1');
    expect(found).toEqual({ kind: 'unreachable', release: '17.1', problem: 'a folder is not there' });
  });
});

describe('the next feed in line', () => {
  it.each([
    ['fails', status(500)],
    ['does not have it', status(404)],
    ['gives garbage', body('<html>Please log in</html>')],
    ['gives another release', body(bundle21(world('wrong'), '18.1'))],
    ['gives no ATT&CK', body({ type: 'bundle', objects: [] })],
  ])('is asked where the first %s', async (_, answer) => {
    const first = await serve({ [PATH('enterprise', '17.1')]: answer });
    const second = await serveIndexed({ enterprise: ['17.1'] });
    const dataDir = newFolder();
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [first.base, second.base], dataDir });
    expect(await nameIn(shelf, '17.1')).toBe('enterprise in 17.1');
    const again = await openShelf({ newest: () => NEWEST, dataDir });
    expect(await nameIn(again, '17.1')).toBe('enterprise in 17.1');
  });

  it('may be a repository whose releases are tags in the place of its branch', async () => {
    const cti = await serve({
      '/mitre/cti/ATT%26CK-v17.1/enterprise-attack/enterprise-attack.json': body(bundle20(world('tagged'))),
    });
    const shelf = await openShelf({
      newest: () => NEWEST,
      feeds: [await closedBase(), `${cti.base}/mitre/cti/master`],
    });
    expect(await nameIn(shelf, '17.1')).toBe('tagged');
    const found = await shelf.find('17.1');
    expect(found.kind === 'found' && found.catalog.copies[0]?.release).toBe('17.1');
  });
});

describe('what is kept on disk', () => {
  it('answers after a restart with every network down', async () => {
    const feed = await serveIndexed({ enterprise: ['17.1'] });
    const dataDir = newFolder();
    await (await openShelf({ newest: () => NEWEST, feeds: [feed.base], dataDir })).find('17.1');
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [await closedBase()], dataDir });
    expect(await nameIn(shelf, '17.1')).toBe('enterprise in 17.1');
    expect(await shelf.list()).toEqual(['18.1', '17.1']);
    expect(await nameIn(shelf, '17')).toBe('enterprise in 17.1');
  });

  it.each([
    [
      'a flipped bit',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
        writeFileSync(path, bytes);
      },
    ],
    ['half of it gone', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 100))],
    ['the file gone', (path: string) => rmSync(path)],
  ])('is thrown away with %s, and fetched anew', async (_, damage) => {
    const feed = await serveIndexed({ enterprise: ['17.1'] });
    const dataDir = newFolder();
    await (await openShelf({ newest: () => NEWEST, feeds: [feed.base], dataDir })).find('17.1');
    const folder = join(dataDir, 'releases');
    damage(join(folder, readdirSync(folder).find((name) => name.endsWith('.gz')) ?? ''));
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [feed.base], dataDir });
    expect(await nameIn(shelf, '17.1')).toBe('enterprise in 17.1');
    expect(feed.asked.filter((path) => path === PATH('enterprise', '17.1'))).toHaveLength(2);
  });

  it('has the release before the newest, which was taken up without a download of it', async () => {
    const feed = await serve({ '/enterprise-attack/enterprise-attack.json': body(bundle21(world('before'), '17.1')) });
    const dataDir = newFolder();
    const source = createSource({ feeds: [feed.base], dataDir });
    const take = async () => {
      const round = source.createRound({ signal: new AbortController().signal });
      return round.newest('enterprise', undefined, accept);
    };
    await take();
    feed.routes.set('/enterprise-attack/enterprise-attack.json', body(bundle21(world('after'), '18.1')));
    expect(await take()).toMatchObject({ kind: 'new', problem: undefined });
    await feed.close();
    await source.close();
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [feed.base], dataDir });
    expect(await nameIn(shelf, '17.1')).toBe('before');
  });

  it('may be the copy of the newest, for a bot that stands on another', async () => {
    const feed = await serve({ '/enterprise-attack/enterprise-attack.json': body(bundle21(world('copy'), '17.1')) });
    const dataDir = newFolder();
    const source = createSource({ feeds: [feed.base], dataDir });
    const round = source.createRound({ signal: new AbortController().signal });
    await round.newest('enterprise', undefined, accept);
    await source.close();
    expect(await nameIn(await openShelf({ newest: () => NEWEST, dataDir }), '17.1')).toBe('copy');
  });

  it('goes on where the disk takes nothing', async () => {
    const feed = await serveIndexed({ enterprise: ['17.1'] });
    const dataDir = join(mkdtempSync(join(newFolder(), 'x')), 'file');
    writeFileSync(dataDir, 'no folder');
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [feed.base], dataDir });
    expect(await nameIn(shelf, '17.1')).toBe('enterprise in 17.1');
  });
});

describe('very many at once', () => {
  it('do not all wait in line', async () => {
    const feed = await serve();
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [feed.base] });
    const found = await Promise.all(Array.from({ length: 40 }, (_, n) => shelf.find(`1.${n}`)));
    const refused = found.filter((one) => one.kind === 'unreachable' && /^Too many others/.test(one.problem));
    expect(refused).toHaveLength(28);
    expect(await nameIn(shelf, '1.39')).toBe('unlisted');
  });
});

describe('what nobody asks for', () => {
  const all = ['16.1', '15.1', '14.1', '13.1'];

  it('leaves memory: two are held, those asked for last', async () => {
    const feed = await serveIndexed({ enterprise: all });
    const clock = stoppedClock();
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [feed.base], now: clock.now });
    for (const release of ['16.1', '15.1', '16.1', '14.1']) {
      await shelf.find(release);
      clock.wait(1000);
    }
    expect(shelf.held().map(({ copies }) => copies[0]?.release)).toEqual(['16.1', '14.1']);
    clock.wait(16 * MINUTE);
    await shelf.find('13.1');
    expect(shelf.held().map(({ copies }) => copies[0]?.release)).toEqual(['13.1']);
  });

  it('stays where it is pinned, and is loaded at the start', async () => {
    const feed = await serveIndexed({ enterprise: all });
    const clock = stoppedClock();
    const pinned = async () => new Set(['16.1']);
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [feed.base], now: clock.now, pinned });
    shelf.start();
    await shelf.find('16.1');
    clock.wait(60 * MINUTE);
    for (const release of ['15.1', '14.1', '13.1']) await shelf.find(release);
    expect(shelf.held().map(({ copies }) => copies[0]?.release)).toContain('16.1');
    expect(shelf.held()).toHaveLength(3);
  });
});

describe('a build that fails', () => {
  it('is a fault of the bot for who waits, and is tried again', async () => {
    const feed = feedOf({ '17.1': { enterprise: world('old') } });
    const clock = stoppedClock();
    let isBroken = true;
    const works = createBuild(createWorkshopHere());
    const build: Build = (parts, signal) => (isBroken ? Promise.reject(new Error('secret')) : works(parts, signal));
    const shelf = await openShelf({ newest: () => NEWEST, feeds: [feed], build, now: clock.now });
    expect(await shelf.find('17.1')).toEqual({
      kind: 'unreachable',
      release: '17.1',
      problem: 'The fault is the bot’s; its log says more',
    });
    isBroken = false;
    clock.wait(MINUTE);
    expect(await nameIn(shelf, '17.1')).toBe('old');
  });
});

describe.skipIf(!hasShared)('MITRE’s own releases (needs ../shared)', { timeout: 60_000 }, () => {
  it('are had side by side', async () => {
    const feeds = [sharedPath('attack/attack-stix-data')];
    const shelf = await openShelf({ newest: () => NEWEST, feeds, domains: ['enterprise', 'mobile', 'ics'] });
    const found = await shelf.find('17.1');
    expect(found.kind === 'found' && found.catalog.copies.map(({ release }) => release)).toEqual([
      '17.1',
      '17.1',
      '17.1',
    ]);
    expect(found.kind === 'found' && found.catalog.byId.has('T1681')).toBe(false);
  });
});
