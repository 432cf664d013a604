/** One place to get ATT&CK from, a server or a folder, behind one question: is there anything newer than what we have? */

import { lazy } from '../lazy.ts';
import type { Content } from './content.ts';
import { describeAddress, isHttpAddress } from './feed-error.ts';
import type { Http, Validators } from './http.ts';

/** What is remembered of a copy, so that its feed can be asked whether it is still the newest. */
export interface Known extends Validators {
  /** The feed's base, fit for people to read. */
  readonly address: string;
  /** The release that the bundle itself states; undefined in the STIX 2.0 form. */
  readonly release: string | undefined;
  /** The index's date of the release when the copy was fetched or last compared. */
  readonly listed: string | undefined;
  /** Of the bundle's bytes, decompressed. */
  readonly sha256: string;
}

export type Found =
  | { readonly kind: 'unchanged'; readonly known: Known }
  /** `known.release` waits for the bundle to be read. */
  | { readonly kind: 'new'; readonly content: Content; readonly known: Omit<Known, 'release'> };

export interface Progress {
  readonly domain: string;
  /** The feed's base. */
  readonly address: string;
  /** Bytes on the wire; 0 opens a download. */
  readonly received: number;
  readonly total: number | undefined;
}

/** One pass over the domains: what holds for all of them is asked once. */
export interface FeedRound {
  /**
   * @param domain such as `enterprise`
   * @param known the standing copy, whichever feed it came from; undefined where there is none, or only embedded facts
   * @throws FeedError
   * @throws the round's signal's reason once it is aborted
   */
  newest(domain: string, known: Known | undefined): Promise<Found>;
  /**
   * The releases of a domain, newest first; undefined where the feed has no list: whether it has a release shows when that is asked for.
   *
   * @throws as `newest`
   */
  list(domain: string): Promise<readonly string[] | undefined>;
  /**
   * The bytes of one release's bundle, gzipped; undefined where the feed does not have it.
   *
   * @param release one for which `isRelease` holds
   * @throws as `newest`
   */
  read(domain: string, release: string): Promise<Buffer<ArrayBuffer> | undefined>;
}

export interface FeedRoundOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface Feed {
  /** Fit for people to read: no credentials, no query. */
  readonly address: string;
  createRound(options: FeedRoundOptions): FeedRound;
}

/** @param base an http(s) address or a folder, holding `<domain>-attack/<domain>-attack.json` and perhaps `index.json` */
export function createFeed(base: string, http: () => Promise<Http>): Feed {
  // Loaded when it is first asked: a start from a disk copy asks none.
  const feed = lazy(async () =>
    isHttpAddress(base)
      ? (await import('./http-feed.ts')).createHttpFeed(base, await http())
      : (await import('./folder-feed.ts')).createFolderFeed(base),
  );
  return {
    address: describeAddress(base),
    createRound(options) {
      const round = lazy(async () => (await feed()).createRound(options));
      return {
        newest: async (domain, known) => (await round()).newest(domain, known),
        list: async (domain) => (await round()).list(domain),
        read: async (domain, release) => (await round()).read(domain, release),
      };
    },
  };
}
