/** What answers are made with besides the catalog: what is remembered, the other releases, and what differs between two of them. */

import type { Domain } from './attack/domain.ts';
import { createComparisons } from './comparisons.ts';
import type { Earlier } from './feeds/earlier.ts';
import type { Log } from './log.ts';
import type { Observer } from './metrics/observer.ts';
import { createBuild } from './releases/build.ts';
import { createReleases, type Shelf } from './releases/shelf.ts';
import type { Catalog } from './search/catalog.ts';
import type { Comparisons } from './search/comparisons.ts';
import { createMemory, type Memory } from './store/memory.ts';
import type { Store } from './store/store.ts';
import type { Workshop } from './workshop/workshop.ts';

export interface Kit {
  readonly memory: Memory;
  readonly releases: Shelf;
  readonly comparisons: Comparisons;
}

export interface KitOptions {
  /** The newest; undefined before there is any. */
  readonly catalog: () => Catalog | undefined;
  readonly store: Store;
  /** Where the other releases come from. */
  readonly earlier: Earlier;
  readonly workshop: Workshop;
  readonly domains: readonly Domain[];
  readonly log: Log;
  readonly observer: Observer;
}

export function createKit({ catalog, store, earlier, workshop, domains, log, observer }: KitOptions): Kit {
  const memory = createMemory(store, Date.now);
  const releases = createReleases({
    newest: catalog,
    earlier,
    domains,
    build: createBuild(workshop),
    pinned: async () => new Set([...(await memory.pins.all()).values()].map(({ release }) => release)),
    log,
    observer,
  });
  return { memory, releases, comparisons: createComparisons(catalog, observer) };
}
