import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Derived, type Origin, readDerived, writeDerived } from '../../src/feeds/derived.ts';
import { FeedError } from '../../src/feeds/feed-error.ts';
import { createFolder } from './loopback.ts';

const ORIGIN: Origin = { stamp: '1.0 abc', sources: [{ domain: 'ics', sha256: 'f00' }], words: 'w' };
const DERIVED: Derived = { bytes: Uint8Array.from({ length: 3000 }, (_, n) => n % 251), about: [{ release: '18.1' }] };

async function write(): Promise<{ readonly dir: string; readonly path: string }> {
  const dir = await createFolder();
  await writeDerived(dir, ORIGIN, DERIVED);
  return { dir, path: join(dir, 'attack-catalog.bin') };
}

describe('what was made of the copies', () => {
  it('is read as it was written', async () => {
    const { dir } = await write();
    expect(await readDerived(dir)(ORIGIN)).toEqual(DERIVED);
  });

  it('is replaced, and leaves nothing of what was there', async () => {
    const { dir } = await write();
    const next = { bytes: new Uint8Array([1, 2, 3]), about: null };
    await writeDerived(dir, ORIGIN, next);
    expect(await readDerived(dir)(ORIGIN)).toEqual(next);
    expect(await readdir(dir)).toHaveLength(1);
  });

  it.each<[string, Partial<Origin>]>([
    ['of another program', { stamp: '1.1 abc' }],
    ['of another bundle', { sources: [{ domain: 'ics', sha256: 'f01' }] }],
    ['of more bundles', { sources: [...ORIGIN.sources, { domain: 'mobile', sha256: 'f02' }] }],
    ['of no bundle', { sources: [] }],
    ['of other words', { words: '' }],
  ])('is none where what is wanted is %s', async (_name, other) => {
    const { dir } = await write();
    expect(await readDerived(dir)({ ...ORIGIN, ...other })).toBeUndefined();
  });

  it('is none where none was written', async () => {
    expect(await readDerived(await createFolder())(ORIGIN)).toBeUndefined();
    expect(await readDerived('/nowhere')(ORIGIN)).toBeUndefined();
  });

  it('is refused, or none, whichever byte of it is another', async () => {
    const { dir, path } = await write();
    const whole = await readFile(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = Buffer.from(whole);
        damaged[at] = (damaged[at] ?? 0) ^ change;
        await writeFile(path, damaged);
        const read = await readDerived(dir)(ORIGIN).catch((error: unknown) => error);
        expect(read === undefined || read instanceof FeedError).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused where it is cut, or goes on', async () => {
    const { dir, path } = await write();
    const whole = await readFile(path);
    for (const end of [0, 1, 50, whole.indexOf(10), whole.indexOf(10) + 1, whole.length - 1]) {
      await writeFile(path, whole.subarray(0, end));
      await expect(readDerived(dir)(ORIGIN)).rejects.toThrow(`${path} is damaged`);
    }
    await writeFile(path, Buffer.concat([whole, Buffer.alloc(1)]));
    await expect(readDerived(dir)(ORIGIN)).rejects.toThrow(`${path} is damaged`);
  });

  it('asks for no more memory than the file has bytes', async () => {
    const { dir, path } = await write();
    await writeFile(path, (await readFile(path)).toString('latin1').replace('"size":3000', '"size":3e15'), 'latin1');
    await expect(readDerived(dir)(ORIGIN)).rejects.toThrow('is damaged');
  });

  it('stays where the next cannot be written', async () => {
    const { dir, path } = await write();
    await mkdir(`${path}.tmp`);
    await expect(writeDerived(dir, ORIGIN, { ...DERIVED, about: 'next' })).rejects.toThrow('cannot be written');
    expect(await readDerived(dir)(ORIGIN)).toEqual(DERIVED);
  });
});
