/**
 * Where a domain's bundle comes from, in order of trust: feed, next feed, disk copy, embedded facts. The caller judges each bundle;
 * only what it accepts is kept on disk, and after a refusal the next in line is tried.
 */

import { type DiskNote, readCopy, sweepCopies, touchCopy, writeCopy } from './disk.ts';
import { EMBEDDED_FACTS, readFacts } from './embedded/embedded.ts';
import { createFeed, type Feed, type FeedRound, type FeedRoundOptions, type Found, type Known } from './feed.ts';
import { FeedError } from './feed-error.ts';
import { createHttp, type HttpLimits } from './http.ts';

/**
 * Turns parsed JSON into what the caller works with, or throws an error whose message tells people why it is refused.
 * `address` is the base that it comes from.
 */
type Accept<T extends Stated> = (json: unknown, address: string) => T;

interface Stated {
  /** The release that the bundle itself states. */
  readonly release: string | undefined;
}

/** The best that there is without asking anyone. */
interface Start<T> {
  readonly value: T;
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
  | (Answered & { readonly kind: 'new'; readonly value: T })
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
  /**
   * @throws what `accept` throws for the embedded facts, which is a fault of this program
   */
  start<T extends Stated>(domain: string, accept: Accept<T>): Promise<Start<T>>;
  /** Whether a copy comes from a feed that is still configured. */
  isCurrent(known: Known): boolean;
  createRound(options: FeedRoundOptions): Round;
  close(): Promise<void>;
}

interface Turn {
  readonly feed: Feed;
  readonly round: FeedRound;
  readonly asOf: number;
}

/** In ms since 1970. */
interface Rest {
  readonly since: number;
  readonly until: number;
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
  const http = createHttp(limits);
  const feeds = bases.map((base) => createFeed(base, http));
  /** Feeds that asked to be left alone. Kept for a feed, not for a domain: it is the server that is tired. */
  const resting = new Map<Feed, Rest>();
  /** Bundles that were refused, by feed and domain: asked for conditionally, so that one bad release is not fetched at every attempt. */
  const refused = new Map<string, Refusal>();

  return {
    async start(domain, accept) {
      await sweepCopies(dataDir, domain).catch(() => undefined);
      const disk = await startFromDisk(dataDir, domain, accept);
      if (disk && !(disk instanceof FeedError)) return disk;
      const { json, releasedAt } = await readFacts(facts, domain);
      const value = accept(json, 'embedded');
      return { value, origin: 'embedded', address: 'embedded', asOf: releasedAt, known: undefined, problem: disk };
    },

    isCurrent: (known) => feeds.some(({ address }) => address === known.address),

    createRound(options) {
      const asOf = now();
      const turns = feeds.map((feed) => ({ feed, round: feed.createRound(options), asOf }));
      return {
        async newest(domain, known, accept) {
          const failures: FeedError[] = [];
          for (const turn of turns) {
            try {
              return { ...(await ask(turn, domain, known, accept)), failures };
            } catch (error) {
              options.signal.throwIfAborted();
              if (!(error instanceof FeedError)) throw error;
              failures.push(error);
              if (error.retryAfter) resting.set(turn.feed, { since: now(), until: now() + error.retryAfter });
            }
          }
          return { kind: 'failed', failures, retryAt: Math.min(...feeds.map((feed) => resting.get(feed)?.until ?? 0)) };
        },
      };
    },

    close: () => http.close(),
  };

  async function ask<T extends Stated>(
    { feed, round, asOf }: Turn,
    domain: string,
    known: Known | undefined,
    accept: Accept<T>,
  ) {
    const rest = resting.get(feed);
    // Before its beginning, the clock was set back since, and by it the rest would last for as much longer.
    if (rest && rest.since <= now() && now() < rest.until) {
      throw new FeedError({
        address: feed.address,
        problem: `asked to be left alone until ${new Date(rest.until).toISOString()}`,
      });
    }
    resting.delete(feed);
    const place = `${feed.address} ${domain}`;
    const refusal = refused.get(place);
    const found = await round.newest(domain, refusal?.known ?? known);
    if (found.kind === 'unchanged') {
      if (refusal) throw refusal.error;
      const problem = await keep(() => touchCopy(dataDir, domain, { known: found.known, asOf }));
      return { kind: 'unchanged', known: found.known, asOf, problem } as const;
    }
    const value = judgeOrRemember(place, found, accept);
    const note: DiskNote = { known: { ...found.known, release: value.release }, asOf };
    const problem = await keep(() => writeCopy(dataDir, domain, note, found.content.packed));
    return { kind: 'new', value, known: note.known, asOf, problem } as const;
  }

  function judgeOrRemember<T extends Stated>(place: string, { content, known }: FoundNew, accept: Accept<T>): T {
    refused.delete(place);
    try {
      return judge(known.address, content.json, accept);
    } catch (error) {
      // Without a release no index lists it: the bundle itself is asked for, and answers 304 for as long as it is the same.
      if (error instanceof FeedError) refused.set(place, { known: { ...known, release: undefined }, error });
      throw error;
    }
  }
}

/** A copy that no longer decodes, perhaps because another version of the bot wrote it, is as damaged as one with a flipped bit. */
async function startFromDisk<T extends Stated>(
  dataDir: string,
  domain: string,
  accept: Accept<T>,
): Promise<Start<T> | FeedError | undefined> {
  try {
    const copy = await readCopy(dataDir, domain);
    if (!copy) return undefined;
    const { json, asOf, known } = copy;
    const value = judge(dataDir, json, accept);
    return { value, origin: 'disk', address: known.address, asOf, known, problem: undefined };
  } catch (error) {
    if (error instanceof FeedError) return error;
    throw error;
  }
}

function judge<T extends Stated>(address: string, json: unknown, accept: Accept<T>): T {
  try {
    return accept(json, address);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FeedError({ address, problem: `holds a bundle that is refused: ${reason}`, cause });
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
