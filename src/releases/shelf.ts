/**
 * The releases that can be answered from. The newest is the refresh's; an earlier one is loaded when somebody asks for it, and let go of
 * when nobody does any more.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { findNamed, isRelease, sortReleases } from '../attack/release.ts';
import type { Observer } from '../metrics/observer.ts';
import type { Catalog } from '../search/catalog.ts';
import type { ReleaseFound, Releases } from '../search/releases.ts';
import { type Loader, loadRelease } from './load.ts';

export interface ShelfOptions extends Omit<Loader, 'signal' | 'now'> {
  /** The catalog of the moment, if there is one. */
  readonly newest: () => Catalog | undefined;
  /** Those that somebody has pinned: kept in memory and on disk, whoever asks. */
  readonly pinned: () => Promise<ReadonlySet<string>>;
  /** In ms since 1970. */
  readonly now?: (() => number) | undefined;
  /** Looks on. */
  readonly observer?: Pick<Observer, 'loaded'> | undefined;
}

export interface Shelf extends Releases {
  /** Loads what is pinned, and lets go, from then on, of what nobody asks for. */
  readonly start: () => void;
  /** Breaks off what is under way. */
  readonly stop: () => Promise<void>;
}

interface Held {
  readonly catalog: Catalog;
  readonly askedAt: number;
  /** Until when it may stand in for what is whole. */
  readonly goodUntil: number;
}

interface Failed {
  readonly found: ReleaseFound;
  readonly until: number;
}

/** In ms. */
const MINUTE = 60_000;
const IDLE = 15 * MINUTE;
/** Half a year passes between two releases: whoever asks for one by its number may wait an hour to be told of it. */
const LIST_FRESH = 60 * MINUTE;
const DISK_SWEPT_EVERY = 60 * MINUTE;
/** After a failure, before anybody is asked again. */
const PAUSE = 30_000;
const PARTIAL_FRESH = 5 * MINUTE;
/** Whoever says "17", or asks what changed, waits so long for feeds that do not answer, and then has the last that is known. */
const LIST_PATIENCE = 5000;
const MOST_HELD = 2;
/** That wait their turn: whoever asks for ever others is not to make everybody wait. */
const MOST_LOADING = 12;

/** In the words of who asked. */
const RESULTS = { built: 'found', nowhere: 'unlisted', failed: 'unreachable' } as const;

export function createReleases({ newest, pinned, now = Date.now, observer, ...given }: ShelfOptions): Shelf {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loader: Loader = { ...given, now, signal };
  const { log, domains, earlier } = loader;
  const held = new Map<string, Held>();
  const loading = new Map<string, Promise<ReleaseFound>>();
  const failed = new Map<string, Failed>();
  let listed: { readonly releases: readonly string[]; readonly goodUntil: number } = { releases: [], goodUntil: 0 };
  let listing: Promise<void> | undefined;
  let sweeping: Promise<void> = Promise.resolve();

  return {
    list,
    find,
    held: () => [...held.values()].map(({ catalog }) => catalog),
    start() {
      sweeping = sweepAlways();
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled([sweeping, ...loading.values(), listing]);
    },
  };

  async function list(): Promise<readonly string[]> {
    if (listed.goodUntil <= now()) {
      listing ??= askFeeds().finally(() => {
        listing = undefined;
      });
      const patience = new AbortController();
      const late = sleep(LIST_PATIENCE, undefined, { signal: patience.signal, ref: false }).catch(() => undefined);
      await Promise.race([listing, late]);
      patience.abort();
    }
    return listKnown();
  }

  async function listKnown(): Promise<readonly string[]> {
    return sortReleases([
      ...listed.releases,
      ...(await earlier.archive.list()),
      ...held.keys(),
      ...releasesOf(newest()),
    ]);
  }

  async function askFeeds(): Promise<void> {
    const round = earlier.createRound({ signal });
    const { releases, failures } = await round.list(domains).catch(() => ({ releases: [], failures: [] }));
    for (const failure of failures) log.warn({ err: failure }, 'a feed does not list its releases');
    listed =
      releases.length > 0 || failures.length === 0
        ? { releases, goodUntil: now() + LIST_FRESH }
        : { ...listed, goodUntil: now() + PAUSE };
  }

  async function find(name: string): Promise<ReleaseFound> {
    const release = findNewest(name) || held.has(name) ? name : await resolve(name);
    if (release === undefined) return { kind: 'unlisted', release: name, listed: await listKnown() };
    return findNewest(release) ?? findHeld(release) ?? findPaused(release) ?? load(release);
  }

  /** Whole numbers of what is on the disk need no feed; `17` is the last that there is. */
  async function resolve(name: string): Promise<string | undefined> {
    const kept = isRelease(name) && name.includes('.') ? findNamed(await earlier.archive.list(), name) : undefined;
    if (kept !== undefined) return kept;
    return findNamed(await list(), name) ?? (isRelease(name) && name.includes('.') ? name : undefined);
  }

  /** Where the domains stand on different releases, the highest is the newest. */
  function findNewest(name: string): ReleaseFound | undefined {
    const catalog = newest();
    const [release] = releasesOf(catalog);
    if (!catalog || release === undefined || findNamed([release], name) === undefined) return undefined;
    return { kind: 'found', release, catalog };
  }

  function findHeld(release: string): ReleaseFound | undefined {
    const kept = held.get(release);
    if (!kept) return undefined;
    held.set(release, { ...kept, askedAt: now() });
    // What lacks a domain is better than waiting, and is completed for whoever asks next.
    if (kept.goodUntil <= now()) void load(release);
    return { kind: 'found', release, catalog: kept.catalog };
  }

  function findPaused(release: string): ReleaseFound | undefined {
    const last = failed.get(release);
    return last && last.until > now() ? last.found : undefined;
  }

  /** Whoever asks while it is under way waits for the same; others wait their turn, for each takes hundreds of megabytes on its way. */
  function load(release: string): Promise<ReleaseFound> | ReleaseFound {
    const underWay = loading.get(release);
    if (underWay) return underWay;
    if (loading.size >= MOST_LOADING)
      return { kind: 'unreachable', release, problem: 'Too many others are being loaded' };
    const before = Promise.allSettled(loading.values());
    const mine = before.then(() => loadNow(release)).finally(() => loading.delete(release));
    loading.set(release, mine);
    return mine;
  }

  async function loadNow(release: string): Promise<ReleaseFound> {
    const loaded = await loadRelease(release, loader).catch((error: unknown) => {
      if (signal.aborted) return { kind: 'failed', problem: 'The bot is stopping' } as const;
      log.error({ release, err: error }, 'a release could not be loaded, on a fault of the bot');
      return { kind: 'failed', problem: 'The fault is the bot’s; its log says more' } as const;
    });
    failed.delete(release);
    if (!signal.aborted) observer?.loaded(RESULTS[loaded.kind]);
    switch (loaded.kind) {
      case 'built':
        return hold(release, loaded.catalog, loaded.isWhole ? Number.POSITIVE_INFINITY : now() + PARTIAL_FRESH);
      case 'nowhere':
        return remember({ kind: 'unlisted', release, listed: await list() });
      case 'failed': {
        const partial = held.get(release);
        if (partial) return hold(release, partial.catalog, now() + PARTIAL_FRESH);
        return remember({ kind: 'unreachable', release, problem: loaded.problem });
      }
    }
  }

  async function hold(release: string, catalog: Catalog, goodUntil: number): Promise<ReleaseFound> {
    held.set(release, { catalog, askedAt: now(), goodUntil });
    await letGo();
    return { kind: 'found', release, catalog };
  }

  function remember(found: ReleaseFound): ReleaseFound {
    for (const [release, { until }] of failed) if (until <= now()) failed.delete(release);
    failed.set(found.release, { found, until: now() + PAUSE });
    return found;
  }

  async function sweepAlways(): Promise<void> {
    const wanted = await readPinned();
    await Promise.all([...wanted].map(find));
    for (let sweptAt = Number.NEGATIVE_INFINITY; !signal.aborted; ) {
      await letGo();
      if (now() - sweptAt >= DISK_SWEPT_EVERY) {
        sweptAt = now();
        await earlier.archive.sweep(await readPinned()).catch((error: unknown) => {
          log.warn({ err: error }, 'earlier releases on disk are not swept');
        });
      }
      await sleep(MINUTE, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Nothing of what is pinned; else what is idle, and what was asked for longest ago where they are too many. */
  async function letGo(): Promise<void> {
    const wanted = await readPinned();
    const others = [...held].filter(([release]) => !wanted.has(release));
    const byQuestion = others.toSorted(([, a], [, b]) => b.askedAt - a.askedAt);
    for (const [at, [release, { askedAt }]] of byQuestion.entries())
      if (at >= MOST_HELD || now() - askedAt > IDLE) held.delete(release);
  }

  /** Where that is not known just now, all that is held counts as pinned. */
  function readPinned(): Promise<ReadonlySet<string>> {
    return pinned().catch((error: unknown) => {
      log.warn({ err: error }, 'which releases are pinned is not known');
      return new Set(held.keys());
    });
  }
}

/** Newest first. */
function releasesOf(catalog: Catalog | undefined): readonly string[] {
  return sortReleases((catalog?.copies ?? []).flatMap(({ release }) => release ?? []));
}
