/** The kinds of block that a workspace's Slack took and refused: newer ones are rolled out unevenly, and not tried again there for a while. */

import type { Store } from './store.ts';

export interface Refusals {
  /** Types of blocks, such as `data_table`. */
  readonly of: (team: string) => Promise<ReadonlySet<string>>;
  readonly add: (team: string, type: string) => Promise<void>;
  /** That all of these were taken, in one message or in several, since this process began. */
  readonly took: (team: string, types: Iterable<string>) => void;
  readonly takes: (team: string, types: Iterable<string>) => boolean;
}

const COLLECTION = 'refused blocks';
/** In ms. */
const TRIED_AGAIN_AFTER = 7 * 24 * 60 * 60 * 1000;

export function createRefusals(store: Store, now: () => number): Refusals {
  const taken = new Map<string, Set<string>>();
  return {
    async of(team) {
      const entries = await store.list(COLLECTION, `${team}/`);
      return new Set(entries.map(({ value }) => value));
    },
    add(team, type) {
      taken.get(team)?.delete(type);
      return store.change(COLLECTION, `${team}/${type}`, () => type, now() + TRIED_AGAIN_AFTER);
    },
    took(team, types) {
      const known = taken.get(team) ?? new Set();
      taken.set(team, known);
      for (const type of types) known.add(type);
    },
    takes(team, types) {
      const known = taken.get(team);
      if (known === undefined) return false;
      for (const type of types) if (!known.has(type)) return false;
      return true;
    },
  };
}
