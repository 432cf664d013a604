/** What an index costs before it is asked anything: the time to build it, and what it then holds of the heap. */

import { type Summary, summarize } from '../samples.ts';

export interface BuildCost {
  /** In ms, of the builds after the first. */
  readonly took: Summary;
  /** In ms: with nothing compiled, and nothing remembered of an earlier build. */
  readonly firstTook: number;
  /** In MB: what the first build has left behind, typed arrays, remembered words and compiled code included. */
  readonly heap: number;
}

const BUILDS = 5;

/** @throws Error without `--expose-gc`, which both figures need */
export function measureBuild(build: () => unknown): BuildCost {
  const before = readHeap();
  const first = time(build);
  const heap = readHeap() - before;
  first.index = undefined;
  const took = Array.from({ length: BUILDS }, () => {
    collectGarbage();
    return time(build).took;
  });
  return { took: summarize(took), firstTook: first.took, heap };
}

function time(build: () => unknown): { index: unknown; readonly took: number } {
  const begin = performance.now();
  const index = build();
  return { index, took: performance.now() - begin };
}

function readHeap(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

function collectGarbage(): void {
  if (!globalThis.gc) throw new Error('Run this with --expose-gc');
  globalThis.gc();
  // The memory of typed arrays is given back after their objects.
  globalThis.gc();
}
