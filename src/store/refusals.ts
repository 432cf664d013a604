/** The newer kinds of block that a workspace's Slack refused: not tried there again for a while, for they are rolled out unevenly. */

import type { Store } from './store.ts';

export interface Refusals {
  /** Types of blocks, such as `data_table`. */
  readonly of: (team: string) => Promise<ReadonlySet<string>>;
  readonly add: (team: string, type: string) => Promise<void>;
}

const COLLECTION = 'refused blocks';
/** In ms. */
const TRIED_AGAIN_AFTER = 7 * 24 * 60 * 60 * 1000;

export function createRefusals(store: Store, now: () => number): Refusals {
  return {
    async of(team) {
      const entries = await store.list(COLLECTION, `${team}/`);
      return new Set(entries.map(({ value }) => value));
    },
    add: (team, type) => store.change(COLLECTION, `${team}/${type}`, () => type, now() + TRIED_AGAIN_AFTER),
  };
}
