/** Compares releases for whoever asks, and keeps the last few comparisons: people turn pages. */

import { setImmediate as pause } from 'node:timers/promises';
import type { Domain } from './attack/domain.ts';
import type { Observer } from './metrics/observer.ts';
import type { Catalog } from './search/catalog.ts';
import type { Changes } from './search/changes/change.ts';
import type { Side } from './search/changes/find-changes.ts';
import type { Comparable, Comparisons } from './search/comparisons.ts';
import type { Graph } from './search/graph.ts';
import { runInSlices } from './search/slices.ts';

/** Each keeps its two releases in memory. */
const MOST_KEPT = 3;
/** In ms after the last question; whoever asks later waits again. */
const KEPT_FOR = 15 * 60_000;

interface Kept {
  readonly earlier: Graph;
  readonly later: Graph;
  readonly domains: string;
  readonly changes: Promise<Changes>;
}

/** @param newest the catalog of the moment: once another release is taken up, all that was compared is forgotten */
export function createComparisons(
  newest: () => Catalog | undefined,
  observer?: Pick<Observer, 'compared'>,
): Comparisons {
  let kept: readonly Kept[] = [];
  let contents: Catalog['byStixId'] | undefined;
  let idle: NodeJS.Timeout | undefined;
  const forget = () => {
    kept = [];
  };
  return {
    between(earlier, later, domains) {
      if (newest()?.byStixId !== contents) forget();
      contents = newest()?.byStixId;
      clearTimeout(idle);
      idle = setTimeout(forget, KEPT_FOR).unref();
      const known = kept.find(
        (one) => holdsSame(one.earlier, earlier) && holdsSame(one.later, later) && one.domains === domains.join(),
      );
      const found = known ?? watch(keep(earlier, later, domains));
      kept = [found, ...kept.filter((one) => one !== found)].slice(0, MOST_KEPT);
      return found.changes;
    },
  };

  function watch(found: Kept): Kept {
    found.changes.then(
      () => observer?.compared('ok'),
      () => {
        observer?.compared('failed');
        // Whoever asks after a failure has it tried again.
        kept = kept.filter((one) => one !== found);
      },
    );
    return found;
  }
}

function keep(earlier: Comparable, later: Comparable, domains: readonly Domain[]): Kept {
  const changes = compare(earlier, later, domains);
  return { earlier: earlier.catalog, later: later.catalog, domains: domains.join(), changes };
}

/** News about where a catalog comes from make another catalog of the same contents. */
function holdsSame(catalog: Graph, release: Comparable): boolean {
  return catalog.byStixId === release.catalog.byStixId;
}

async function compare(earlier: Comparable, later: Comparable, domains: readonly Domain[]): Promise<Changes> {
  const { findChanges } = await import('./search/changes/find-changes.ts');
  const work = findChanges(sideOf(earlier), sideOf(later), domains);
  const changes = await runInSlices(work, {
    pause,
    signal: new AbortController().signal,
    now: () => performance.now(),
  });
  if (!changes) throw new Error('a comparison was broken off');
  return changes;
}

function sideOf({ release, catalog }: Comparable): Side {
  return { release, graph: catalog };
}
