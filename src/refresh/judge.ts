/** Whether a bundle that a feed gave takes the place of the standing copy. */

import { findLoss } from '../attack/loss.ts';
import { compareReleases } from '../attack/release.ts';
import type { Summary } from '../attack/summary.ts';
import type { Known } from '../feeds/feed.ts';

export interface Offer {
  readonly summary: Summary;
  /** The base of the feed that gave it. */
  readonly address: string;
}

/**
 * @param standing undefined where it is no measure: embedded facts, and feeds of another day. A mirror may hold less than they did on
 * purpose
 * @returns why not, for people to read; undefined where it does
 */
export function findObjection(
  { summary, address }: Offer,
  standing: { readonly summary: Summary; readonly known: Known } | undefined,
): string | undefined {
  if (!standing) return undefined;
  if (isOlder(summary.release, standing.summary.release)) {
    // A feed may be told to go back. But one that stands in for another must not take away what the other gave.
    if (address === standing.known.address) return undefined;
    return `it is release ${summary.release}, and the copy in use is ${standing.summary.release}`;
  }
  return findLoss(summary, standing.summary);
}

function isOlder(release: string | undefined, than: string | undefined): boolean {
  return release !== undefined && than !== undefined && compareReleases(release, than) < 0;
}
