import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTidying } from '../src/heap.ts';

const collect = vi.fn();

/** How busy the event loop was, since it was asked before. */
function beBusy(utilization: number) {
  vi.spyOn(performance, 'eventLoopUtilization').mockReturnValue({ idle: 0, active: 0, utilization });
}

beforeEach(() => {
  collect.mockClear();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('what a release has taken', () => {
  it('is given back at the first quiet moment, once', () => {
    beBusy(0.5);
    const tidying = createTidying(collect);
    tidying.begin();
    tidying.begin();
    vi.advanceTimersByTime(10_000);
    expect(collect).not.toHaveBeenCalled();
    beBusy(0.01);
    vi.advanceTimersByTime(1000);
    expect(collect).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(60_000);
    expect(collect).toHaveBeenCalledOnce();
    tidying.begin();
    vi.advanceTimersByTime(1000);
    expect(collect).toHaveBeenCalledTimes(2);
  });

  it('is given back after half a minute where there is none', () => {
    beBusy(1);
    createTidying(collect).begin();
    vi.advanceTimersByTime(29_999);
    expect(collect).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(collect).toHaveBeenCalledOnce();
  });

  it('is left alone after a stop', () => {
    beBusy(0);
    const tidying = createTidying(collect);
    tidying.begin();
    tidying.stop();
    vi.advanceTimersByTime(60_000);
    expect(collect).not.toHaveBeenCalled();
  });
});
