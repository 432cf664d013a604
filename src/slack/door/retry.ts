/** How long to wait before Slack is asked again. */

import { setTimeout as sleep } from 'node:timers/promises';

const FIRST = 500;
const LONGEST = 60_000;

/** In ms: doubles with each failure in a row up to a minute, and is spread so that many bots do not return at once. */
export function retryDelay(failures: number): number {
  const longest = Math.min(LONGEST, FIRST * 2 ** Math.min(failures, 20));
  return longest / 2 + (Math.random() * longest) / 2;
}

/** Ends early, and without complaint, when the signal is aborted. */
export async function pause(span: number, signal: AbortSignal): Promise<void> {
  await sleep(span, undefined, { signal }).catch(() => {});
}
