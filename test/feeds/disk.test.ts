import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { hashContent } from '../../src/feeds/content.ts';
import { type DiskNote, findCopy, sweepCopies, touchCopy, writeCopy } from '../../src/feeds/disk.ts';
import { createFolder } from './loopback.ts';

const NOTE = 'ics-attack.json';

function copyOf(json: unknown, asOf = 1000): { readonly kept: DiskNote; readonly packed: Buffer } {
  const bytes = Buffer.from(JSON.stringify(json));
  const known = {
    address: 'https://feed.example',
    release: '18.1',
    listed: '2025-01-01',
    etag: '"1"',
    lastModified: undefined,
    sha256: hashContent(bytes),
  };
  return { kept: { known, asOf }, packed: gzipSync(bytes) };
}

async function write(dir: string, json: unknown): Promise<DiskNote> {
  const { kept, packed } = copyOf(json);
  await writeCopy(dir, 'ics', kept, packed);
  return kept;
}

/** The copy and what its file holds, read as the workshop reads it. */
async function readThere(dir: string, domain: 'ics' | 'mobile') {
  const copy = await findCopy(dir, domain);
  if (!copy) return undefined;
  const { path, ...kept } = copy;
  return { ...kept, json: JSON.parse(gunzipSync(await readFile(path)).toString()) as unknown };
}

async function dataOf(dir: string): Promise<string> {
  const name = (await readdir(dir)).find((each) => each.endsWith('.json.gz'));
  return join(dir, name ?? 'none');
}

describe('a copy on disk', () => {
  it('is read as it was written', async () => {
    const dir = await createFolder();
    const kept = await write(dir, { a: 1 });
    expect(await readThere(dir, 'ics')).toEqual({ ...kept, json: { a: 1 } });
  });

  it('is none where none was written, not even the folder', async () => {
    const dir = join(await createFolder(), randomUUID());
    expect(await readThere(dir, 'ics')).toBeUndefined();
    await sweepCopies(dir, 'ics');
  });

  it('makes its folder', async () => {
    const dir = join(await createFolder(), 'deep', 'data');
    await write(dir, { a: 1 });
    expect(await readThere(dir, 'ics')).toMatchObject({ json: { a: 1 } });
  });

  it('replaces the one before, and leaves nothing of it', async () => {
    const dir = await createFolder();
    await write(dir, { a: 1 });
    await write(dir, { a: 2 });
    expect(await readThere(dir, 'ics')).toMatchObject({ json: { a: 2 } });
    expect(await readdir(dir)).toHaveLength(2);
  });

  it('stands beside those of other domains', async () => {
    const dir = await createFolder();
    await write(dir, { a: 1 });
    const { kept, packed } = copyOf({ b: 1 });
    await writeCopy(dir, 'mobile', kept, packed);
    expect(await readThere(dir, 'ics')).toMatchObject({ json: { a: 1 } });
    expect(await readThere(dir, 'mobile')).toMatchObject({ json: { b: 1 } });
  });

  it('is confirmed without being written again', async () => {
    const dir = await createFolder();
    const { known } = await write(dir, { a: 1 });
    const before = await stat(await dataOf(dir));
    await touchCopy(dir, 'ics', { known: { ...known, etag: '"2"' }, asOf: 2000 });
    expect(await readThere(dir, 'ics')).toMatchObject({ asOf: 2000, known: { etag: '"2"' }, json: { a: 1 } });
    const after = await stat(await dataOf(dir));
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  });

  it('is not confirmed where another one, or none, is kept', async () => {
    const dir = await createFolder();
    const other = copyOf({ a: 2 }).kept;
    await expect(touchCopy(dir, 'ics', other)).rejects.toThrow('does not hold the copy in use');
    await write(dir, { a: 1 });
    await expect(touchCopy(dir, 'ics', other)).rejects.toThrow('does not hold the copy in use');
    expect(await readThere(dir, 'ics')).toMatchObject({ json: { a: 1 } });
  });
});

describe('a damaged copy', () => {
  it.each<[string, (data: string, dir: string) => Promise<void>, string]>([
    ['no data', (data) => rm(data), 'is not there'],
    ['a garbled note', (_data, dir) => writeFile(join(dir, NOTE), 'garbage'), 'holds no JSON'],
    ['an empty note', (_data, dir) => writeFile(join(dir, NOTE), ''), 'holds no JSON'],
    ['a note of another format', (_data, dir) => writeFile(join(dir, NOTE), '{"format":0}'), 'is damaged'],
    ['a note that leads elsewhere', (_data, dir) => changeHash(dir, '../../../etc/passwd'), 'is damaged'],
    ['a note of a day that no calendar has', (_data, dir) => changeNote(dir, { asOf: 1e300 }), 'is damaged'],
  ])('with %s is noticed, and replaced by the next', async (_name, damage, message) => {
    const dir = await createFolder();
    await write(dir, { a: 1 });
    await damage(await dataOf(dir), dir);
    await expect(readThere(dir, 'ics')).rejects.toMatchObject({
      name: 'FeedError',
      message: expect.stringMatching(message),
    });
    await write(dir, { a: 1 });
    expect(await readThere(dir, 'ics')).toMatchObject({ json: { a: 1 } });
    expect(await readdir(dir)).toHaveLength(2);
  });

  async function changeHash(dir: string, sha256: string): Promise<void> {
    const note = JSON.parse(await readFile(join(dir, NOTE), 'utf8'));
    await changeNote(dir, { known: { ...note.known, sha256 } });
  }

  async function changeNote(dir: string, fields: object): Promise<void> {
    const note = JSON.parse(await readFile(join(dir, NOTE), 'utf8'));
    await writeFile(join(dir, NOTE), JSON.stringify({ ...note, ...fields }));
  }
});

describe('a crash', () => {
  it('before the new note is in place leaves the old copy, and its remains are swept', async () => {
    const dir = await createFolder();
    await write(dir, { a: 1 });
    const { kept, packed } = copyOf({ a: 2 });
    const name = `ics-attack-${kept.known.sha256.slice(0, 16)}.json.gz`;
    await writeFile(join(dir, name), packed);
    await writeFile(join(dir, `${name}.tmp`), packed.subarray(0, 10));
    await writeFile(join(dir, `${NOTE}.tmp`), '{"form');
    expect(await readThere(dir, 'ics')).toMatchObject({ json: { a: 1 } });
    await sweepCopies(dir, 'ics');
    expect(await readdir(dir)).toHaveLength(2);
    expect(await readThere(dir, 'ics')).toMatchObject({ json: { a: 1 } });
  });

  it('is no reason to sweep what is not ours', async () => {
    const dir = await createFolder();
    const theirs = ['ics-attack-18.1.json.gz', 'ics-attack', 'notes.tmp', 'mobile-attack-0123456789abcdef.json.gz'];
    for (const name of theirs) await writeFile(join(dir, name), 'mine');
    await sweepCopies(dir, 'ics');
    await write(dir, { a: 1 });
    expect(await readdir(dir)).toEqual(expect.arrayContaining(theirs));
  });
});

describe('a disk that cannot be written', () => {
  it('is told of, without its words for programmers', async () => {
    const file = join(await createFolder(), 'file');
    await writeFile(file, '');
    const { kept, packed } = copyOf({ a: 1 });
    await expect(writeCopy(file, 'ics', kept, packed)).rejects.toThrow(/cannot be written \((EEXIST|ENOTDIR)\)$/);
  });

  it('leaves the copy that was there', async () => {
    const dir = await createFolder();
    await write(dir, { a: 1 });
    const { kept, packed } = copyOf({ a: 2 });
    // A folder in the way of the temporary file stands for any failure in the middle.
    await mkdir(join(dir, `ics-attack-${kept.known.sha256.slice(0, 16)}.json.gz.tmp`));
    await expect(writeCopy(dir, 'ics', kept, packed)).rejects.toThrow('cannot be written');
    expect(await readThere(dir, 'ics')).toMatchObject({ json: { a: 1 } });
  });
});
