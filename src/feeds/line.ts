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

/**
 * @param bases http(s) addresses or folders
 * @param now in ms since 1970
 */
export function createLine(bases: readonly string[], http: Http, now: () => number): Line {
  const feeds = bases.map((base) => createFeed(base, http));
  /** Kept for a feed, not for a domain or a release: it is the server that is tired. */
  const resting = new Map<Feed, number>();
  return {
    feeds,

    async ask(feed, question) {
      const rested = resting.get(feed) ?? 0;
      if (rested > now()) {
        throw new FeedError({
          address: feed.address,
          problem: `asked to be left alone until ${new Date(rested).toISOString()}`,
        });
      }
      resting.delete(feed);
      try {
        return await question();
      } catch (error) {
        if (error instanceof FeedError && error.retryAfter) resting.set(feed, now() + error.retryAfter);
        throw error;
      }
    },

    restsUntil: () => Math.min(...feeds.map((feed) => resting.get(feed) ?? 0)),
  };
}
