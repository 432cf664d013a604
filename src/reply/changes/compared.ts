/** What a question about changes needs before it can be answered: two releases and what differs between them, or why they cannot be had. */

import type { Domain } from '../../attack/domain.ts';
import { compareReleases, findNamed } from '../../attack/release.ts';
import { type Comparison, type Release, sharedDomains } from '../../search/comparisons.ts';
import { findValue } from '../../search/filter/values.ts';
import { readFilters } from '../../search/filter/words.ts';
import type { Missing } from '../../search/releases.ts';
import type { ComparisonQuestion } from './question.ts';

export type Compared =
  | { readonly kind: 'compared'; readonly comparison: Comparison }
  /** There is none before it; `release` is undefined where the source does not say which it is. */
  | { readonly kind: 'alone'; readonly release: string | undefined }
  | { readonly kind: 'same'; readonly release: string }
  /** No domain that both have. */
  | { readonly kind: 'apart'; readonly from: string; readonly to: string }
  | Missing
  /** It was asked where no other release is at hand, such as in a modal. */
  | { readonly kind: 'ungathered' };

/** The newest of those that are older. @param listed newest first */
export function releaseBefore(release: string, listed: readonly string[]): string | undefined {
  return listed.find((one) => compareReleases(one, release) < 0);
}

/** Whether `named`, such as `17`, is another way to say the release. */
export function isNamed(release: string, named: string): boolean {
  return findNamed([release], named) !== undefined;
}

export function orderReleases(a: Release, b: Release): readonly [earlier: Release, later: Release] {
  return compareReleases(a.release, b.release) <= 0 ? [a, b] : [b, a];
}

/** What is compared for a question: those domains that both have, and of them those that it asks for, if it asks for some. */
export function domainsToCompare(question: ComparisonQuestion, earlier: Release, later: Release): readonly Domain[] {
  const both = sharedDomains(earlier, later);
  const typed = question.kind === 'changes' ? (question.only ?? '') : '';
  const terms = readFilters(typed).filters.filter(({ field, isNot }) => field === 'domain' && !isNot);
  const wanted = terms.map(({ value }) => findValue(later.catalog.filterValues, 'domain', value));
  // A domain that is none is told in the answer.
  if (wanted.length === 0 || wanted.includes(undefined)) return both;
  const named = both.filter((domain) => wanted.some((value) => value?.keys.has(domain)));
  return named.length === 0 ? both : named;
}
