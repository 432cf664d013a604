/** Counts the bot's own errands: what it does for nobody's click. Builds of catalogs, earlier releases, comparisons, announcements. */

import { Counter, Histogram, type Registry } from 'prom-client';
import type { Observer } from './observer.ts';

/** In seconds: of 18.1, all three domains are built in three; a release from far away takes a minute. */
const BUCKETS = [0.1, 0.5, 1, 3, 10, 30, 60, 300];

/** An alert on a rise from nothing needs the nothing. */
const RESULTS = {
  worked: ['ok', 'refused', 'failed'],
  loaded: ['found', 'unlisted', 'unreachable'],
  compared: ['ok', 'failed'],
  announced: ['sent', 'refused', 'too many', 'failed', 'given up'],
} as const;

export function observeWork(registry: Registry): Pick<Observer, 'worked' | 'loaded' | 'compared' | 'announced'> {
  const registers = [registry];
  const jobs = new Counter({
    name: 'attack_bot_jobs_total',
    help: 'Jobs of the process that reads bundles and builds catalogs: ok, refused for a fault of a bundle, or failed',
    labelNames: ['job', 'result'] as const,
    registers,
  });
  const working = new Histogram({
    name: 'attack_bot_job_seconds',
    help: 'How long a job of that process took, from its start to its end',
    labelNames: ['job'] as const,
    buckets: BUCKETS,
    registers,
  });
  const loads = new Counter({
    name: 'attack_bot_release_loads_total',
    help: 'Earlier releases that were loaded because somebody asked for them or has pinned them, by result',
    labelNames: ['result'] as const,
    registers,
  });
  const comparisons = new Counter({
    name: 'attack_bot_comparisons_total',
    help: 'Comparisons of two releases that were made; those that were still at hand are not counted again',
    labelNames: ['result'] as const,
    registers,
  });
  const announcements = new Counter({
    name: 'attack_bot_announcements_total',
    help: 'Announcements of a release to a channel, each try by itself; given up counts releases',
    labelNames: ['result'] as const,
    registers,
  });
  for (const job of ['inspect', 'build'] as const) for (const result of RESULTS.worked) jobs.inc({ job, result }, 0);
  for (const result of RESULTS.loaded) loads.inc({ result }, 0);
  for (const result of RESULTS.compared) comparisons.inc({ result }, 0);
  for (const result of RESULTS.announced) announcements.inc({ result }, 0);
  return {
    worked({ job, result, seconds }) {
      jobs.inc({ job, result });
      working.observe({ job }, seconds);
    },
    loaded: (result) => loads.inc({ result }),
    compared: (result) => comparisons.inc({ result }),
    announced: (result) => announcements.inc({ result }),
  };
}
