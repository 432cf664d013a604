/** From a bundle's packed bytes, in memory or in a file, to its objects and relations, without ever holding the whole of its text. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Bundle, BundleError, MAX_BUNDLE } from '../attack/bundle.ts';
import { createBundleDecoder, listObjects } from '../attack/decode.ts';
import type { Domain } from '../attack/domain.ts';
import { createSplitter, HANDED_ON, SplitError } from './splitter.ts';

/** Where a bundle's bytes are, gzipped. */
export type Packed =
  | { readonly kind: 'bytes'; readonly packed: Uint8Array<ArrayBuffer> }
  /** `sha256`: of the bytes once unpacked, in hex; a file that holds others is damaged. */
  | { readonly kind: 'file'; readonly path: string; readonly sha256: string };

/** In bytes: in zlib's own 16 kB, Enterprise comes in three thousand pieces. */
const CHUNK = 256 * 1024;

/** @throws BundleError when it is none, or cannot be read */
export async function readBundle(domain: Domain, from: Packed): Promise<Bundle> {
  const decoder = createBundleDecoder(domain);
  const splitter = createSplitter(decoder.add);
  const hash = from.kind === 'file' ? createHash('sha256') : undefined;
  let size = 0;
  try {
    await pipeline(openPacked(from), createGunzip({ chunkSize: CHUNK }), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        size += chunk.length;
        if (size > MAX_BUNDLE) throw new SplitError('does not unpack to what is allowed');
        hash?.update(chunk);
        splitter.write(chunk);
      }
    });
    if (from.kind === 'file' && hash?.digest('hex') !== from.sha256) throw new BundleError(domain, 'is damaged');
    const rest = listObjects(splitter.end(), domain).filter((each) => each !== HANDED_ON);
    for (const each of rest) decoder.add(each);
    return decoder.finish();
  } catch (error) {
    throw error instanceof BundleError ? error : new BundleError(domain, describeFault(error), { cause: error });
  }
}

function openPacked(from: Packed): Readable {
  if (from.kind === 'file') return createReadStream(from.path);
  return Readable.from([from.packed]);
}

/** Faults of the bytes; any other is one of the program. */
function describeFault(error: unknown): string {
  if (error instanceof SplitError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code?.startsWith('Z_')) return 'does not unpack';
  if (code === 'ENOENT') return 'is missing';
  if (code !== undefined) return `cannot be read (${code})`;
  throw error;
}
