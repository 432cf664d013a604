/** Changes of settings that can still be undone: for a day, by a token. */

import { z } from 'zod';
import { type Change, NOISE_LEVELS, UNDONE_WITHIN } from '../reply/settings/settings.ts';
import { decodeJson } from './json.ts';
import type { Whose } from './settings.ts';
import type { Store } from './store.ts';

export interface Undo extends Whose {
  readonly change: Change;
  /** Slack's id of who made the change. */
  readonly by: string;
}

export interface Undos {
  readonly of: (token: string) => Promise<Undo | undefined>;
  readonly add: (token: string, undo: Undo) => Promise<void>;
  readonly forget: (token: string) => Promise<void>;
}

const COLLECTION = 'undos';

const patch = z
  .object({
    noise: z.enum(NOISE_LEVELS).nullable(),
    answersBots: z.boolean().nullable(),
    coolDown: z.number().positive().nullable(),
  })
  .partial();
const undo = z.object({
  team: z.string(),
  channel: z.string().optional(),
  change: z.object({ before: patch, after: patch }),
  by: z.string(),
});

export function createUndos(store: Store, now: () => number): Undos {
  return {
    of: async (token) => decodeJson(undo, await store.get(COLLECTION, token)) as Undo | undefined,
    add: (token, made) => store.change(COLLECTION, token, () => JSON.stringify(made), now() + UNDONE_WITHIN),
    forget: (token) => store.change(COLLECTION, token, () => undefined),
  };
}
