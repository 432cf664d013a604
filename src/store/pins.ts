/** The releases that workspaces have pinned, and whether their people have been told of a newer one. */

import { z } from 'zod';
import { isNews, type Pin } from '../reply/settings/pin.ts';
import { decodeJson } from './json.ts';
import type { Store } from './store.ts';

export interface Pins {
  readonly of: (team: string) => Promise<Pin | undefined>;
  readonly all: () => Promise<ReadonlyMap<string, Pin>>;
  /**
   * @param pin undefined leaves the workspace to the newest
   * @returns what was pinned before
   */
  readonly set: (team: string, pin: Pin | undefined) => Promise<Pin | undefined>;
  /**
   * Takes it on to tell of a newer release. Of all processes and starts, one gets to.
   *
   * @returns the pin as it was before; undefined where there is nothing to tell, or somebody else does
   */
  readonly claim: (team: string, newest: string) => Promise<Pin | undefined>;
  /** Gives a claim back that could not be lived up to, so that it is tried again. */
  readonly unclaim: (team: string, newest: string, before: Pin) => Promise<void>;
}

const COLLECTION = 'pins';

const pin = z.object({ release: z.string(), by: z.string(), at: z.number(), told: z.string().optional() });

export function createPins(store: Store): Pins {
  const decode = (text: string | undefined) => decodeJson(pin, text) as Pin | undefined;
  return {
    of: async (team) => decode(await store.get(COLLECTION, team)),

    async all() {
      const entries = await store.list(COLLECTION, '');
      return new Map(
        entries.flatMap(({ key, value }) => {
          const pinned = decode(value);
          return pinned ? [[key, pinned] as const] : [];
        }),
      );
    },

    async set(team, next) {
      let before: Pin | undefined;
      await store.change(COLLECTION, team, (text) => {
        before = decode(text);
        return next && JSON.stringify(next);
      });
      return before;
    },

    async claim(team, newest) {
      let claimed: Pin | undefined;
      await store.change(COLLECTION, team, (text) => {
        const before = decode(text);
        claimed = before && isNews(before, newest) ? before : undefined;
        return claimed ? JSON.stringify({ ...claimed, told: newest }) : text;
      });
      return claimed;
    },

    unclaim: (team, newest, before) =>
      store.change(COLLECTION, team, (text) => {
        const standing = decode(text);
        const isOurs = standing?.told === newest && standing.release === before.release && standing.at === before.at;
        return isOurs ? JSON.stringify(before) : text;
      }),
  };
}
