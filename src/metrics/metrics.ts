/** The bot in figures, for Prometheus: what is counted while it works, and what is read when somebody asks. */

import { Counter, collectDefaultMetrics, Registry } from 'prom-client';
import type { Catalog } from '../search/catalog.ts';
import { readCopies } from './copies.ts';
import type { Observer } from './observer.ts';
import { observePrograms } from './programs.ts';
import { observeRefreshes } from './refreshes.ts';
import { observeRequests } from './requests.ts';
import { readStanding } from './standing.ts';
import { observeWork } from './work.ts';

/** What is read at each scrape. */
export interface Readings {
  readonly catalog: () => Catalog | undefined;
  /** Whether `/readyz` says so. */
  readonly isReady: () => boolean;
  /** Whether what the bot remembers is on disk, and not in memory alone. */
  readonly isKept: () => boolean;
  /** How many releases are in memory besides the newest. */
  readonly held: () => number;
  readonly dataDir: string;
  /** The bot's own. */
  readonly version: string;
  /** In ms since 1970. */
  readonly now: () => number;
}

export interface Metrics extends Observer {
  readonly contentType: string;
  /** In Prometheus's text format 0.0.4. */
  readonly write: () => Promise<string>;
}

export function createMetrics(readings: Readings): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  readStanding(registry, readings);
  readCopies(registry, readings);
  return {
    contentType: registry.contentType,
    write: () => registry.metrics(),
    ...observeRequests(registry),
    ...observePrograms(registry),
    ...observeWork(registry),
    ...observeRefreshes(registry, readings.now),
    ...observeLog(registry),
  };
}

function observeLog(registry: Registry): Pick<Observer, 'logged'> {
  const lines = new Counter({
    name: 'attack_bot_log_lines_total',
    help: 'Lines of the log, by level',
    labelNames: ['level'] as const,
    registers: [registry],
  });
  // An alert on a rise from nothing needs the nothing.
  for (const level of ['warn', 'error', 'fatal']) lines.inc({ level }, 0);
  return { logged: (level) => lines.inc({ level }) };
}
