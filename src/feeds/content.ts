/** A bundle's bytes, told apart by their hash, and packed for keeping as they arrive: the whole of them is never in memory. */

import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { FeedError } from './feed-error.ts';

export interface Content {
  /** The bytes, gzipped: a sixth of their size. */
  readonly packed: Buffer<ArrayBuffer>;
  /** Of the bytes as they came, in hex. */
  readonly sha256: string;
}

/** zlib's; its own 6 takes twice the time, in the middle of a refresh, to save a twelfth of the disk. */
const LEVEL = 3;

export function hashContent(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Rejects with what the source throws. */
export async function packContent(source: AsyncIterable<Buffer>): Promise<Content> {
  const hash = createHash('sha256');
  const pieces: Buffer[] = [];
  const watched = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(source, watched, createGzip({ level: LEVEL }), async (packed: AsyncIterable<Buffer>) => {
    for await (const piece of packed) pieces.push(piece);
  });
  return { packed: Buffer.concat(pieces), sha256: hash.digest('hex') };
}

/**
 * For what is small: a note, a vocabulary's copy.
 *
 * @throws FeedError
 */
export function parseJson(bytes: Buffer, address: string): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    // V8's message quotes the text: a proxy's page has no place in a log.
    throw new FeedError({ address, problem: 'holds no JSON' });
  }
}
