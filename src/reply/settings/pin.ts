/** A release that a workspace has pinned: its answers come from that one, whatever is newer. */

import { compareReleases } from '../../attack/release.ts';
import type { Mark } from './settings.ts';

/** `by` is told, once, when a newer release is taken up. */
export interface Pin extends Mark {
  /** Such as `17.1`. */
  readonly release: string;
  /** The newest release that its person knows of: from when it was pinned, or told since. */
  readonly told: string | undefined;
}

/** What is said of a workspace's release where settings are shown. */
export interface PinState {
  readonly pin: Pin | undefined;
  /** The release that is the newest here; undefined where it does not state its number. */
  readonly newest: string | undefined;
  /** Those that can be pinned, newest first. */
  readonly listed: readonly string[];
}

/** Whether a release is news to whoever pinned an earlier one. */
export function isNews({ release, told }: Pin, newest: string): boolean {
  return compareReleases(newest, release) > 0 && (told === undefined || compareReleases(newest, told) > 0);
}
