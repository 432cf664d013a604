/** What each channel is subscribed to, and the changes of that which can still be undone: for a day, by a token. */

import { z } from 'zod';
import { UNDONE_WITHIN } from '../reply/settings/settings.ts';
import { type Entry, editList, isNoChange, type ListChange, type ListEdit } from '../reply/watch/subscription.ts';
import { decodeJson } from './json.ts';
import type { Store } from './store.ts';

/** A channel, or somebody's conversation with the bot. */
export interface Place {
  readonly team: string;
  readonly channel: string;
}

export interface Subscription extends Place {
  readonly entries: readonly Entry[];
}

/** What an edit made of a list. */
export interface Edited {
  readonly change: ListChange;
  /** What the list had no room for. */
  readonly surplus: readonly Entry[];
}

interface UndoOfList extends Place {
  readonly change: ListChange;
  /** Slack's id of who made the change. */
  readonly by: string;
}

export interface Subscriptions {
  readonly of: (place: Place) => Promise<readonly Entry[]>;
  /** Of all channels that are subscribed to anything, or of those of one workspace. */
  readonly list: (team?: string) => Promise<readonly Subscription[]>;
  /** @param edit gets the list as it is; pure, for it may be asked again */
  readonly change: (place: Place, edit: (entries: readonly Entry[]) => ListEdit) => Promise<Edited>;
  readonly addUndo: (token: string, undo: UndoOfList) => Promise<void>;
  readonly undoOf: (token: string) => Promise<UndoOfList | undefined>;
  readonly forgetUndo: (token: string) => Promise<void>;
}

const LISTS = 'subscriptions';
const UNDOS = 'undos of subscriptions';

const term = z.object({
  field: z.enum(['tactic', 'platform', 'domain', 'type']),
  label: z.string(),
  keys: z.array(z.string()),
  isNot: z.boolean(),
});
const target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('releases') }),
  z.object({ kind: z.literal('object'), stixId: z.string(), called: z.string() }),
  z.object({ kind: z.literal('filter'), terms: z.array(term) }),
]);
const entry = z.object({
  target,
  mark: z.object({ by: z.string(), at: z.number() }),
  formerly: z.string().optional(),
});
const entries = z.array(entry);
const undo = z.object({
  team: z.string(),
  channel: z.string(),
  change: z.object({ added: entries, removed: entries }),
  by: z.string(),
});

export function createSubscriptions(store: Store, now: () => number): Subscriptions {
  const keyOf = ({ team, channel }: Place) => `${team}/${channel}`;
  const decode = (text: string | undefined): readonly Entry[] => decodeJson(entries, text) ?? [];
  return {
    of: async (place) => decode(await store.get(LISTS, keyOf(place))),
    async list(team) {
      const all = await store.list(LISTS, team === undefined ? '' : `${team}/`);
      return all.map(({ key, value }) => {
        const at = key.indexOf('/');
        return { team: key.slice(0, at), channel: key.slice(at + 1), entries: decode(value) };
      });
    },
    async change(place, edit) {
      let edited: Edited = { change: { added: [], removed: [] }, surplus: [] };
      await store.change(LISTS, keyOf(place), (text) => {
        const before = decode(text);
        const { entries: after, ...rest } = editList(before, edit(before));
        edited = rest;
        if (isNoChange(rest.change)) return text;
        return after.length === 0 ? undefined : JSON.stringify(after);
      });
      return edited;
    },
    addUndo: (token, made) => store.change(UNDOS, token, () => JSON.stringify(made), now() + UNDONE_WITHIN),
    undoOf: async (token) => decodeJson(undo, await store.get(UNDOS, token)),
    forgetUndo: (token) => store.change(UNDOS, token, () => undefined),
  };
}
