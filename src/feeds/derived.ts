/**
 * What was made of the disk copies, kept beside them so that the next start makes nothing: bytes that this folder does not look into,
 * behind a line of JSON that says what they were made from, and by which program. It is thrown away when in doubt: the copies are the
 * truth, and anything can be made of them again.
 *
 * A start trusts that the files which the notes name hold what they held when this was made; who changes a bundle's file by hand, and
 * neither its note nor this, is not noticed until the next release.
 */

import { closeSync, fstatSync, openSync, read } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
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

/** In bytes: of the line in front, and of the whole file, which has a fiftieth of that. */
const MAX_HEAD = 256 * 1024;
const MAX_FILE = 1024 * 1024 * 1024;

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
 * Begins to read at once: the disk's work, which goes on while the program does its own.
 *
 * @returns what was read, for one who knows by then of which origin it has to be: undefined where there is none, or one of another. It
 *   throws a FeedError when it is damaged or cannot be read.
 */
export function readDerived(dir: string): (origin: Origin) => Promise<Derived | undefined> {
  const path = join(dir, NAME);
  const reading = readWhole(path);
  // Whoever asks is told.
  reading.catch(() => undefined);
  return async (origin) => {
    try {
      const file = await reading;
      return file && decode(file, origin, path);
    } catch (cause) {
      if (cause instanceof FeedError) throw cause;
      throw new FeedError({ address: path, problem: `cannot be read (${codeOf(cause)})`, cause });
    }
  };
}

/** @throws FeedError when it cannot be kept; what was there before is then still there */
export async function writeDerived(dir: string, origin: Origin, { bytes, about }: Derived): Promise<void> {
  const head = { format: FORMAT, origin, about, size: bytes.length, checksum: sum(about, bytes) };
  await reportWrite(dir, async () => {
    await mkdir(dir, { recursive: true });
    await replaceFile(dir, NAME, [Buffer.from(`${JSON.stringify(head)}\n`), bytes]);
  });
}

const readPart = promisify(read);

/** Asks for all of it in this turn, and not in one of those that the program has to spare. Undefined where there is no such file. */
async function readWhole(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { size } = fstatSync(file);
    if (size > MAX_FILE) throw new FeedError({ address: path, problem: 'is damaged' });
    const bytes = new Uint8Array(size);
    // One read gives two gigabytes at most, and less where the file system likes.
    for (let done = 0; done < size; ) {
      const { bytesRead } = await readPart(file, bytes, done, size - done, done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function decode(file: Uint8Array<ArrayBuffer>, origin: Origin, path: string): Derived | undefined {
  const end = file.subarray(0, MAX_HEAD).indexOf(LINE_END);
  const parsed = envelope.safeParse(parseOrNothing(new TextDecoder().decode(file.subarray(0, Math.max(end, 0)))));
  const damage = new FeedError({ address: path, problem: 'is damaged' });
  if (!parsed.success) throw damage;
  const { about, size, checksum, origin: madeFrom } = parsed.data;
  if (!isSame(madeFrom, origin)) return undefined;
  const bytes = file.subarray(end + 1);
  if (bytes.length !== size || sum(about, bytes) !== checksum) throw damage;
  return { bytes, about };
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
