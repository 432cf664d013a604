/** What was seen lately, by its key: for a while, and the newest only, so that no rush of events makes the process grow. */

export interface Lately<V> {
  readonly get: (key: string) => V | undefined;
  readonly set: (key: string, value: V) => void;
  readonly forget: (key: string) => void;
}

export interface LatelyOptions {
  /** How long a key is kept at least, if not more than `most / 2` others come meanwhile. */
  readonly seconds: number;
  /** How many keys are kept at most. */
  readonly most: number;
  /** The clock, in ms since 1970. */
  readonly now?: () => number;
}

/** Two generations: when the younger has grown up, by age or by size, the elder is given up whole, which costs nothing. */
export function createLately<V>({ seconds, most, now = Date.now }: LatelyOptions): Lately<V> {
  let [younger, elder] = [new Map<string, V>(), new Map<string, V>()];
  let begun = now();
  return {
    get: (key) => younger.get(key) ?? elder.get(key),
    set(key, value) {
      if (younger.size >= most / 2 || now() - begun >= seconds * 1000) {
        elder = younger;
        younger = new Map();
        begun = now();
      }
      younger.set(key, value);
    },
    forget(key) {
      younger.delete(key);
      elder.delete(key);
    },
  };
}
