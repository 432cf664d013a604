/** Files that are read and replaced, with what goes wrong told in words for people. */

import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FeedError } from './feed-error.ts';

/** @throws FeedError when the file is there and cannot be read */
export async function readIfThere(path: string): Promise<Buffer<ArrayBuffer> | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw new FeedError({ address: path, problem: `cannot be read (${codeOf(cause)})`, cause });
  }
}

/** @throws FeedError for what `read` throws */
export async function reportRead<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const problem = codeOf(cause) === 'ENOENT' ? 'is not there' : `cannot be read (${codeOf(cause)})`;
    throw new FeedError({ address: path, problem, cause });
  }
}

/**
 * Writes beside the file's place and renames into it. Without the two fsyncs, a power cut may leave the new name on an empty file.
 *
 * @throws Node's error; what was there before is then still there
 */
export async function replaceFile(dir: string, name: string, bytes: Uint8Array | readonly Uint8Array[]): Promise<void> {
  const temporary = join(dir, `${name}.tmp`);
  try {
    await withFile(temporary, 'w', async (file) => {
      await file.writeFile(bytes instanceof Uint8Array ? bytes : [...bytes]);
      await file.sync();
    });
    await rename(temporary, join(dir, name));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  // Windows cannot open a folder, and needs no sync of it.
  if (process.platform !== 'win32') await withFile(dir, 'r', (folder) => folder.sync());
}

/** @throws FeedError for what `write` throws */
export async function reportWrite(dir: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    if (cause instanceof FeedError) throw cause;
    throw new FeedError({ address: dir, problem: `cannot be written (${codeOf(cause)})`, cause });
  }
}

async function withFile(path: string, flags: string, use: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, flags);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

/** Node's code of a failure; `unknown` where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
