/** A bundle's bytes, told apart by their hash, packed for keeping, and parsed. */

import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { FeedError } from './feed-error.ts';

export interface Content {
  readonly json: unknown;
  /** The bytes, gzipped: a sixth of their size, which is what waits in memory until the bundle is accepted. */
  readonly packed: Buffer;
}

/** What one bundle may unfold to, in bytes. Enterprise 18.1 has 50.7 MB, and grows by less than a tenth in a year. */
export const MAX_BUNDLE = 128 * 1024 * 1024;

/** In bytes: in zlib's own 16 kB, Enterprise comes in three thousand pieces, and joining them costs as much as unpacking. */
const UNPACK_CHUNK = 256 * 1024;

/**
 * The most objects and lists that are parsed: Enterprise 18.1 has 183,308. Beneath the ceiling on bytes fit sixty million empty ones,
 * and to parse those takes a minute and gigabytes.
 */
const MAX_STRUCTURES = 2_000_000;
const OPENERS = [0x7b, 0x5b];

/** Drops the byte order mark that some editors and shells write first. */
const decoder = new TextDecoder();

const pack = promisify(gzip);
const unpack = promisify(gunzip);

export function hashContent(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** @throws FeedError when the bytes are no JSON */
export async function readContent(bytes: Buffer, address: string): Promise<Content> {
  const json = parseJson(bytes, address);
  return { json, packed: await pack(bytes) };
}

/** @returns the bytes, gzipped */
export function packContent(bytes: Buffer): Promise<Buffer> {
  return pack(bytes);
}

/** @throws FeedError when the bytes are no gzip, or more than MAX_BUNDLE once unpacked */
export async function unpackContent(packed: Buffer, address: string): Promise<Buffer> {
  try {
    return await unpack(packed, { maxOutputLength: MAX_BUNDLE, chunkSize: UNPACK_CHUNK });
  } catch (cause) {
    throw new FeedError({ address, problem: 'does not unpack', cause });
  }
}

/** @throws FeedError */
export function parseJson(bytes: Buffer, address: string): unknown {
  if (countStructures(bytes) > MAX_STRUCTURES)
    throw new FeedError({
      address,
      problem: `holds more than the ${MAX_STRUCTURES} objects and lists that are allowed`,
    });
  try {
    // The text is twice as long in memory as it is on disk, and is not held beyond this line.
    return JSON.parse(decoder.decode(bytes));
  } catch {
    // V8's message quotes the text: MITRE's words, or a proxy's page, have no place in a log.
    throw new FeedError({ address, problem: 'holds no JSON' });
  }
}

/** Those in texts count as well: prose holds few. */
function countStructures(bytes: Buffer): number {
  let count = 0;
  for (const opener of OPENERS) {
    for (let at = bytes.indexOf(opener); at !== -1; at = bytes.indexOf(opener, at + 1)) {
      count += 1;
      if (count > MAX_STRUCTURES) return count;
    }
  }
  return count;
}
