import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { WorkshopError } from '../src/workshop/workshop.ts';
import { createFolder, serve, silence } from './feeds/loopback.ts';
import { BUNDLE, bundle, damage, run, warmUp, world } from './fixtures/refreshed.ts';
import { createWorkshopHere } from './fixtures/workshop-here.ts';

const MOBILE = '/mobile-attack/mobile-attack.json';

beforeAll(warmUp);

/** Counts what is built, and fails when it is told to. */
function createWatched() {
  const here = createWorkshopHere();
  const seen = { built: 0, inspected: 0, fails: false };
  return {
    seen,
    workshop: {
      ...here,
      inspect: (part) => {
        seen.inspected += 1;
        return here.inspect(part);
      },
      build: (parts, phrases) => {
        seen.built += 1;
        return seen.fails ? Promise.reject(new WorkshopError('ended (SIGKILL)')) : here.build(parts, phrases);
      },
    } satisfies typeof here,
  };
}

describe('a kept catalog', () => {
  /** A data folder as a run has left it. */
  async function leave(stamp?: string) {
    const server = await serve({ [BUNDLE]: bundle(world(10)) });
    const { dir, rounds, stop } = await run({ feeds: [server.base], ...(stamp === undefined ? {} : { stamp }) });
    await rounds(1);
    await stop();
    return { feeds: [server.base], dir };
  }

  function messages(lines: readonly Record<string, unknown>[]): readonly unknown[] {
    return lines.filter(({ level }) => level !== 'info').map(({ msg }) => msg);
  }

  it('is opened at the next start: nothing is read, and nothing built', async () => {
    const left = await leave();
    await damage(left.dir, /\.gz$/);
    const { seen, workshop } = createWatched();
    const { latest, lines } = await run({ ...left, workshop });
    expect(latest().copies).toMatchObject([{ origin: 'disk', release: '18.1' }]);
    expect(latest().byId.has('T1009')).toBe(true);
    expect(latest().refresh.errors).toEqual([]);
    expect(seen).toMatchObject({ built: 0, inspected: 0 });
    expect(messages(lines)).toEqual([]);
  });

  it.each<[string, (dir: string) => Promise<void>]>([
    ['is damaged', (dir) => damage(dir, /\.bin$/)],
    ['is cut', async (dir) => changeKept(dir, (bytes) => bytes.subarray(0, -1))],
    ['has another byte in its middle', async (dir) => changeKept(dir, flipMiddle)],
  ])('that %s is built anew from the disk copy, and kept again', async (_name, harm) => {
    const left = await leave();
    await harm(left.dir);
    const { seen, workshop } = createWatched();
    const { latest, lines, stop } = await run({ ...left, workshop });
    expect(latest().copies).toMatchObject([{ origin: 'disk', release: '18.1' }]);
    expect(messages(lines)).toEqual(['the kept catalog is not used: it is built anew']);
    await stop();
    await run({ ...left, workshop });
    expect(seen.built).toBe(1);
  });

  it('of another program, or of other copies, is built anew without a word', async () => {
    const left = await leave('an older one');
    const { seen, workshop } = createWatched();
    const { lines, stop } = await run({ ...left, workshop });
    await stop();
    expect(seen.built).toBe(1);
    await run({ ...left, workshop, domains: ['mobile', 'ics'] });
    expect(seen.built).toBe(2);
    expect(messages(lines)).toEqual([]);
  });

  it('that is damaged like its copy gives way to the embedded facts', async () => {
    const left = await leave();
    await damage(left.dir, /\.(?:gz|bin)$/);
    const { catalogs } = await run(left);
    expect(catalogs[0]).toMatchObject({
      copies: [{ origin: 'embedded' }],
      refresh: { errors: [{ domain: 'ics', message: expect.stringContaining('does not unpack') }] },
    });
  });

  it('that the disk does not take is used all the same, and that is logged', async () => {
    const { base } = await serve({ [BUNDLE]: bundle(world(10)) });
    const dir = await createFolder();
    await mkdir(join(dir, 'attack-catalog.bin.tmp'));
    const { rounds, lines } = await run({ feeds: [base], dir });
    expect((await rounds(1)).copies).toMatchObject([{ origin: 'feed' }]);
    const unkept = 'the catalog is not kept on disk: the next start builds it anew';
    expect(messages(lines)).toEqual([unkept]);
  });
});

describe('a workshop that fails', () => {
  it('leaves the catalog, is told, and is tried again', async () => {
    const { base, routes } = await serve({ [BUNDLE]: bundle(world(10)) });
    const { seen, workshop } = createWatched();
    const { rounds, until, lines, latest } = await run({ feeds: [base], workshop, seconds: 0.1 });
    const before = await rounds(1);
    seen.fails = true;
    routes.set(BUNDLE, bundle(world(11), '19.0'));
    const after = await until(({ refresh }) => refresh.errors.length > 0);
    expect(after.byId).toBe(before.byId);
    expect(after.copies).toMatchObject([{ release: '18.1' }]);
    expect(after.refresh.errors).toEqual([{ domain: 'ics', message: expect.stringContaining('a fault of the bot') }]);
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'no catalog can be built: the one in use stays' }));
    seen.fails = false;
    await until(({ copies }) => copies[0]?.release === '19.0');
    expect(latest().byId.has('T1010')).toBe(true);
    await until(({ refresh }) => refresh.errors.length === 0);
  });

  it('with the disk copies starts with the embedded facts', async () => {
    const { base } = await serve({ [BUNDLE]: bundle(world(12), '19.0') });
    const first = await run({ feeds: [base] });
    await first.rounds(1);
    await first.stop();
    const here = createWorkshopHere();
    const workshop = {
      ...here,
      build: (parts: Parameters<typeof here.build>[0]) =>
        parts.some(({ kind }) => kind === 'file')
          ? Promise.reject(new WorkshopError('ended (SIGKILL)'))
          : here.build(parts, []),
    };
    const { catalogs, lines } = await run({ feeds: [], dir: first.dir, stamp: 'another', workshop });
    expect(catalogs[0]?.copies).toMatchObject([{ origin: 'embedded' }]);
    expect(lines.map(({ msg }) => msg)).toContain('no catalog can be built of the disk copies');
  });
});

describe('a disk copy that goes bad while the bot runs', () => {
  it('is fetched again when a catalog is to be built with it', async () => {
    const { base, routes } = await serve({ [BUNDLE]: bundle(world(10)), [MOBILE]: bundle(world(10)) });
    const { dir, rounds, until, ask } = await run({ feeds: [base], domains: ['mobile', 'ics'], seconds: 0.1 });
    await rounds(1);
    await damage(dir, /^ics.*\.gz$/);
    routes.set(MOBILE, bundle(world(11), '19.0'));
    await until(({ refresh }) => refresh.errors.some(({ message }) => message.includes('does not unpack')));
    void ask();
    const mended = await until(({ copies, refresh }) => copies[0]?.release === '19.0' && refresh.errors.length === 0);
    expect(mended.copies).toMatchObject([{ release: '19.0' }, { release: '18.1', origin: 'feed' }]);
  });
});

describe('a domain that dawdles', () => {
  it('does not hold up those before it', async () => {
    const { base } = await serve({ [MOBILE]: bundle(world(11), '19.0'), [BUNDLE]: silence });
    const { catalogs, until } = await run({ feeds: [base], domains: ['mobile', 'ics'], patience: 50 });
    const first = await until(({ copies }) => copies[0]?.release === '19.0');
    // The round goes on.
    expect(first.refresh.nextAt).toBeUndefined();
    expect(catalogs.at(-1)?.refresh.endedAt).toBeUndefined();
  });
});

describe('whoever asks for a refresh', () => {
  it('has it at once, and is told how it went', async () => {
    const { base, asked, routes } = await serve({ [BUNDLE]: bundle(world(10)) });
    const { rounds, ask, latest } = await run({ feeds: [base] });
    await rounds(1);
    routes.set(BUNDLE, bundle(world(11), '19.0'));
    const before = asked.length;
    const report = await ask();
    expect(report.errors).toEqual([]);
    expect(report.endedAt).toBeGreaterThan(0);
    expect(latest().copies).toMatchObject([{ release: '19.0' }]);
    expect(asked.slice(before)).toEqual(['/index.json', BUNDLE]);
  });

  it('shares it with all who ask meanwhile, and one that is under way is followed by one more', async () => {
    const { base, asked } = await serve({ [BUNDLE]: bundle(world(10)) });
    const { rounds, ask } = await run({ feeds: [base] });
    await rounds(1);
    const before = asked.length;
    const first = ask();
    const same = ask();
    while (asked.length === before) await new Promise(setImmediate);
    const [third, fourth] = [ask(), ask()];
    expect(await same).toBe(await first);
    expect(await third).toBe(await fourth);
    expect(await third).not.toBe(await first);
    expect(asked.length - before).toBe(4);
  });

  it('is told of what failed, and of what stands when the bot is stopped', async () => {
    const server = await serve({ [BUNDLE]: bundle(world(10)) });
    const { rounds, ask, stop } = await run({ feeds: [server.base] });
    await rounds(1);
    await server.close();
    expect((await ask()).errors).toMatchObject([{ domain: 'ics' }]);
    const last = ask();
    await stop();
    expect((await last).errors).toMatchObject([{ domain: 'ics' }]);
    expect((await ask()).errors).toMatchObject([{ domain: 'ics' }]);
  });
});

async function changeKept(dir: string, change: (bytes: Buffer) => Buffer): Promise<void> {
  const name = (await readdir(dir)).find((each) => each.endsWith('.bin')) ?? 'none';
  await writeFile(join(dir, name), change(await readFile(join(dir, name))));
}

function flipMiddle(bytes: Buffer): Buffer {
  const at = Math.floor((bytes.length * 3) / 4);
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  return bytes;
}
