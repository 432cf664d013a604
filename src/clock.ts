/** Waits by the clock: machines sleep, and clocks are set. */

import { setTimeout as sleep } from 'node:timers/promises';

/** In ms: how late it may be noticed that the clock was set forward. */
const LONGEST_NAP = 5000;

/**
 * Ends as soon as the clock leaps beyond the moment, as it does when the machine wakes from a sleep, in which no timer runs; and after
 * the time that there was to wait when the clock is set back.
 *
 * @param moment in ms since 1970
 * @param signal ends the wait early, and without complaint
 * @returns what is reached by then, in ms since 1970 by the clock as it was at first
 */
export async function waitUntil(moment: number, now: () => number, signal: AbortSignal): Promise<number> {
  let reached = now();
  while (reached < moment && !signal.aborted) {
    const from = now();
    const nap = Math.min(moment - reached, LONGEST_NAP);
    // Timers may ring a millisecond early.
    await sleep(nap + 1, undefined, { signal }).catch(() => undefined);
    reached += Math.max(now() - from, nap);
  }
  return reached;
}
