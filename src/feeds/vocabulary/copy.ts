/** The last good phrases of each vocabulary on disk, one small file by its address, so that a start without network has them still. */

import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hashContent, parseJson } from '../content.ts';
import { describeAddress, FeedError } from '../feed-error.ts';
import { readIfThere, replaceFile, reportWrite } from '../files.ts';
import type { Validators } from '../http.ts';
import { type Decoded, VOCABULARY_KINDS } from './decode.ts';
import { createCollector, SKIP_REASONS, type Skipped } from './phrase.ts';

export interface VocabularyCopy extends Decoded {
  readonly validators: Validators;
  /** When its source last confirmed it, in ms since 1970. */
  readonly asOf: number;
}

/** Raised when the file's meaning changes, or what is taken from a source does: copies of another version are fetched anew. */
const FORMAT = 2;

/** The last moment that a Date can hold, in ms (ECMA-262, section 21.4.1.1). */
const END_OF_TIME = 8.64e15;

const count = z.number().int().min(0);
const file = z.object({
  format: z.literal(FORMAT),
  kind: z.enum(VOCABULARY_KINDS),
  asOf: z.number().min(0).max(END_OF_TIME),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  skipped: z.record(z.enum(SKIP_REASONS), count),
  /** The text, and its IDs with a space between them. */
  phrases: z.array(z.tuple([z.string(), z.string()])).min(1),
});

/**
 * @param address as configured; two that differ in nothing but their query are two vocabularies
 * @returns undefined where there is none
 * @throws FeedError when what is there is damaged
 */
export async function readCopy(dir: string, address: string): Promise<VocabularyCopy | undefined> {
  const path = join(dir, nameFile(address));
  const bytes = await readIfThere(path);
  if (!bytes) return undefined;
  const parsed = file.safeParse(parseJson(bytes, path));
  const collector = createCollector();
  for (const [text, ids] of parsed.data?.phrases ?? []) collector.add(text, ids.split(' '));
  const { phrases } = collector.collect();
  if (!parsed.success || phrases.length < parsed.data.phrases.length) {
    throw new FeedError({ address: path, problem: 'is damaged' });
  }
  const { kind, asOf, etag, lastModified, skipped } = parsed.data;
  return { kind, phrases, skipped: skipped satisfies Skipped, asOf, validators: { etag, lastModified } };
}

/**
 * Replaces an address's copy.
 *
 * @throws FeedError when it cannot be kept; what was there before is then still there
 */
export async function writeCopy(dir: string, address: string, copy: VocabularyCopy): Promise<void> {
  const { kind, asOf, validators, skipped, phrases } = copy;
  const pairs = phrases.map(({ text, ids }) => [text, ids.join(' ')]);
  const content = {
    format: FORMAT,
    // For whoever looks into the folder: the name is a hash, and the address may carry a secret.
    address: describeAddress(address),
    kind,
    asOf,
    ...validators,
    skipped,
    phrases: pairs,
  };
  await reportWrite(dir, async () => {
    await mkdir(dir, { recursive: true });
    await replaceFile(dir, nameFile(address), Buffer.from(`${JSON.stringify(content)}\n`));
  });
}

/**
 * Removes the copies of addresses that are no longer configured, and what a crash left behind. Call it before anything is written: one
 * process owns the folder.
 *
 * @throws FeedError
 */
export async function sweepCopies(dir: string, addresses: readonly string[]): Promise<void> {
  const current = new Set(addresses.map(nameFile));
  await reportWrite(dir, async () => {
    const names = await readdir(dir).catch(() => []);
    const stale = names.filter((name) => /^vocabulary-[0-9a-f]{16}\.json(?:\.tmp)?$/.test(name) && !current.has(name));
    for (const name of stale) await rm(join(dir, name), { force: true });
  });
}

function nameFile(address: string): string {
  return `vocabulary-${hashContent(Buffer.from(address)).slice(0, 16)}.json`;
}
