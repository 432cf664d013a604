/**
 * The zip archives that the Sigma project releases (`sigma_core.zip`, `sigma_all_rules.zip`, …: some thousand `.yml` files in folders),
 * read in memory. No file of theirs is ever written, so that a name can lead nowhere.
 */

import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { FeedError } from '../feed-error.ts';
import type { Collector } from './phrase.ts';
import { decodeSigma, MAX_RULE } from './sigma.ts';

/** Sigma's README counts more than 3,000 rules, each a file. */
const MAX_ENTRIES = 20_000;
/** In bytes, all rules together: most have 1 to 2 kB. */
const MAX_UNPACKED = 64 * 1024 * 1024;

/** The first of a zip archive (APPNOTE.TXT, 4.3.7), and the only one of an empty one (4.3.16). */
const SIGNATURES = [Buffer.from('PK\x03\x04'), Buffer.from('PK\x05\x06')];

export function isArchive(bytes: Buffer): boolean {
  return SIGNATURES.some((signature) => bytes.subarray(0, signature.length).equals(signature));
}

/**
 * @throws FeedError when it is damaged as a whole, has names that lead out of it, or is larger than allowed
 * @throws the signal's reason once it is aborted
 */
export async function decodeArchive(
  bytes: Buffer,
  address: string,
  collector: Collector,
  signal: AbortSignal,
): Promise<void> {
  let unpacked = 0;
  for await (const { zip, entry } of readEntries(bytes, address)) {
    signal.throwIfAborted();
    if (!/\.ya?ml$/i.test(entry.fileName)) continue;
    // A character has one byte at least, and yauzl holds each file to the size that is stated here.
    if (entry.uncompressedSize > MAX_RULE) {
      collector.skip('tooLarge');
      continue;
    }
    unpacked += entry.uncompressedSize;
    if (unpacked > MAX_UNPACKED) {
      throw new FeedError({ address, problem: `unfolds to more than the ${MAX_UNPACKED} bytes that are allowed` });
    }
    const text = await readEntry(zip, entry);
    if (text === undefined) collector.skip('malformed');
    else await decodeSigma(text, collector, signal);
  }
}

async function* readEntries(
  bytes: Buffer,
  address: string,
): AsyncGenerator<{ readonly zip: ZipFile; readonly entry: Entry }> {
  try {
    const zip = await fromBufferPromise(bytes, { lazyEntries: true });
    if (zip.entryCount > MAX_ENTRIES) {
      throw new FeedError({ address, problem: `holds more than the ${MAX_ENTRIES} files that are allowed` });
    }
    for await (const entry of zip.eachEntry()) yield { zip, entry };
  } catch (cause) {
    if (cause instanceof FeedError) throw cause;
    throw new FeedError({ address, problem: 'is no zip archive that can be trusted', cause });
  }
}

/** One that is encrypted, packed in another way, longer than stated or broken spoils no other. */
async function readEntry(zip: ZipFile, entry: Entry): Promise<string | undefined> {
  let stream: Readable | undefined;
  try {
    stream = await zip.openReadStreamPromise(entry);
    return new TextDecoder().decode(await buffer(stream));
  } catch {
    stream?.destroy();
    return undefined;
  }
}
