/** Tens of thousands of words and their numbers in three typed arrays: as strings in a Map they would take six times the memory. */

/** As many units become one string at a time: each is an argument of a call, and a word may have no end. */
const MOST_UNITS = 4096;

export class Dictionary {
  /** The UTF-16 units of all words, in the order of their numbers. */
  readonly units: Uint16Array;
  /** Number → its word's first unit; one more at the end. */
  readonly starts: Uint32Array;
  /** A hash table with room for twice as many, a power of two: a word's number + 1, in the first free place from its hash on. */
  readonly places: Uint32Array;

  constructor({ units, starts, places }: Pick<Dictionary, 'units' | 'starts' | 'places'>) {
    this.units = units;
    this.starts = starts;
    this.places = places;
  }

  get size(): number {
    return Math.max(0, this.starts.length - 1);
  }

  /** The word's number. */
  get(word: string): number | undefined {
    const { places } = this;
    const mask = places.length - 1;
    let place = hash(word) & mask;
    // Bounded, because a damaged table may have no free place.
    for (let steps = 0; steps < places.length; steps += 1) {
      const number = (places[place] ?? 0) - 1;
      if (number === -1) return undefined;
      if (this.#isAt(number, word)) return number;
      place = (place + 1) & mask;
    }
    return undefined;
  }

  has(word: string): boolean {
    return this.get(word) !== undefined;
  }

  /** Empty where there is no such number. */
  at(number: number): string {
    const end = this.starts[number + 1] ?? 0;
    let word = '';
    for (let from = this.starts[number] ?? 0; from < end; from += MOST_UNITS) {
      word += String.fromCharCode(...this.units.subarray(from, Math.min(end, from + MOST_UNITS)));
    }
    return word;
  }

  /** In UTF-16 units. */
  lengthAt(number: number): number {
    return (this.starts[number + 1] ?? 0) - (this.starts[number] ?? 0);
  }

  #isAt(number: number, word: string): boolean {
    const start = this.starts[number] ?? 0;
    if (this.lengthAt(number) !== word.length) return false;
    for (let at = 0; at < word.length; at += 1) if (this.units[start + at] !== word.charCodeAt(at)) return false;
    return true;
  }
}

/** Numbers the words in their order; each is there once. */
export function buildDictionary(words: readonly string[]): Dictionary {
  const starts = new Uint32Array(words.length + 1);
  for (const [number, { length }] of words.entries()) starts[number + 1] = (starts[number] ?? 0) + length;
  const units = new Uint16Array(starts.at(-1) ?? 0);
  const places = new Uint32Array(2 ** Math.ceil(Math.log2(2 * words.length + 2)));
  for (const [number, word] of words.entries()) {
    const start = starts[number] ?? 0;
    for (let at = 0; at < word.length; at += 1) units[start + at] = word.charCodeAt(at);
    let place = hash(word) & (places.length - 1);
    while (places[place] !== 0) place = (place + 1) & (places.length - 1);
    places[place] = number + 1;
  }
  return new Dictionary({ units, starts, places });
}

/** FNV-1a over UTF-16 units, its high bits folded into the low ones. */
function hash(word: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) sum = Math.imul(sum ^ word.charCodeAt(at), 0x01000193);
  return sum ^ (sum >>> 15);
}
