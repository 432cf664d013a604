/** Several releases of ATT&CK: the newest is always at hand, any other is loaded when somebody asks for it. */

import type { Catalog } from './catalog.ts';

/** Why a release that somebody asked for is not there. */
export type Missing =
  /** `listed`: those that can be had, newest first. */
  | { readonly kind: 'unlisted'; readonly release: string; readonly listed: readonly string[] }
  /** `problem` is fit for people to read: no credentials, no paths. */
  | { readonly kind: 'unreachable'; readonly release: string; readonly problem: string };

export interface Releases {
  /** Such as `18.1`: each once over all domains, newest first. Those that the feeds list, and those that are at hand. Never rejects. */
  readonly list: () => Promise<readonly string[]>;
  /**
   * Never rejects. The newest, and what is held, is given at once; another may take a download.
   *
   * @param release such as `17.1`, or `17` for the last of that number
   */
  readonly find: (release: string) => Promise<ReleaseFound>;
  /** What is in memory besides the newest. */
  readonly held: () => readonly Catalog[];
}

/**
 * Of an earlier release, `catalog.copies` has the domains that have it, `catalog.refresh.errors` says why another could not be had, and no
 * copy of it ever grows old.
 */
export type ReleaseFound = { readonly kind: 'found'; readonly release: string; readonly catalog: Catalog } | Missing;
