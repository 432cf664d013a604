import { describe, expect, it } from 'vitest';
import { waitUntil } from '../src/clock.ts';

const NEVER = new AbortController().signal;

describe('a wait by the clock', () => {
  it('reaches its moment', async () => {
    const moment = Date.now() + 50;
    expect(await waitUntil(moment, Date.now, NEVER)).toBeGreaterThanOrEqual(moment);
  });

  it('for what has passed is none', async () => {
    expect(await waitUntil(900, () => 1000, NEVER)).toBe(1000);
  });

  it('reaches further when the clock is set forward meanwhile', async () => {
    const clock = setOnceAsked(1000, 5_000_000);
    expect(await waitUntil(1030, clock, NEVER)).toBe(5_000_000);
  });

  it('ends in its own time when the clock is set back meanwhile', async () => {
    expect(await waitUntil(1_000_030, setOnceAsked(1_000_000, 1000), NEVER)).toBe(1_000_030);
  });

  it('ends at once with its signal', async () => {
    await waitUntil(Date.now() + 1_000_000, Date.now, AbortSignal.timeout(10));
  });
});

/** A clock that shows another time from the third look at it on, when the first nap is over. */
function setOnceAsked(first: number, then: number): () => number {
  let looks = 0;
  return () => {
    looks += 1;
    return looks < 3 ? first : then;
  };
}
