/** V8's heap is laid out for programs that make much and keep little. The bot makes much now and then, keeps most of it, and then makes little. */

import { performance } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface Tidying {
  /** After something large has taken another's place: gives back what that took, at the next quiet moment. */
  readonly begin: () => void;
  readonly stop: () => void;
}

/** In ms. */
const LOOK_EVERY = 1000;
/** Of a second, in which the bot did something: less, and nobody was answered in it. */
const QUIET = 0.02;
/** Who is asked without a pause has the memory back after so many looks all the same. */
const MOST_LOOKS = 30;

/** In bytes, both halves. */
const NURSERY = 16 * 1024 * 1024;
const NURSERY_GROWTH = 8;
/** So many objects are more than V8's first nursery holds. */
const SURVIVORS = 20_000;
const MOST_ROUNDS = 4;

/**
 * To be called once the bot has made what it starts with: gives back what that took, and has V8 hold less from then on. It stops everything
 * for a twentieth of a second. V8 reads its flags of growth whenever it looks at its heap, so that they may be set while it runs (seen with
 * Node 24).
 */
export function settleHeap(): void {
  // V8 lets the heap grow to four times what lives there before it looks: under load the bot held 380 MB for 45 that live.
  setFlagsFromString('--heap-growing-percent=50');
  tidy();
}

function tidy(): void {
  collectAll();
  sizeNursery();
}

/** @param collect takes a tenth of a second, in which nobody is answered */
export function createTidying(collect: () => void = tidy): Tidying {
  let looking: NodeJS.Timeout | undefined;
  const stop = () => {
    clearInterval(looking);
    looking = undefined;
  };
  return {
    begin() {
      if (looking) return;
      let before = performance.eventLoopUtilization();
      let looks = 0;
      looking = setInterval(() => {
        const { utilization } = performance.eventLoopUtilization(before);
        before = performance.eventLoopUtilization();
        looks += 1;
        if (utilization > QUIET && looks < MOST_LOOKS) return;
        stop();
        collect();
      }, LOOK_EVERY).unref();
    },
    stop,
  };
}

/**
 * The part of the heap where objects are born: of one MB as V8 begins with it, every third answer waits for a collection, and half of what
 * it finds is still in use. V8 lets it grow when much of what is there survives, to 48 MB while a release is opened, and leaves it so: it is
 * made to grow just so far, and then no more.
 */
function sizeNursery(): void {
  const collect = exposeCollect();
  setFlagsFromString(`--semi-space-growth-factor=${NURSERY_GROWTH}`);
  const survivors: unknown[] = [];
  for (let round = 0; round < MOST_ROUNDS && sizeOfNursery() < NURSERY; round += 1) {
    survivors.push(Array.from({ length: SURVIVORS }, (_, number) => ({ number })));
    collect({ type: 'minor' });
  }
  setFlagsFromString('--semi-space-growth-factor=1');
}

function sizeOfNursery(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;
}

/**
 * Of all kinds of collection this alone makes the part where objects are born small again, and moves together what is left of the others:
 * 50 MB less after a start, and after twenty releases under load 230 MB instead of 290.
 */
function collectAll(): void {
  exposeCollect()({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

function exposeCollect(): NodeJS.GCFunction {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as NodeJS.GCFunction;
  setFlagsFromString('--no-expose-gc');
  return collect;
}
