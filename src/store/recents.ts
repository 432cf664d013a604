/** What each person looked up last: keys of objects and times, the newest first. */

import { z } from 'zod';
import { decodeJson } from './json.ts';
import type { Store } from './store.ts';

interface Recent {
  /** An ATT&CK ID, or a STIX id where another object has that ID too. */
  readonly key: string;
  /** In ms since 1970. */
  readonly at: number;
}

export interface Recents {
  readonly of: (team: string, person: string) => Promise<readonly Recent[]>;
  readonly add: (team: string, person: string, key: string) => Promise<void>;
  readonly forget: (team: string, person: string) => Promise<void>;
}

const COLLECTION = 'recent lookups';
const MOST = 10;
/** In ms: what nobody came back to in a quarter is of no use. */
const KEPT_FOR = 90 * 24 * 60 * 60 * 1000;

const recents = z.array(z.object({ key: z.string(), at: z.number() }));

export function createRecents(store: Store, now: () => number): Recents {
  const decode = (text: string | undefined): readonly Recent[] => decodeJson(recents, text) ?? [];
  return {
    of: async (team, person) => decode(await store.get(COLLECTION, `${team}/${person}`)),
    add: (team, person, key) =>
      store.change(
        COLLECTION,
        `${team}/${person}`,
        (text) => {
          const others = decode(text).filter((recent) => recent.key !== key);
          return JSON.stringify([{ key, at: now() }, ...others].slice(0, MOST));
        },
        now() + KEPT_FOR,
      ),
    forget: (team, person) => store.change(COLLECTION, `${team}/${person}`, () => undefined),
  };
}
