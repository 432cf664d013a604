/** Earlier releases, by number: which there are, and the bundle of a domain from the disk or from the feeds in their order. */

import { join } from 'node:path';
import { isRelease, sortReleases } from '../attack/release.ts';
import { type Archive, type Archived, createArchive } from './archive.ts';
import { packContent } from './content.ts';
import { readPacked } from './disk.ts';
import type { FeedRound, FeedRoundOptions } from './feed.ts';
import { FeedError } from './feed-error.ts';
import type { Line } from './line.ts';

interface Listed {
  /** Newest first. */
  readonly releases: readonly string[];
  readonly failures: readonly FeedError[];
}

/** A domain's bundle of one release. */
export interface Part extends Pick<Archived, 'domain' | 'release' | 'address' | 'packed'> {
  readonly origin: 'disk' | 'feed';
  /** In ms since 1970. */
  readonly fetchedAt: number;
}

type PartFound =
  | { readonly kind: 'found'; readonly part: Part; readonly failures: readonly FeedError[] }
  /** Every feed has answered, and none has it. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly failures: readonly FeedError[] };

export interface EarlierRound {
  /** What the feeds list for any of the domains. Never rejects but with the signal's reason. */
  readonly list: (domains: readonly string[]) => Promise<Listed>;
  /**
   * @param passed parts of that domain and release that were of no use: their places are passed over
   * @throws the round's signal's reason once it is aborted
   */
  readonly find: (domain: string, release: string, passed: readonly Part[]) => Promise<PartFound>;
}

export interface Earlier {
  readonly createRound: (options: FeedRoundOptions) => EarlierRound;
  readonly archive: Archive;
  /**
   * Keeps the standing copy of a domain before another release takes its place, and says why where that fails.
   *
   * @param by the other release, as its bundle states it
   */
  readonly retire: (domain: string, by: string | undefined) => Promise<FeedError | undefined>;
}

/**
 * @param line the feeds, which are left alone where they asked for it
 * @param dataDir where the copies of the newest lie, and the earlier ones in a folder of their own
 * @param now in ms since 1970
 */
export function createEarlier(line: Line, dataDir: string, now: () => number): Earlier {
  const archive = createArchive(join(dataDir, 'releases'), now);

  return {
    archive,

    async retire(domain, by) {
      // What cannot be read was said at the start, and is nothing to keep.
      const standing = await readPacked(dataDir, domain).catch(() => undefined);
      const release = standing?.known.release;
      if (!standing || release === undefined || release === by || !isRelease(release)) return undefined;
      const { packed, asOf, known } = standing;
      const facts = { domain, release, address: known.address, fetchedAt: asOf, askedAt: now() };
      try {
        await archive.write({ ...facts, packed });
        return undefined;
      } catch (error) {
        if (error instanceof FeedError) return error;
        throw error;
      }
    },

    createRound(options) {
      const turns = line.feeds.map((feed) => ({ feed, round: feed.createRound(options) }));

      /** Asks each feed until one gives something. */
      async function ask<T>(question: (round: FeedRound, address: string) => Promise<T | undefined>) {
        const failures: FeedError[] = [];
        for (const { feed, round } of turns) {
          try {
            const value = await line.ask(feed, () => question(round, feed.address));
            if (value !== undefined) return { value, failures };
          } catch (error) {
            options.signal.throwIfAborted();
            if (!(error instanceof FeedError)) throw error;
            failures.push(error);
          }
        }
        return { value: undefined, failures };
      }

      return {
        async list(domains) {
          const releases: string[] = [];
          const failures: FeedError[] = [];
          for (const domain of domains) {
            const asked = await ask((round) => round.list(domain));
            releases.push(...(asked.value ?? []));
            failures.push(...asked.failures);
          }
          return { releases: sortReleases(releases), failures };
        },

        async find(domain, release, passed) {
          const damages: FeedError[] = [];
          if (passed.length === 0) {
            const kept = await readKept(domain, release).catch((error: unknown) => {
              if (!(error instanceof FeedError)) throw error;
              damages.push(error);
              return undefined;
            });
            if (kept) return { kind: 'found', part: kept, failures: [] };
          }
          const tried = new Set(passed.filter(({ origin }) => origin === 'feed').map(({ address }) => address));
          const { value, failures } = await ask(async (round, address) => {
            const bytes = tried.has(address) ? undefined : await round.read(domain, release);
            return bytes && { address, packed: await packContent(bytes) };
          });
          const all = [...damages, ...failures];
          if (value) {
            const part: Part = { domain, release, origin: 'feed', fetchedAt: now(), ...value };
            return { kind: 'found', part, failures: all };
          }
          return failures.length === 0 ? { kind: 'missing' } : { kind: 'failed', failures: all };
        },
      };
    },
  };

  /** From the archive, or the copy of the newest where that is it. */
  async function readKept(domain: string, release: string): Promise<Part | undefined> {
    const archived = await archive.read(domain, release);
    if (archived) return { ...archived, origin: 'disk' };
    const standing = await readPacked(dataDir, domain);
    if (standing?.known.release !== release) return undefined;
    const { packed, asOf, known } = standing;
    return { domain, release, address: known.address, packed, origin: 'disk', fetchedAt: asOf };
  }
}
