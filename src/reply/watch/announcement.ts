/** Whether a channel hears of a release, and of what. */

import type { Domain } from '../../attack/domain.ts';
import { type Entry, isSubscribed, listWatched } from './subscription.ts';
import { type Comparison, findTouches, type Touch } from './touches.ts';

/** The domains that had one release before. */
export interface Upgrade {
  readonly from: string;
  readonly domains: readonly Domain[];
}

/** A release that was taken up, compared with what each of its domains had before. */
export interface Taken {
  /** Such as `19.0`. */
  readonly release: string;
  readonly upgrades: readonly Upgrade[];
  /** One for each upgrade, as far as the release before can be had. */
  readonly comparisons: readonly Comparison[];
  /** For people to read, without a full stop: why it cannot, or not for all domains. */
  readonly problem: string | undefined;
}

export interface Announcement extends Taken {
  readonly isSubscribed: boolean;
  readonly isWatching: boolean;
  readonly touches: readonly Touch[];
}

/**
 * In steps. Who subscribed to releases hears of each; who watches hears of those that touch the list, and of those of which that is not known.
 *
 * @returns undefined for who hears nothing
 */
export function* decide(entries: readonly Entry[], taken: Taken): Generator<void, Announcement | undefined> {
  const touches = yield* findTouches(entries, taken.comparisons);
  const told = isSubscribed(entries);
  const isWatching = listWatched(entries).length > 0;
  const isUnsure = isWatching && taken.problem !== undefined;
  return told || isUnsure || touches.length > 0 ? { ...taken, isSubscribed: told, isWatching, touches } : undefined;
}
