/**
 * The copies that outlive the process: per domain a data file named by its content and a small file about it. Each is written beside
 * its place and renamed into it, the small one last, so that a crash at any moment leaves the old copy or the new one, whole.
 */

import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hashContent, parseJson, unpackContent } from './content.ts';
import type { Known } from './feed.ts';
import { FeedError } from './feed-error.ts';

/** What is kept about a copy. */
export interface DiskNote {
  readonly known: Known;
  /** When a feed last confirmed it as the newest, in ms since 1970. */
  readonly asOf: number;
}

export interface DiskCopy extends DiskNote {
  readonly json: unknown;
}

/** Raised when the files' meaning changes: copies of another version are fetched anew. */
const FORMAT = 1;

/** The last moment that a Date can hold, in ms (ECMA-262, section 21.4.1.1). */
const END_OF_TIME = 8.64e15;

const note = z.object({
  format: z.literal(FORMAT),
  asOf: z.number().min(0).max(END_OF_TIME),
  known: z.object({
    address: z.string(),
    release: z.string().optional(),
    listed: z.string().optional(),
    etag: z.string().optional(),
    lastModified: z.string().optional(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
});

/**
 * @returns undefined where there is none
 * @throws FeedError when what is there is damaged
 */
export async function readCopy(dir: string, domain: string): Promise<DiskCopy | undefined> {
  const kept = await readNote(dir, domain);
  if (!kept) return undefined;
  const path = join(dir, nameData(domain, kept.known.sha256));
  const packed = await readIfThere(path);
  if (!packed) throw new FeedError({ address: path, problem: 'is missing' });
  const bytes = await unpackContent(packed, path);
  if (hashContent(bytes) !== kept.known.sha256) throw new FeedError({ address: path, problem: 'is damaged' });
  return { ...kept, json: parseJson(bytes, path) };
}

/**
 * Replaces a domain's copy.
 *
 * @param packed the bundle's bytes, gzipped
 * @throws FeedError when it cannot be kept; what was there before is then still there
 */
export async function writeCopy(dir: string, domain: string, kept: DiskNote, packed: Buffer): Promise<void> {
  await report(dir, async () => {
    await mkdir(dir, { recursive: true });
    await replaceFile(dir, nameData(domain, kept.known.sha256), packed);
    await replaceFile(dir, nameNote(domain), encodeNote(kept));
    await sweep(dir, domain);
  });
}

/**
 * Notes that a copy was confirmed, without writing its data again.
 *
 * @throws FeedError when it cannot be noted, or when this copy is not the one that is kept
 */
export async function touchCopy(dir: string, domain: string, kept: DiskNote): Promise<void> {
  const standing = await readNote(dir, domain).catch(() => undefined);
  if (standing?.known.sha256 !== kept.known.sha256) {
    throw new FeedError({ address: dir, problem: 'does not hold the copy in use, which is lost at the next start' });
  }
  await report(dir, () => replaceFile(dir, nameNote(domain), encodeNote(kept)));
}

/**
 * Removes what a crash or a full disk left behind. Call it before anything is written: one process owns the folder.
 *
 * @throws FeedError
 */
export async function sweepCopies(dir: string, domain: string): Promise<void> {
  await report(dir, () => sweep(dir, domain));
}

async function sweep(dir: string, domain: string): Promise<void> {
  const names = await readdir(dir).catch(() => []);
  const kept = await readNote(dir, domain).catch(() => undefined);
  const data = kept && nameData(domain, kept.known.sha256);
  // Matched narrowly: the folder may hold files of its owner's, such as a bundle by its version.
  const ours = new RegExp(`^${domain}-attack(?:-[0-9a-f]{16}\\.json\\.gz(?:\\.tmp)?|\\.json\\.tmp)$`);
  const stale = names.filter((name) => ours.test(name) && name !== data);
  for (const name of stale) await rm(join(dir, name), { force: true });
}

async function readNote(dir: string, domain: string): Promise<DiskNote | undefined> {
  const path = join(dir, nameNote(domain));
  const bytes = await readIfThere(path);
  if (!bytes) return undefined;
  const parsed = note.safeParse(parseJson(bytes, path));
  if (!parsed.success) throw new FeedError({ address: path, problem: 'is damaged' });
  const { asOf, known } = parsed.data;
  return { asOf, known: { ...known, release: known.release, listed: known.listed } };
}

function encodeNote({ known, asOf }: DiskNote): Buffer {
  return Buffer.from(`${JSON.stringify({ format: FORMAT, asOf, known }, null, 2)}\n`);
}

/** Without the two fsyncs, a power cut may leave the new name on an empty file. */
async function replaceFile(dir: string, name: string, bytes: Buffer): Promise<void> {
  const temporary = join(dir, `${name}.tmp`);
  try {
    await withFile(temporary, 'w', async (file) => {
      await file.writeFile(bytes);
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

async function withFile(path: string, flags: string, use: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, flags);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw new FeedError({ address: path, problem: `cannot be read (${codeOf(cause)})`, cause });
  }
}

async function report(dir: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    if (cause instanceof FeedError) throw cause;
    throw new FeedError({ address: dir, problem: `cannot be written (${codeOf(cause)})`, cause });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function nameData(domain: string, sha256: string): string {
  return `${domain}-attack-${sha256.slice(0, 16)}.json.gz`;
}

function nameNote(domain: string): string {
  return `${domain}-attack.json`;
}
