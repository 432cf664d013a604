/** Which ATT&CK objects each message named: IDs and nothing else of the message, forgotten after half a year. */

import { z } from 'zod';
import { decodeJson } from './json.ts';
import type { Store } from './store.ts';

interface Mentioning {
  /** The message's own `ts`. */
  readonly ts: string;
  /** The `ts` of the thread that it stands in; undefined for one that begins a thread or has none. */
  readonly thread?: string | undefined;
  /** ATT&CK IDs, each once. */
  readonly ids: readonly string[];
}

export interface Mentions {
  /** All that is known of a channel, oldest first. */
  readonly of: (team: string, channel: string) => Promise<readonly Mentioning[]>;
  /** Replaces what was known of the message; without IDs it is forgotten. */
  readonly note: (team: string, channel: string, mentioning: Mentioning) => Promise<void>;
  /** Adds IDs to what is known of the message. */
  readonly add: (team: string, channel: string, mentioning: Mentioning) => Promise<void>;
}

const COLLECTION = 'named objects';
/** In ms. */
const KEPT_FOR = 180 * 24 * 60 * 60 * 1000;

const mentioned = z.object({ thread: z.string().optional(), ids: z.array(z.string()) });

export function createMentions(store: Store, now: () => number): Mentions {
  const write = ({ thread, ids }: Omit<Mentioning, 'ts'>) =>
    ids.length === 0 ? undefined : JSON.stringify({ thread, ids });
  return {
    async of(team, channel) {
      const entries = await store.list(COLLECTION, `${team}/${channel}/`);
      return entries.flatMap(({ key, value }) => {
        const known = decodeJson(mentioned, value);
        return known ? [{ ...known, ts: key.slice(key.lastIndexOf('/') + 1) }] : [];
      });
    },
    note: (team, channel, { ts, ...rest }) =>
      store.change(COLLECTION, `${team}/${channel}/${ts}`, () => write(rest), now() + KEPT_FOR),
    add: (team, channel, { ts, thread, ids }) =>
      store.change(
        COLLECTION,
        `${team}/${channel}/${ts}`,
        (text) => {
          const known = decodeJson(mentioned, text);
          return write({ thread: thread ?? known?.thread, ids: [...new Set([...(known?.ids ?? []), ...ids])] });
        },
        now() + KEPT_FOR,
      ),
  };
}
