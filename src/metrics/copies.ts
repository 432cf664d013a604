/** Reads what ATT&CK the bot has: which releases, how old, and how many objects of what kind. */

import { Gauge, type Registry } from 'prom-client';
import { createCounter } from './counts.ts';
import type { Readings } from './metrics.ts';

/** Such as `18.1`: what a feed calls its release is a feed's word. */
const RELEASE = /^[\w.-]{1,20}$/;

export function readCopies(
  registry: Registry,
  { catalog, held, now }: Pick<Readings, 'catalog' | 'held' | 'now'>,
): void {
  const registers = [registry];
  const countOnce = createCounter();
  new Gauge({
    name: 'attack_bot_objects',
    help: 'Objects of ATT&CK that are loaded; one of several domains counts in each',
    labelNames: ['domain', 'kind', 'status'] as const,
    registers,
    collect() {
      this.reset();
      for (const { labels, count } of countOnce(catalog()?.objects ?? [])) this.set(labels, count);
    },
  });
  new Gauge({
    name: 'attack_bot_release_info',
    help: 'Always 1: which release of each domain is loaded, and whether it came from a feed, the disk or with the bot',
    labelNames: ['domain', 'release', 'origin'] as const,
    registers,
    collect() {
      this.reset();
      for (const { domain, release, origin } of catalog()?.copies ?? [])
        this.set({ domain, release: release !== undefined && RELEASE.test(release) ? release : 'unknown', origin }, 1);
    },
  });
  new Gauge({
    name: 'attack_bot_releases_held',
    help: 'Earlier releases that are in memory',
    registers,
    collect() {
      this.set(held());
    },
  });
  new Gauge({
    name: 'attack_bot_copy_age_seconds',
    help: 'How long ago the copy of a domain was last known to be the newest',
    labelNames: ['domain'] as const,
    registers,
    collect() {
      this.reset();
      for (const { domain, asOf } of catalog()?.copies ?? []) this.set({ domain }, Math.max(now() - asOf, 0) / 1000);
    },
  });
  new Gauge({
    name: 'attack_bot_copy_fresh_seconds',
    help: 'How old the copy of a domain may grow before answers say that it is old',
    labelNames: ['domain'] as const,
    registers,
    collect() {
      this.reset();
      for (const { domain, freshFor } of catalog()?.copies ?? []) this.set({ domain }, freshFor / 1000);
    },
  });
  new Gauge({
    name: 'attack_bot_refresh_problem',
    help: '1 where the last refresh of a domain left a problem behind',
    labelNames: ['domain'] as const,
    registers,
    collect() {
      this.reset();
      const { copies = [], refresh } = catalog() ?? {};
      for (const { domain } of copies)
        this.set({ domain }, Number(refresh?.errors.some((error) => error.domain === domain) ?? false));
    },
  });
  new Gauge({
    name: 'attack_bot_refresh_ended_timestamp_seconds',
    help: 'When the last round of asking the feeds ended, since 1970; absent before the first',
    registers,
    collect() {
      const endedAt = catalog()?.refresh.endedAt;
      if (endedAt === undefined) this.remove();
      else this.set(endedAt / 1000);
    },
  });
}
