/** A feed on a server: `index.json` first, so that an unchanged release costs 30 kB, then a conditional request for the bundle. */

import { hashContent, readContent } from './content.ts';
import type { Feed, FeedRoundOptions, Found, Known } from './feed.ts';
import { describeAddress, FeedError } from './feed-error.ts';
import type { Http, Validators } from './http.ts';
import { findNewest, type Listing, listReleases } from './release.ts';

/** MITRE's is 30 kB. */
const MAX_INDEX = 4 * 1024 * 1024;

/** Of a repository's files by their branch. */
const BRANCH = /\/master\/*$/;

interface Index {
  readonly json: unknown;
  readonly validators: Validators;
}

/** @param base may carry credentials and a query: they go with every request, and into no message */
export function createHttpFeed(base: string, http: Http): Feed {
  const address = describeAddress(base);
  let remembered: Index | undefined;

  async function readIndex(signal: AbortSignal): Promise<unknown> {
    const url = locate(base, 'index.json');
    const answer = await http.get(url, { validators: remembered?.validators, signal, size: MAX_INDEX });
    switch (answer.kind) {
      case 'unchanged':
        return remembered?.json;
      case 'missing':
        remembered = undefined;
        return undefined;
      case 'body':
        remembered = { json: decodeIndex(answer.body), validators: answer.validators };
        return remembered.json;
    }
  }

  return {
    address,
    createRound({ signal, onProgress }) {
      // Kept as a promise: a server that fails to give its index is not asked again for each domain.
      let index: Promise<unknown> | undefined;
      const list = async (domain: string) => {
        index ??= readIndex(signal);
        return listReleases(await index, domain);
      };
      return {
        list,
        async read(domain, release) {
          const listed = await list(domain);
          if (listed && !listed.includes(release)) return undefined;
          for (const url of locateRelease(base, domain, release, listed !== undefined)) {
            const bytes = await download(url, domain, { signal, onProgress });
            if (bytes) return bytes;
          }
          return undefined;
        },
        async newest(domain, known) {
          index ??= readIndex(signal);
          const listing = findNewest(await index, domain);
          if (known && listing && isListed(known, listing)) return { kind: 'unchanged', known: adopt(known, address) };
          return readBundle(domain, known, listing, { signal, onProgress });
        },
      };
    },
  };

  /** @returns undefined where it is not there */
  async function download(
    url: URL,
    domain: string,
    { signal, onProgress }: FeedRoundOptions,
  ): Promise<Buffer | undefined> {
    const answer = await http.get(url, {
      signal,
      onProgress: (received, total) => onProgress?.({ domain, address, received, total }),
    });
    if (answer.kind === 'missing') return undefined;
    if (answer.kind === 'body') return answer.body;
    throw new FeedError({ address: url.href, problem: 'answered 304 to an unconditional request' });
  }

  async function readBundle(
    domain: string,
    known: Known | undefined,
    listing: Listing | undefined,
    { signal, onProgress }: FeedRoundOptions,
  ): Promise<Found> {
    const url = locate(base, `${domain}-attack/${domain}-attack.json`);
    const own = known?.address === address ? known : undefined;
    const validators = own && (own.etag || own.lastModified) ? own : undefined;
    const answer = await http.get(url, {
      validators,
      signal,
      onProgress: (received, total) => onProgress?.({ domain, address, received, total }),
    });
    const listed = listing?.modified;
    if (answer.kind === 'missing') throw new FeedError({ address: url.href, problem: `answered ${answer.status}` });
    if (answer.kind === 'unchanged') {
      if (!own) throw new FeedError({ address: url.href, problem: 'answered 304 to an unconditional request' });
      return { kind: 'unchanged', known: { ...own, listed } };
    }
    const sha256 = hashContent(answer.body);
    const found = { address, listed, sha256, ...answer.validators };
    if (known?.sha256 === sha256) return { kind: 'unchanged', known: { ...found, release: known.release } };
    return { kind: 'new', content: await readContent(answer.body, url.href), known: found };
  }
}

/**
 * The copy is compared by the release that its own bundle states: where a mirror's index runs ahead of its bundles, they differ, and
 * the conditional request decides.
 */
function isListed(known: Known, listing: Listing): boolean {
  return known.release === listing.release && known.listed === listing.modified;
}

/** A copy that this feed calls the newest is its own from then on, but for the validators: only their server understands them. */
function adopt(known: Known, address: string): Known {
  if (known.address === address) return known;
  const { release, listed, sha256 } = known;
  return { address, release, listed, sha256 };
}

/** An index that is no JSON counts as none: many static hosts answer 200 and a page for what they do not hold. */
function decodeIndex(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Where a release may lie: as a file of its own, and where nothing lists those also as a tag in the place of the branch, for such are the
 * releases of mitre/cti.
 */
function locateRelease(base: string, domain: string, release: string, isListed: boolean): readonly URL[] {
  const file = locate(base, `${domain}-attack/${domain}-attack-${release}.json`);
  const tagged = new URL(base);
  if (isListed || !BRANCH.test(tagged.pathname)) return [file];
  tagged.pathname = tagged.pathname.replace(BRANCH, `/ATT%26CK-v${release}`);
  return [file, locate(tagged.href, `${domain}-attack/${domain}-attack.json`)];
}

/** Addresses are built from the base and never taken from the index, which names MITRE's even on a mirror. */
function locate(base: string, path: string): URL {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  url.hash = '';
  return url;
}
