/** Counts what other programs ask: of the API, and by the hook. */

import { Counter, Histogram, type Registry } from 'prom-client';
import type { Observer } from './observer.ts';

/** In seconds: an answer takes milliseconds, one from an earlier release may have to wait for it. */
const BUCKETS = [0.0025, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10, 30];

export function observePrograms(registry: Registry): Pick<Observer, 'served'> {
  const registers = [registry];
  const requests = new Counter({
    name: 'attack_bot_api_requests_total',
    help: 'Requests of other programs to /api/ and /hooks/, by path and HTTP status',
    labelNames: ['path', 'status'] as const,
    registers,
  });
  const answering = new Histogram({
    name: 'attack_bot_api_seconds',
    help: 'From the receipt of such a request to the end of its answer',
    labelNames: ['path'] as const,
    buckets: BUCKETS,
    registers,
  });
  return {
    served({ path, status, seconds }) {
      requests.inc({ path, status });
      answering.observe({ path }, seconds);
    },
  };
}
