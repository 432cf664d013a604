/** How long to wait before Slack is asked again. */

import { setTimeout as sleep } from 'node:timers/promises';
import { askedWait } from '../out/asked-wait.ts';

const FIRST = 500;
const LONGEST = 60_000;

/** In ms: Slack may ask for that much, and no slip of its may end the bot. */
const LONGEST_ASKED = 60 * 60_000;

/**
 * In ms: doubles with each failure in a row up to a minute, and is spread so that many bots do not return at once; longer where Slack
 * asked for it.
 *
 * @param error of the last failure
 */
export function retryDelay(failures: number, error?: unknown): number {
  const longest = Math.min(LONGEST, FIRST * 2 ** Math.min(failures, 20));
  return Math.max(longest / 2 + (Math.random() * longest) / 2, Math.min(askedWait(error) ?? 0, LONGEST_ASKED));
}

/** Ends early, and without complaint, when the signal is aborted. */
export async function pause(span: number, signal: AbortSignal): Promise<void> {
  await sleep(span, undefined, { signal }).catch(() => {});
}
