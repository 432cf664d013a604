/** How long one waits for another. */

import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Tells whether the work has succeeded or failed by then; it goes on in any case.
 *
 * @param time in ms
 */
export async function isSettledWithin(work: Promise<unknown>, time: number): Promise<boolean> {
  const over = new AbortController();
  const late = sleep(time, false, { signal: over.signal }).catch(() => false);
  const settled = work.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, late]).finally(() => over.abort());
}
