import { setImmediate as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runAtOnce, runInSlices } from '../../src/search/slices.ts';

/** Counts to 100, each step one ms long on a clock of its own, and tells how often it was let pause. */
function start({ stopAfter = Number.POSITIVE_INFINITY } = {}) {
  const world = { time: 0, steps: 0, pauses: 0 };
  const stopping = new AbortController();
  function* work(): Generator<void, string> {
    for (let step = 1; step <= 100; step += 1) {
      world.time += 1;
      world.steps = step;
      yield;
    }
    return 'done';
  }
  const options = {
    signal: stopping.signal,
    now: () => world.time,
    pause: async () => {
      world.pauses += 1;
      if (world.pauses >= stopAfter) stopping.abort();
      await pause();
    },
  };
  return { world, work, options };
}

describe('work in slices', () => {
  it('ends with what it gives at once', async () => {
    const { work, options, world } = start();
    expect(await runInSlices(work(), options)).toBe(runAtOnce(work()));
    expect(world.steps).toBe(100);
  });

  it('pauses every 8 ms, and not sooner', async () => {
    const { work, options, world } = start();
    await runInSlices(work(), options);
    expect(world.pauses).toBe(12);
  });

  it('does not count the time of a pause', async () => {
    const { work, options, world } = start();
    const longPause = async () => {
      await options.pause();
      world.time += 1000;
    };
    await runInSlices(work(), { ...options, pause: longPause });
    expect(world.pauses).toBe(12);
  });

  it('lets others have their turn', async () => {
    const { work, options, world } = start();
    const seen: number[] = [];
    const running = runInSlices(work(), options);
    setImmediate(() => seen.push(world.steps));
    await running;
    expect(seen[0]).toBeLessThan(100);
  });

  it('that is short is done without a pause', async () => {
    const { options, world } = start();
    function* work(): Generator<void, number> {
      yield;
      return 1;
    }
    expect(await runInSlices(work(), options)).toBe(1);
    expect(world.pauses).toBe(0);
  });

  it('is broken off at the next pause, and gives nothing', async () => {
    const { work, options, world } = start({ stopAfter: 3 });
    expect(await runInSlices(work(), options)).toBeUndefined();
    expect(world.steps).toBe(24);
  });

  // The signal is looked at after a pause alone: short work is done, and published, by who was stopped long before.
  it('is not begun by who was stopped before', async () => {
    const { work, options, world } = start();
    expect(await runInSlices(work(), { ...options, signal: AbortSignal.abort() })).toBeUndefined();
    expect(world.steps).toBe(0);
  });

  it('that fails rejects with its error', async () => {
    const { options } = start();
    const error = new Error('no memory left');
    // biome-ignore lint/correctness/useYield: fails before its first step ends
    function* work(): Generator<void, never> {
      throw error;
    }
    await expect(runInSlices(work(), options)).rejects.toBe(error);
    expect(() => runAtOnce(work())).toThrow(error);
  });
});
