/** Comparisons of two releases: a second of work, done once for all who ask. */

import { DOMAINS, type Domain } from '../attack/domain.ts';
import { compareReleases } from '../attack/release.ts';
import type { Catalog } from './catalog.ts';
import type { Changes } from './changes/change.ts';
import type { Graph } from './graph.ts';

/** A release and what it holds. */
export interface Release {
  /** Such as `18.1`. */
  readonly release: string;
  readonly catalog: Catalog;
}

/** As much of a release as is compared. */
export interface Comparable {
  readonly release: string;
  readonly catalog: Graph;
}

/** Two releases, and what differs between them. */
export interface Comparison {
  readonly earlier: Catalog;
  readonly later: Catalog;
  readonly changes: Changes;
}

export interface Comparisons {
  /**
   * In slices, so that others are answered meanwhile.
   *
   * @param domains those that both releases have, in the order of `DOMAINS`
   */
  readonly between: (earlier: Comparable, later: Comparable, domains: readonly Domain[]) => Promise<Changes>;
}

/** Those that both have of their own number: a catalog may still have an older copy of one. In the order of `DOMAINS`. */
export function sharedDomains(earlier: Release, later: Release): readonly Domain[] {
  return DOMAINS.filter((domain) => [earlier, later].every((one) => hasDomain(one, domain)));
}

function hasDomain({ release, catalog }: Release, domain: Domain): boolean {
  return catalog.copies.some(
    (copy) => copy.domain === domain && copy.release !== undefined && compareReleases(copy.release, release) === 0,
  );
}
