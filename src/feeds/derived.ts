/**
 * What was made of the disk copies, kept beside them so that the next start makes nothing: bytes that this folder does not look into,
 * behind a line of JSON that says what they were made from, and by which program. It is thrown away when in doubt: the copies are the
 * truth, and anything can be made of them again.
 *
 * A start trusts that the files which the notes name hold what they held when this was made; who changes a bundle's file by hand, and
 * neither its note nor this, is not noticed until the next release.
 */

import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { FeedError } from './feed-error.ts';
import { codeOf, replaceFile, reportWrite } from './files.ts';

/** What the bytes are made from, and by what: where any of it differs, they are of no use. */
export interface Origin {
  /** Of the program, see `workshop/stamp.ts`. */
  readonly stamp: string;
  readonly sources: readonly { readonly domain: string; readonly sha256: string }[];
  /** The digest of the community's words. */
  readonly words: string;
}

export interface Derived {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Plain data, as it was given. */
  readonly about: unknown;
}

/** Raised when the file's layout changes. */
const FORMAT = 1;

const NAME = 'attack-catalog.bin';

/** In bytes. Of the line in front. */
const MAX_HEAD = 256 * 1024;

const LINE_END = 0x0a;

const envelope = z.object({
  format: z.literal(FORMAT),
  origin: z.object({
    stamp: z.string(),
    sources: z.array(z.object({ domain: z.string(), sha256: z.string() })),
    words: z.string(),
  }),
  about: z.unknown(),
  /** Of the bytes. */
  size: z.int().min(0),
  /** Over `about` and the bytes. */
  checksum: z.int(),
});

/**
 * @returns undefined where there is none, or one of another origin
 * @throws FeedError when it is damaged or cannot be read
 */
export async function readDerived(dir: string, origin: Origin): Promise<Derived | undefined> {
  const path = join(dir, NAME);
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    return await readFrom(file, origin, path);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    if (cause instanceof FeedError) throw cause;
    throw new FeedError({ address: path, problem: `cannot be read (${codeOf(cause)})`, cause });
  } finally {
    await file?.close();
  }
}

/** @throws FeedError when it cannot be kept; what was there before is then still there */
export async function writeDerived(dir: string, origin: Origin, { bytes, about }: Derived): Promise<void> {
  const head = { format: FORMAT, origin, about, size: bytes.length, checksum: sum(about, bytes) };
  await reportWrite(dir, async () => {
    await mkdir(dir, { recursive: true });
    await replaceFile(dir, NAME, [Buffer.from(`${JSON.stringify(head)}\n`), bytes]);
  });
}

async function readFrom(file: FileHandle, origin: Origin, path: string): Promise<Derived | undefined> {
  const start = Buffer.alloc(MAX_HEAD);
  const { bytesRead } = await file.read(start, 0, MAX_HEAD, 0);
  const end = start.subarray(0, bytesRead).indexOf(LINE_END);
  const parsed = envelope.safeParse(parseOrNothing(start.toString('utf8', 0, Math.max(end, 0))));
  const damage = new FeedError({ address: path, problem: 'is damaged' });
  if (!parsed.success) throw damage;
  const { about, size, checksum, origin: madeFrom } = parsed.data;
  if (!isSame(madeFrom, origin)) return undefined;
  // The file's own size first: a damaged line must not ask for more memory than there is.
  if ((await file.stat()).size !== end + 1 + size) throw damage;
  const bytes = new Uint8Array(size);
  await readAll(file, bytes, end + 1);
  if (sum(about, bytes) !== checksum) throw damage;
  return { bytes, about };
}

/** One read gives two gigabytes at most, and less where the file system likes. */
async function readAll(file: FileHandle, bytes: Uint8Array, from: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, from + done);
    if (bytesRead === 0) return;
    done += bytesRead;
  }
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSame(one: Origin, other: Origin): boolean {
  const describe = ({ stamp, sources, words }: Origin) =>
    JSON.stringify([stamp, sources.map(({ domain, sha256 }) => [domain, sha256]), words]);
  return describe(one) === describe(other);
}

function sum(about: unknown, bytes: Uint8Array): number {
  return crc32(bytes, crc32(JSON.stringify(about) ?? ''));
}
