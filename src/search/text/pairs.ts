/**
 * Which pairs of neighbouring stems are terms of their own: those of two passages or more. The others, twice as many, tell nothing that
 * their words do not, and are never held: all pairs with the same first stem are looked at together, so that a small table of second stems
 * knows which of them was there before. A hash table of all pairs is no faster for it, and a Map takes twice as long. So they are held, too:
 * a stem begins a few pairs, seldom a thousand, and a look along them costs less than the memory of a table of all.
 */

export interface Pairs {
  readonly table: PairTable;
  /** Place of a stem → the pair that ends with it, or `NO_PAIR`. */
  readonly endings: Int32Array;
}

/** Pairs are numbered by their first stem. */
export interface PairTable {
  /** First stem → its first pair; one more at the end. */
  readonly starts: Uint32Array;
  /** Pair → its second stem, in no order within those of one first stem. */
  readonly seconds: Uint32Array;
}

export const NO_PAIR = -1;

/** Places between two chances to pause: about 2 ms. */
const STRIDE = 50_000;

/** The pair's number; undefined where the two are none. */
export function findPair({ starts, seconds }: PairTable, first: number, second: number): number | undefined {
  const end = starts[first + 1] ?? 0;
  for (let pair = starts[first] ?? 0; pair < end; pair += 1) if (seconds[pair] === second) return pair;
  return undefined;
}

/**
 * @param stems of all passages, one passage after the other
 * @param starts passage → the place of its first stem; one more at the end
 * @param count how many different stems there are
 */
export function* findPairs(stems: Int32Array, starts: Int32Array, count: number): Generator<void, Pairs> {
  const passages = new Int32Array(stems.length);
  for (let passage = 0; passage + 1 < starts.length; passage += 1) {
    passages.fill(passage, starts[passage], starts[passage + 1]);
  }
  const { groups, places } = groupByFirst(stems, passages, count);
  yield;
  const froms = new Uint32Array(count + 1);
  const seconds: number[] = [];
  const endings = new Int32Array(stems.length).fill(NO_PAIR);
  /** Second stem → the first stem before it of late, the passage where that was, and the pair. */
  const lastFirst = new Int32Array(count).fill(-1);
  const [lastPassage, pairs] = [new Int32Array(count), new Int32Array(count)];
  const look = (first: number, second: number, passage: number) => {
    if (lastFirst[second] !== first) {
      lastFirst[second] = first;
      lastPassage[second] = passage;
      pairs[second] = NO_PAIR;
    } else if (pairs[second] === NO_PAIR && lastPassage[second] !== passage) {
      pairs[second] = seconds.push(second) - 1;
    }
  };
  let rested = 0;
  for (let first = 0; first < count; first += 1) {
    const group = places.subarray(groups[first], groups[first + 1]);
    for (const place of group) look(first, stems[place] ?? 0, passages[place] ?? 0);
    for (const place of group) endings[place] = pairs[stems[place] ?? 0] ?? NO_PAIR;
    froms[first + 1] = seconds.length;
    rested += group.length;
    if (rested < STRIDE) continue;
    rested = 0;
    yield;
  }
  return { table: { starts: froms, seconds: Uint32Array.from(seconds) }, endings };
}

/** The places of all second stems by their first stem: those of `first` stand from `groups[first]` to `groups[first + 1]`. */
function groupByFirst(stems: Int32Array, passages: Int32Array, count: number) {
  const isSecond = (place: number) => passages[place - 1] === passages[place];
  const groups = new Uint32Array(count + 1);
  for (let place = 1; place < stems.length; place += 1) {
    const first = stems[place - 1] ?? 0;
    if (isSecond(place)) groups[first + 1] = (groups[first + 1] ?? 0) + 1;
  }
  for (let first = 0; first < count; first += 1) groups[first + 1] = (groups[first + 1] ?? 0) + (groups[first] ?? 0);
  const next = groups.slice(0, -1);
  const places = new Uint32Array(groups[count] ?? 0);
  for (let place = 1; place < stems.length; place += 1) {
    if (!isSecond(place)) continue;
    const first = stems[place - 1] ?? 0;
    const at = next[first] ?? 0;
    next[first] = at + 1;
    places[at] = place;
  }
  return { groups, places };
}
