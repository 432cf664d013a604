/** What a domain stands on, and when its feeds are asked next. */

import type { Domain } from '../attack/domain.ts';
import type { Summary } from '../attack/summary.ts';
import type { Known } from '../feeds/feed.ts';
import { FeedError } from '../feeds/feed-error.ts';
import type { Place } from '../feeds/source.ts';
import type { Copy } from '../search/catalog.ts';

export interface Standing {
  readonly copy: Copy;
  readonly summary: Summary;
  readonly place: Place;
  /** Of what is at that place. */
  readonly sha256: string;
  readonly known: Known | undefined;
  /** In ms since 1970. */
  readonly dueAt: number;
  /** Failed attempts in a row. */
  readonly attempts: number;
  /** For people to read. */
  readonly problem: string | undefined;
}

/** @param retryAt the earliest that a feed allows, in ms since 1970 */
export function countFailure(before: Standing, problem: string | undefined, retryAt = 0): Standing {
  return { ...before, attempts: before.attempts + 1, dueAt: retryAt, problem };
}

/** The bundle can no longer be read where it was: whichever a feed has is fetched, even the same again. */
export function forgetBundle(before: Standing, fault: string): Standing {
  const known = before.known && { address: before.known.address, release: undefined, listed: undefined, sha256: '' };
  return { ...countFailure(before, describeFault(before.place, fault).message), known };
}

/** @param fault what is wrong with the place, as the end of a sentence that begins with it */
export function describeFault(place: Place, fault: string): FeedError {
  return new FeedError({ address: place.kind === 'bytes' ? 'the copy in memory' : place.path, problem: fault });
}

export function listErrors(standing: ReadonlyMap<Domain, Standing>) {
  return [...standing].flatMap(([domain, { problem }]) => (problem === undefined ? [] : { domain, message: problem }));
}

export function listMessages(failures: readonly Error[], ...more: readonly (Error | undefined)[]): string | undefined {
  return [...failures, ...more].flatMap((error) => error?.message ?? []).join('; ') || undefined;
}
