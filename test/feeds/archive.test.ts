import { readdirSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Archive, createArchive } from '../../src/feeds/archive.ts';
import { createFolder } from './loopback.ts';

const DAY = 24 * 60 * 60_000;
const NONE: ReadonlySet<string> = new Set();

async function open() {
  const dir = await createFolder();
  const clock = { time: Date.parse('2026-01-01T00:00:00Z') };
  return { dir, clock, archive: createArchive(dir, () => clock.time) };
}

function put(archive: Archive, release: string, askedAt: number, domain = 'ics'): Promise<void> {
  const packed = gzipSync(`${domain} ${release}`);
  return archive.write({ domain, release, address: 'https://feed.example', fetchedAt: 1, askedAt, packed });
}

describe('the archive of releases', () => {
  it('gives back what was put in, each domain for itself, and lists it by number', async () => {
    const { archive } = await open();
    for (const release of ['1.9', '1.10', '11.0-beta']) await put(archive, release, 7);
    await put(archive, '1.9', 8, 'mobile');
    expect(await archive.list()).toEqual(['11.0-beta', '1.10', '1.9']);
    expect(await archive.read('mobile', '1.9')).toMatchObject({
      domain: 'mobile',
      release: '1.9',
      fetchedAt: 1,
      askedAt: 8,
    });
    expect((await archive.read('ics', '1.9'))?.packed).toEqual(gzipSync('ics 1.9'));
    expect(await archive.read('enterprise', '1.9')).toBeUndefined();
  });

  it('is empty where there is no folder', async () => {
    const archive = createArchive(join(await createFolder(), 'none'), Date.now);
    expect(await archive.list()).toEqual([]);
    expect(await archive.read('ics', '1.9')).toBeUndefined();
    await archive.sweep(NONE);
  });

  it('lets go of what was asked for longest ago, beyond six', async () => {
    const { archive, clock } = await open();
    for (let number = 1; number <= 9; number += 1)
      await put(archive, `${number}.0`, clock.time + (number === 2 ? 100 : number));
    await archive.sweep(new Set(['1.0']));
    expect(await archive.list()).toEqual(['9.0', '8.0', '7.0', '6.0', '5.0', '2.0', '1.0']);
  });

  it('lets go of what nobody asked for in most of a year, but for the newest of them and what is wanted', async () => {
    const { archive, clock } = await open();
    for (const release of ['17.1', '16.1', '15.1', '14.1']) await put(archive, release, clock.time);
    clock.time += 200 * DAY;
    await archive.touch('14.1');
    clock.time += 100 * DAY;
    await archive.sweep(new Set(['15.1']));
    expect(await archive.list()).toEqual(['17.1', '15.1', '14.1']);
  });

  it('sweeps what a crash left behind, and nothing of anybody else’s', async () => {
    const { archive, dir, clock } = await open();
    await put(archive, '17.1', clock.time);
    const good = readdirSync(dir);
    const others = ['notes.txt', 'enterprise-attack.json'];
    const stray = [
      `ics-attack-16.1-${'0'.repeat(16)}.json.gz`,
      `ics-attack-17.1-${'0'.repeat(16)}.json.gz.tmp`,
      'ics-attack-17.1.note.json.tmp',
      'ics-attack-15.1.note.json',
    ];
    for (const name of [...others, ...stray]) writeFileSync(join(dir, name), 'half');
    await archive.sweep(NONE);
    expect((await readdir(dir)).sort()).toEqual([...good, ...others].sort());
  });

  it('does not sweep what is being written', async () => {
    const { archive, clock } = await open();
    const releases = ['5.0', '4.0', '3.0', '2.0'];
    await Promise.all(releases.flatMap((release) => [put(archive, release, clock.time), archive.sweep(NONE)]));
    expect(await archive.list()).toEqual(releases);
    for (const release of releases) expect(await archive.read('ics', release)).toBeDefined();
  });

  it('takes no note for another’s, whatever it says of itself', async () => {
    const { archive, dir, clock } = await open();
    await put(archive, '17.1', clock.time);
    const note = {
      format: 1,
      domain: 'ics',
      release: '../../x',
      address: '',
      fetchedAt: 1,
      askedAt: 1,
      sha256: 'a'.repeat(64),
    };
    writeFileSync(join(dir, 'ics-attack-16.1.note.json'), JSON.stringify(note));
    writeFileSync(join(dir, 'ics-attack-15.1.note.json'), JSON.stringify({ ...note, release: '17.1' }));
    expect(await archive.list()).toEqual(['17.1']);
  });
});
