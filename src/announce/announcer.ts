/**
 * The outbound flow: a release is taken up → what is new in it → who is told what → each channel gets one message, once.
 *
 * A release of a domain counts as announced when every channel has its message, or will never take one. Until then whoever runs goes on
 * with it, another replica or this bot after a restart: what a channel got stands in the store, and is claimed before it is posted.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { Observer } from '../metrics/observer.ts';
import type { Courier } from '../reply/watch/delivery.ts';
import type { Catalog } from '../search/catalog.ts';
import type { Comparisons } from '../search/comparisons.ts';
import type { Releases } from '../search/releases.ts';
import type { Memory } from '../store/memory.ts';
import { createHeld, findNews, type News } from './news.ts';
import { tellAll } from './tell.ts';

export interface Announcer {
  /** Of every catalog that is published; what counts is what a round of refreshes leaves behind. Returns at once. */
  readonly take: (catalog: Catalog) => void;
  /** Once Slack can be reached: what was taken before is announced then. */
  readonly start: () => void;
  /** Breaks off between two messages. */
  readonly stop: () => Promise<void>;
}

export interface AnnouncerOptions {
  readonly memory: Pick<Memory, 'subscriptions' | 'announcements'>;
  /** For the release before, where it was not seen by this process. */
  readonly releases: Pick<Releases, 'find'>;
  readonly comparisons: Comparisons;
  readonly courier: Courier;
  readonly log: Log;
  /** The clock, in ms since 1970. */
  readonly now: () => number;
  /** Looks on. */
  readonly observer?: Pick<Observer, 'announced'>;
  /** Ends early, and without complaint, when the signal is aborted. */
  readonly wait?: (span: number, signal: AbortSignal) => Promise<void>;
}

/** What every step of an announcement is given. */
export interface Announcing extends Required<Omit<AnnouncerOptions, 'observer'>>, Pick<AnnouncerOptions, 'observer'> {
  readonly signal: AbortSignal;
}

/** In ms: how long what failed is left alone, twice as long each time. */
const FIRST_RETRY = 60_000;
const LONGEST_RETRY = 60 * 60_000;
/** Attempts that take about a day all together: then it is no news any more. */
const MOST_ATTEMPTS = 30;

export function createAnnouncer(options: AnnouncerOptions): Announcer {
  const stopping = new AbortController();
  const announcing: Announcing = { wait: pause, ...options, signal: stopping.signal };
  const { memory, log, now, wait } = announcing;
  const held = createHeld();
  /** What a round left behind and nobody has looked at. */
  let settled: Catalog | undefined;
  let bell = Promise.withResolvers<void>();
  let running: Promise<void> = Promise.resolve();

  return {
    take(catalog) {
      // While a round is under way, domains are still to come.
      if (catalog.refresh.nextAt === undefined) return;
      held.keep(catalog);
      settled = catalog;
      bell.resolve();
    },
    start() {
      running = run();
    },
    async stop() {
      stopping.abort();
      bell.resolve();
      await running;
    },
  };

  async function run(): Promise<void> {
    let attempts = 0;
    let left: Catalog | undefined;
    while (!stopping.signal.aborted) {
      const catalog = settled ?? left;
      if (!catalog) {
        await bell.promise;
        continue;
      }
      attempts = left ? attempts + 1 : 1;
      settled = undefined;
      bell = Promise.withResolvers();
      const isLast = attempts >= MOST_ATTEMPTS;
      const againAt = await announce(catalog, isLast).catch(reportFault);
      left = againAt === undefined || isLast ? undefined : catalog;
      if (left) await wait(Math.max((againAt ?? 0) - now(), retryAfter(attempts)), stopping.signal);
    }
  }

  /** @returns when there is more to do; undefined where all is done */
  async function announce(catalog: Catalog, isLast: boolean): Promise<number | undefined> {
    let againAt: number | undefined;
    for (const news of await findNews(catalog, memory.announcements)) {
      const left = await tellAll(news, catalog, held, announcing);
      if (left === undefined || isLast) await conclude(news, left);
      else againAt = Math.max(againAt ?? 0, left);
      if (stopping.signal.aborted) return againAt;
    }
    if (againAt === undefined) held.replace(catalog);
    return againAt;
  }

  async function conclude({ release, upgrades }: News, left: number | undefined): Promise<void> {
    if (left !== undefined) {
      options.observer?.announced('given up');
      log.error({ release }, 'not every channel was told of a release, and it is given up');
    }
    for (const { domains } of upgrades)
      for (const domain of domains) await memory.announcements.advance(domain, release);
  }

  function reportFault(error: unknown): number {
    if (!stopping.signal.aborted) log.error({ err: error }, 'a release was not announced, on a fault of the bot');
    return now();
  }
}

function retryAfter(attempts: number): number {
  return Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** (attempts - 1));
}

async function pause(span: number, signal: AbortSignal): Promise<void> {
  await sleep(span, undefined, { signal, ref: false }).catch(() => undefined);
}
