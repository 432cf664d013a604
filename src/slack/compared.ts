/** What a question about two releases needs before it can be answered: the releases, which may take a download, and what differs. */

import { type Compared, domainsToCompare, isNamed, orderReleases, releaseBefore } from '../reply/changes/compared.ts';
import type { ComparisonQuestion } from '../reply/changes/question.ts';
import type { Question } from '../reply/question.ts';
import { numberOf } from '../reply/views/notes.ts';
import type { Catalog } from '../search/catalog.ts';
import type { Release } from '../search/comparisons.ts';
import type { Missing, Releases } from '../search/releases.ts';
import type { Deps } from './deps.ts';
import { findRelease, type OnSlow } from './find-release.ts';

type Sources = Pick<Deps, 'catalog' | 'releases' | 'comparisons'>;

/**
 * Whatever a workspace has pinned: what changed is news of ATT&CK.
 *
 * @param onSlow see `OnSlow`; told once, of the first release that takes long
 * @returns undefined at once for any other question
 */
export async function gatherCompared(
  question: Question,
  deps: Sources,
  onSlow?: OnSlow,
): Promise<Compared | undefined> {
  const asked = 'of' in question ? question.of : question;
  return asked.kind === 'changes' || asked.kind === 'diff' ? compare(asked, deps, onSlow) : undefined;
}

async function compare(asked: ComparisonQuestion, deps: Sources, onSlow: OnSlow | undefined): Promise<Compared> {
  let isTold = false;
  const tellOnce: OnSlow = async (release) => {
    if (isTold) return;
    isTold = true;
    await onSlow?.(release);
  };
  const find = (release: string) => findRelease(release, deps, tellOnce);
  const found = await findPair(asked, deps.catalog(), { ...deps.releases, find });
  if (found.kind !== 'pair') return found;
  const { a, b } = found;
  if (a.release === b.release) return { kind: 'same', release: a.release };
  const [earlier, later] = orderReleases(a, b);
  const domains = domainsToCompare(asked, earlier, later);
  if (domains.length === 0) return { kind: 'apart', from: earlier.release, to: later.release };
  const changes = await deps.comparisons.between(earlier, later, domains);
  return { kind: 'compared', comparison: { earlier: earlier.catalog, later: later.catalog, changes } };
}

type Pair =
  | { readonly kind: 'pair'; readonly a: Release; readonly b: Release }
  | Extract<Compared, { kind: 'alone' }>
  | Missing;

async function findPair({ from, to }: ComparisonQuestion, newest: Catalog, releases: Releases): Promise<Pair> {
  const number = numberOf(newest);
  const isNewest = (named: string) => number !== undefined && isNamed(number, named);
  // "v18.1" alone, where that is the newest, asks what it has changed.
  const [start, end = number] =
    to === undefined && from !== undefined && isNewest(from) ? [undefined, from] : [from, to];
  if (end === undefined) return { kind: 'alone', release: end };
  const b = isNewest(end)
    ? ({ kind: 'found', release: number ?? end, catalog: newest } as const)
    : await releases.find(end);
  if (b.kind !== 'found') return b;
  const before = start ?? releaseBefore(b.release, await releases.list());
  if (before === undefined) return { kind: 'alone', release: b.release };
  const a = await releases.find(before);
  return a.kind === 'found' ? { kind: 'pair', a, b } : a;
}
