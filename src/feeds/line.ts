/** The feeds in the order in which they are asked, and which of them asked to be left alone. */

import { createFeed, type Feed } from './feed.ts';
import { FeedError } from './feed-error.ts';
import type { Http } from './http.ts';

export interface Line {
  readonly feeds: readonly Feed[];
  /**
   * Asks a feed, unless it wants to be left alone.
   *
   * @throws FeedError, as `question` does
   */
  readonly ask: <T>(feed: Feed, question: () => Promise<T>) => Promise<T>;
  /** Until when each feed asked to be left alone, in ms since 1970; 0 where one did not. */
  readonly restsUntil: () => number;
}

/** In ms since 1970. */
interface Rest {
  readonly since: number;
  readonly until: number;
}

/**
 * @param bases http(s) addresses or folders
 * @param now in ms since 1970
 */
export function createLine(bases: readonly string[], http: () => Promise<Http>, now: () => number): Line {
  const feeds = bases.map((base) => createFeed(base, http));
  /** Kept for a feed, not for a domain or a release: it is the server that is tired. */
  const resting = new Map<Feed, Rest>();
  return {
    feeds,

    async ask(feed, question) {
      const rest = resting.get(feed);
      // Before its beginning, the clock was set back since, and by it the rest would last for as much longer.
      if (rest && rest.since <= now() && now() < rest.until) {
        throw new FeedError({
          address: feed.address,
          problem: `asked to be left alone until ${new Date(rest.until).toISOString()}`,
        });
      }
      resting.delete(feed);
      try {
        return await question();
      } catch (error) {
        if (error instanceof FeedError && error.retryAfter) {
          resting.set(feed, { since: now(), until: now() + error.retryAfter });
        }
        throw error;
      }
    },

    restsUntil: () => Math.min(...feeds.map((feed) => resting.get(feed)?.until ?? 0)),
  };
}
