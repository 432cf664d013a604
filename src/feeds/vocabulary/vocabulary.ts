/**
 * Community vocabularies: what people call techniques, groups and software in tests, detection rules and an organisation's own lists.
 * Each is asked whether it has anything new; where it cannot be asked, its last good copy on disk stands in for it.
 *
 *     address ─► fetch.ts ─► decode.ts ─► table.ts    Atomic Red Team's index, two columns   ─► phrase.ts ─► Phrase[]
 *        304 ─► copy.ts                └► archive.ts ─► sigma.ts    rules
 *
 * Nothing here knows which IDs exist: the index is built for one release of ATT&CK, and follows what is revoked there.
 */

import { hashContent } from '../content.ts';
import { describeAddress, FeedError } from '../feed-error.ts';
import type { HttpLimits } from '../http.ts';
import { readCopy, sweepCopies, type VocabularyCopy, writeCopy } from './copy.ts';
import { type Decoded, decodeVocabulary } from './decode.ts';
import { fetchVocabulary } from './fetch.ts';
import { createCollector, type Phrase, SKIP_REASONS, type Skipped } from './phrase.ts';

export interface Vocabulary extends Decoded {
  /** Fit for people to read: no credentials, no query. */
  readonly address: string;
  /** `source`: it was asked and answered, if only that nothing has changed; `disk`: the copy stands in for it. */
  readonly origin: 'source' | 'disk';
  /** When the source last confirmed it, in ms since 1970. */
  readonly asOf: number;
  /** Why its source cannot be read, or why the disk does not hold it. */
  readonly problem: FeedError | undefined;
}

export interface Vocabularies {
  /** Of all vocabularies, MAX_PHRASES at most, each text once with the IDs of all. */
  readonly phrases: readonly Phrase[];
  /** Tells two results apart: equal where the phrases are. */
  readonly digest: string;
  /** In the order of their addresses, without those in `failures`. */
  readonly vocabularies: readonly Vocabulary[];
  /** Of the addresses from which there is nothing, not even a copy. */
  readonly failures: readonly FeedError[];
  /** Summed over all, with what is beyond the overall limit. */
  readonly skipped: Skipped;
}

export interface VocabularyLimits extends HttpLimits {
  /** For decoding, in ms: all Sigma rules take two seconds, in slices of half a millisecond. */
  readonly decode: number;
}

export interface VocabularyOptions {
  readonly dataDir: string;
  readonly signal: AbortSignal;
  /** Those that differ from the defaults. */
  readonly limits?: Partial<VocabularyLimits> | undefined;
  readonly now?: (() => number) | undefined;
}

const DECODE_LIMIT = 60_000;

/**
 * @param address http(s) or the path of a file; its format is told by what it holds
 * @throws FeedError where there is neither an answer nor a copy
 * @throws the signal's reason once it is aborted
 */
export async function readVocabulary(address: string, options: VocabularyOptions): Promise<Vocabulary> {
  const { dataDir, signal, limits, now = Date.now } = options;
  const asOf = now();
  const copy = await readCopy(dataDir, address).catch(dropFault);
  try {
    const fetched = await fetchVocabulary(address, copy?.validators, signal, limits);
    const fresh =
      fetched.kind === 'new'
        ? { ...(await decodeInTime(fetched.bytes, address, options)), validators: fetched.validators, asOf }
        : copy && { ...copy, asOf };
    if (!fresh) throw new FeedError({ address, problem: 'answered 304 to an unconditional request' });
    const problem = await writeCopy(dataDir, address, fresh).then(() => undefined, faultOf);
    return describe(address, fresh, 'source', problem);
  } catch (error) {
    signal.throwIfAborted();
    const problem = faultOf(error);
    if (copy) return describe(address, copy, 'disk', problem);
    throw problem;
  }
}

/**
 * Reads all at once: one that fails or dawdles hinders no other. Copies of addresses that are not among these are removed.
 *
 * @throws the signal's reason once it is aborted
 */
export async function readVocabularies(
  addresses: readonly string[],
  options: VocabularyOptions,
): Promise<Vocabularies> {
  await sweepCopies(options.dataDir, addresses).catch(dropFault);
  const outcomes = await Promise.all(addresses.map((address) => readVocabulary(address, options).catch(faultOf)));
  return merge(outcomes);
}

/** What the disk holds, without asking anyone: a start need not wait for the net. `failures` are copies that are damaged. */
export async function readKeptVocabularies(addresses: readonly string[], dataDir: string): Promise<Vocabularies> {
  const outcomes = await Promise.all(
    addresses.map(async (address) => {
      const copy = await readCopy(dataDir, address).catch(faultOf);
      return copy && !(copy instanceof FeedError) ? describe(address, copy, 'disk', undefined) : copy;
    }),
  );
  return merge(outcomes.filter((outcome) => outcome !== undefined));
}

async function decodeInTime(bytes: Buffer, address: string, { signal, limits }: VocabularyOptions): Promise<Decoded> {
  const most = limits?.decode ?? DECODE_LIMIT;
  const deadline = AbortSignal.timeout(most);
  try {
    return await decodeVocabulary(bytes, address, AbortSignal.any([signal, deadline]));
  } catch (cause) {
    signal.throwIfAborted();
    if (cause !== deadline.reason) throw cause;
    throw new FeedError({ address, problem: `takes longer than ${most / 1000} s to read`, cause });
  }
}

function describe(
  address: string,
  { kind, phrases, skipped, asOf }: VocabularyCopy,
  origin: Vocabulary['origin'],
  problem: FeedError | undefined,
): Vocabulary {
  return { address: describeAddress(address), kind, phrases, skipped, asOf, origin, problem };
}

function merge(outcomes: readonly (Vocabulary | FeedError)[]): Vocabularies {
  const collector = createCollector();
  const vocabularies = outcomes.flatMap((outcome) => (outcome instanceof FeedError ? [] : [outcome]));
  for (const vocabulary of vocabularies) {
    for (const { text, ids } of vocabulary.phrases) collector.add(text, ids);
    for (const reason of SKIP_REASONS) collector.skip(reason, vocabulary.skipped[reason]);
  }
  const { phrases, skipped } = collector.collect();
  return {
    phrases,
    digest: hashContent(Buffer.from(JSON.stringify(phrases))),
    vocabularies,
    failures: outcomes.filter((outcome) => outcome instanceof FeedError),
    skipped,
  };
}

/** Only what this folder tells of is a fault of the vocabulary's; anything else is one of this program's, or the signal's reason. */
function faultOf(error: unknown): FeedError {
  if (error instanceof FeedError) return error;
  throw error;
}

/** A copy that cannot be read or swept is fetched anew, or stays. */
function dropFault(error: unknown): undefined {
  faultOf(error);
}
