/**
 * Where a domain's bundle comes from, in order of trust: feed, next feed, disk copy, embedded facts. The caller judges each bundle;
 * only what it accepts is kept on disk, and after a refusal the next in line is tried.
 */

import type { Content } from './content.ts';
import { type DiskNote, findCopy, sweepCopies, touchCopy, writeCopy } from './disk.ts';
import { createEarlier, type Earlier } from './earlier.ts';
import { EMBEDDED_FACTS, noteFacts } from './embedded/embedded.ts';
import type { Feed, FeedRound, FeedRoundOptions, Found, Known } from './feed.ts';
import { FeedError } from './feed-error.ts';
import type { Http, HttpLimits } from './http.ts';
import { createLine } from './line.ts';

/** Reads a bundle and judges it. `address` is the base that it comes from. Rejects on a fault of the program alone. */
type Accept<T extends Stated> = (content: Content, address: string) => Promise<Verdict<T>>;

export type Verdict<T> =
  | { readonly kind: 'accepted'; readonly value: T }
  /** `reason` tells people why. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Where a domain's knowledge is read from. */
export type Place =
  /** A bundle, gzipped, that the disk does not hold. */
  | { readonly kind: 'bytes'; readonly packed: Uint8Array<ArrayBuffer> }
  /** The same in a file. `sha256`: of the bytes once unpacked. */
  | { readonly kind: 'file'; readonly path: string; readonly sha256: string }
  | { readonly kind: 'facts'; readonly path: string };

interface Stated {
  /** The release that the bundle itself states. */
  readonly release: string | undefined;
}

/** The best that there is without asking anyone. */
export interface Start {
  readonly place: Place;
  /** Of what is at that place: it tells one copy from another. */
  readonly sha256: string;
  readonly origin: 'disk' | 'embedded';
  /** The base of the feed that it once came from; `embedded` for facts. */
  readonly address: string;
  /** In ms since 1970; for embedded facts, when their release was published. */
  readonly asOf: number;
  /** Undefined for embedded facts: any bundle holds more than they do. */
  readonly known: Known | undefined;
  /** Why the disk copy, though there is one, is not used. */
  readonly problem: FeedError | undefined;
}

interface Asked {
  /** The feeds that failed, in the order in which they were asked. */
  readonly failures: readonly FeedError[];
}

interface Answered extends Asked {
  readonly known: Known;
  /** When the round began that asked the feed, in ms since 1970: the same for all of its domains, so that they fall due together. */
  readonly asOf: number;
  /** Why the disk does not hold it. */
  readonly problem: FeedError | undefined;
}

export type News<T> =
  | (Answered & { readonly kind: 'unchanged' })
  | (Answered & { readonly kind: 'new'; readonly value: T; readonly place: Place })
  /** `retryAt`: until then each feed asked to be left alone, in ms since 1970; 0 where one did not. */
  | (Asked & { readonly kind: 'failed'; readonly retryAt: number });

export interface Round {
  /**
   * Asks the feeds in their order until one has something to use.
   *
   * @param known the standing copy; undefined where there are only embedded facts
   * @throws the round's signal's reason once it is aborted
   */
  newest<T extends Stated>(domain: string, known: Known | undefined, accept: Accept<T>): Promise<News<T>>;
}

export interface Source {
  /** The disk copy, of which only the note is read, or the embedded facts. */
  start(domain: string): Promise<Start>;
  /** @param problem why the disk copy is not used */
  startFromFacts(problem: FeedError): Promise<Start>;
  /** Whether a copy comes from a feed that is still configured. */
  isCurrent(known: Known): boolean;
  createRound(options: FeedRoundOptions): Round;
  /** The other releases, from the same feeds. */
  readonly earlier: Earlier;
  close(): Promise<void>;
}

interface Turn {
  readonly feed: Feed;
  readonly round: FeedRound;
  readonly asOf: number;
}

interface Refusal {
  readonly known: Known;
  readonly error: FeedError;
}

type FoundNew = Extract<Found, { readonly kind: 'new' }>;

export interface SourceOptions {
  /** In the order in which they are asked: http(s) bases or folders. */
  readonly feeds: readonly string[];
  readonly dataDir: string;
  /** Those that differ from the defaults of `http.ts`. */
  readonly limits?: Partial<HttpLimits> | undefined;
  /** The file of embedded facts, as a path. */
  readonly facts?: string | undefined;
  readonly now?: (() => number) | undefined;
}

export function createSource({
  feeds: bases,
  dataDir,
  limits,
  facts = EMBEDDED_FACTS,
  now = Date.now,
}: SourceOptions): Source {
  let http: Promise<Http> | undefined;
  const openHttp = async () => (await import('./http.ts')).createHttp(limits);
  const line = createLine(bases, () => (http ??= openHttp()), now);
  const earlier = createEarlier(line, dataDir, now);
  /** Bundles that were refused, by feed and domain: asked for conditionally, so that one bad release is not fetched at every attempt. */
  const refused = new Map<string, Refusal>();

  return {
    async start(domain) {
      await sweepCopies(dataDir, domain).catch(() => undefined);
      try {
        const copy = await findCopy(dataDir, domain);
        if (!copy) return await startFromFacts(undefined);
        const { path, asOf, known } = copy;
        const place = { kind: 'file', path, sha256: known.sha256 } as const;
        return { place, sha256: known.sha256, origin: 'disk', address: known.address, asOf, known, problem: undefined };
      } catch (error) {
        if (error instanceof FeedError) return startFromFacts(error);
        throw error;
      }
    },

    startFromFacts,

    isCurrent: (known) => line.feeds.some(({ address }) => address === known.address),

    createRound(options) {
      const asOf = now();
      const turns = line.feeds.map((feed) => ({ feed, round: feed.createRound(options), asOf }));
      return {
        async newest(domain, known, accept) {
          const failures: FeedError[] = [];
          for (const turn of turns) {
            try {
              const answered = await line.ask(turn.feed, () => ask(turn, domain, known, accept));
              return { ...answered, failures };
            } catch (error) {
              options.signal.throwIfAborted();
              if (!(error instanceof FeedError)) throw error;
              failures.push(error);
            }
          }
          return { kind: 'failed', failures, retryAt: line.restsUntil() };
        },
      };
    },

    earlier,

    close: async () => (await http)?.close(),
  };

  async function startFromFacts(problem: FeedError | undefined): Promise<Start> {
    const { releasedAt: asOf, sha256 } = await noteFacts(facts);
    const place = { kind: 'facts', path: facts } as const;
    return { place, sha256, origin: 'embedded', address: 'embedded', asOf, known: undefined, problem };
  }

  async function ask<T extends Stated>(
    { feed, round, asOf }: Turn,
    domain: string,
    known: Known | undefined,
    accept: Accept<T>,
  ) {
    const shelf = `${feed.address} ${domain}`;
    const refusal = refused.get(shelf);
    const found = await round.newest(domain, refusal?.known ?? known);
    if (found.kind === 'unchanged') {
      if (refusal) throw refusal.error;
      const problem = await keep(() => touchCopy(dataDir, domain, { known: found.known, asOf }));
      return { kind: 'unchanged', known: found.known, asOf, problem } as const;
    }
    const value = await judge(shelf, found, accept);
    const note: DiskNote = { known: { ...found.known, release: value.release }, asOf };
    const retired = await earlier.retire(domain, value.release);
    const { packed, sha256 } = found.content;
    let path: string | undefined;
    const unkept = await keep(async () => {
      path = await writeCopy(dataDir, domain, note, packed);
    });
    // Where the disk does not hold it, memory has to: it is read again for each catalog that is built.
    const kept: Place = path === undefined ? { kind: 'bytes', packed } : { kind: 'file', path, sha256 };
    return { kind: 'new', value, place: kept, known: note.known, asOf, problem: unkept ?? retired } as const;
  }

  async function judge<T extends Stated>(shelf: string, { content, known }: FoundNew, accept: Accept<T>): Promise<T> {
    refused.delete(shelf);
    const verdict = await accept(content, known.address);
    if (verdict.kind === 'accepted') return verdict.value;
    const error = new FeedError({
      address: known.address,
      problem: `holds a bundle that is refused: ${verdict.reason}`,
    });
    // Without a release no index lists it: the bundle itself is asked for, and answers 304 for as long as it is the same.
    refused.set(shelf, { known: { ...known, release: undefined }, error });
    throw error;
  }
}

/** A full or read-only disk costs the next start its copy, and this one nothing. */
async function keep(write: () => Promise<void>): Promise<FeedError | undefined> {
  try {
    await write();
    return undefined;
  } catch (error) {
    if (error instanceof FeedError) return error;
    throw error;
  }
}
