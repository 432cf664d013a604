/** Counts the rounds in which the feeds are asked for news. */

import { Counter, Histogram, type Registry } from 'prom-client';
import type { Observer } from './observer.ts';

/** In seconds. */
const BUCKETS = [0.1, 1, 5, 15, 60, 300];

/** All from what is published: a round begins when the next one is no longer set, and ends when its end is new. */
export function observeRefreshes(registry: Registry, now: () => number): Pick<Observer, 'published'> {
  const registers = [registry];
  const rounds = new Counter({
    name: 'attack_bot_refreshes_total',
    help: 'Rounds in which the feeds were asked, by result: ok, or failed where a domain is left with a problem',
    labelNames: ['result'] as const,
    registers,
  });
  const lasting = new Histogram({
    name: 'attack_bot_refresh_seconds',
    help: 'How long a round took, from asking the feeds to all being built',
    buckets: BUCKETS,
    registers,
  });
  let startedAt: number | undefined;
  let endedAt: number | undefined;
  return {
    published({ refresh }) {
      if (refresh.nextAt === undefined) startedAt ??= now();
      if (refresh.endedAt === undefined || refresh.endedAt === endedAt) return;
      endedAt = refresh.endedAt;
      rounds.inc({ result: refresh.errors.length === 0 ? 'ok' : 'failed' });
      if (startedAt !== undefined) lasting.observe(Math.max(endedAt - startedAt, 0) / 1000);
      startedAt = undefined;
    },
  };
}
