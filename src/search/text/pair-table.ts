/**
 * Pairs of small numbers → numbers, for some hundred thousand of them: open addressing in typed arrays. A Map takes twice as long,
 * because each key, which is beyond 31 bits, is an object of its own there.
 */

export interface PairTable {
  readonly size: number;
  /** The pair's number; it gets the next one where it is new. @param next the number that it would get */
  number(first: number, second: number, next: number): number;
  /** Every pair with its number, in no order that means anything. */
  entries(): Generator<readonly [first: number, second: number, number: number]>;
}

const FIRST_CAPACITY = 2 ** 16;
const FREE = -1;

export function createPairTable(): PairTable {
  let slots = createSlots(FIRST_CAPACITY);
  let size = 0;

  function grow(): void {
    const full = slots;
    slots = createSlots(2 * full.numbers.length);
    for (let slot = 0; slot < full.numbers.length; slot += 1) {
      const number = full.numbers[slot] ?? FREE;
      if (number !== FREE) put(slots, full.firsts[slot] ?? 0, full.seconds[slot] ?? 0, number);
    }
  }

  return {
    get size() {
      return size;
    },
    number(first, second, next) {
      const known = put(slots, first, second, next);
      if (known !== next) return known;
      size += 1;
      if (2 * size > slots.numbers.length) grow();
      return next;
    },
    *entries() {
      const { firsts, seconds, numbers } = slots;
      for (let slot = 0; slot < numbers.length; slot += 1) {
        const number = numbers[slot] ?? FREE;
        if (number !== FREE) yield [firsts[slot] ?? 0, seconds[slot] ?? 0, number];
      }
    },
  };
}

function createSlots(capacity: number) {
  return {
    firsts: new Int32Array(capacity),
    seconds: new Int32Array(capacity),
    numbers: new Int32Array(capacity).fill(FREE),
  };
}

/** Gives the number that is there, or puts this one. */
function put(
  { firsts, seconds, numbers }: ReturnType<typeof createSlots>,
  first: number,
  second: number,
  number: number,
) {
  const mask = numbers.length - 1;
  // Knuth's multiplicative hashing, with two odd constants.
  let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  hash ^= hash >>> 15;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const there = numbers[slot] ?? FREE;
    if (there === FREE) {
      firsts[slot] = first;
      seconds[slot] = second;
      numbers[slot] = number;
      return number;
    }
    if (firsts[slot] === first && seconds[slot] === second) return there;
  }
}
