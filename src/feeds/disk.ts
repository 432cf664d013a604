/**
 * The copies that outlive the process: per domain a data file named by its content and a small file about it. Each is written beside
 * its place and renamed into it, the small one last, so that a crash at any moment leaves the old copy or the new one, whole.
 */

import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hashContent, parseJson, unpackContent } from './content.ts';
import type { Known } from './feed.ts';
import { FeedError } from './feed-error.ts';
import { readIfThere, replaceFile, reportWrite } from './files.ts';

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
  const copy = await readPacked(dir, domain);
  if (!copy) return undefined;
  const { packed, path, ...kept } = copy;
  const bytes = await unpackContent(packed, path);
  if (hashContent(bytes) !== kept.known.sha256) throw new FeedError({ address: path, problem: 'is damaged' });
  return { ...kept, json: parseJson(bytes, path) };
}

/**
 * The bundle's bytes as they lie there, gzipped; whether they are whole is still to be seen.
 *
 * @returns undefined where there is none
 * @throws FeedError when what is there cannot be read
 */
export async function readPacked(
  dir: string,
  domain: string,
): Promise<(DiskNote & { readonly packed: Buffer; readonly path: string }) | undefined> {
  const kept = await readNote(dir, domain);
  if (!kept) return undefined;
  const path = join(dir, nameData(domain, kept.known.sha256));
  const packed = await readIfThere(path);
  if (!packed) throw new FeedError({ address: path, problem: 'is missing' });
  return { ...kept, packed, path };
}

/**
 * Replaces a domain's copy.
 *
 * @param packed the bundle's bytes, gzipped
 * @throws FeedError when it cannot be kept; what was there before is then still there
 */
export async function writeCopy(dir: string, domain: string, kept: DiskNote, packed: Buffer): Promise<void> {
  await reportWrite(dir, async () => {
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
  await reportWrite(dir, () => replaceFile(dir, nameNote(domain), encodeNote(kept)));
}

/**
 * Removes what a crash or a full disk left behind. Call it before anything is written: one process owns the folder.
 *
 * @throws FeedError
 */
export async function sweepCopies(dir: string, domain: string): Promise<void> {
  await reportWrite(dir, () => sweep(dir, domain));
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

function nameData(domain: string, sha256: string): string {
  return `${domain}-attack-${sha256.slice(0, 16)}.json.gz`;
}

function nameNote(domain: string): string {
  return `${domain}-attack.json`;
}
