/** Binary search in what is sorted by UTF-16 units, such as names: a sorted list needs no index beside it. */

/** The place of the first of the sorted keys that does not stand before the one given; `count` where all do. */
export function findFirst(count: number, keyAt: (at: number) => string, key: string): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyAt(middle) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** All that have the key, where they are sorted by it. */
export function findEqual<T>(sorted: readonly T[], keyOf: (one: T) => string, key: string): readonly T[] {
  const keyAt = (at: number) => keyOf(sorted[at] as T);
  const from = findFirst(sorted.length, keyAt, key);
  let to = from;
  while (to < sorted.length && keyAt(to) === key) to += 1;
  return sorted.slice(from, to);
}
