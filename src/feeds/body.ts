/** Reads a response's body, decompressed here and not by the client, so that the ceiling also holds for what it unfolds to. */

import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { FeedError } from './feed-error.ts';

export interface BodyOptions {
  /** Named in errors. */
  readonly address: string;
  /** In bytes, for what arrives and for what it unfolds to. */
  readonly size: number;
  readonly signal: AbortSignal;
  /** Called as the body arrives, first with 0, in bytes on the wire; `total` where the server tells it. */
  readonly onProgress?: ((received: number, total: number | undefined) => void) | undefined;
}

export const ACCEPTED_ENCODINGS = 'gzip, br, deflate';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
};

/**
 * @param encoding the response's `content-encoding`
 * @param total the response's `content-length`
 * @param collect makes of the decompressed body what is wanted
 * @throws FeedError when it is too large or in an encoding that was not asked for; undici's, zlib's and the signal's errors otherwise
 */
export async function readBody<T>(
  body: Readable,
  encoding: string | undefined,
  total: string | undefined,
  options: BodyOptions,
  collect: (chunks: AsyncIterable<Buffer>) => Promise<T>,
): Promise<T> {
  const name = encoding?.trim().toLowerCase() || 'identity';
  const decoder = DECODERS[name]?.();
  if (!decoder && name !== 'identity') {
    discardBody(body);
    throw new FeedError({ address: options.address, problem: `sent an encoding that was not asked for: ${name}` });
  }
  const announced = total !== undefined && /^\d+$/.test(total) ? Number(total) : undefined;
  const arriving = limit(options, (received) => options.onProgress?.(received, announced));
  options.onProgress?.(0, announced);
  if (decoder) return pipeline(body, arriving, decoder, limit(options), collect, { signal: options.signal });
  return pipeline(body, arriving, collect, { signal: options.signal });
}

/** Holds the whole of it: for what is small. */
export async function joinChunks(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Without a listener, a stream that its reader breaks off throws into the void. */
export function discardBody(body: Readable): void {
  body.on('error', () => undefined).destroy();
}

/** Passes chunks on and breaks off at the ceiling: a bomb is met while it unfolds. */
function limit({ address, size }: BodyOptions, onCount?: (bytes: number) => void) {
  return async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let bytes = 0;
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > size) throw new FeedError({ address, problem: `sent more than the ${size} bytes that are allowed` });
      onCount?.(bytes);
      yield chunk;
    }
  };
}
