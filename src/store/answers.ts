/** Which reply of the bot's belongs to which message, so that it follows an edit or goes with it. No text is kept. */

import { z } from 'zod';
import { decodeJson } from './json.ts';
import type { Store } from './store.ts';

export interface GivenAnswer {
  /** The reply's time, which is its name in its channel. */
  readonly ts: string;
  /** Whether a person spoke to the bot, or it answered IDs that it saw. */
  readonly kind: 'asked' | 'unasked';
  /** The IDs that an unasked reply shows. */
  readonly ids: readonly string[];
}

/** The message that was answered. */
export interface AnsweredMessage {
  readonly team: string;
  readonly channel: string;
  readonly ts: string;
}

export interface Answers {
  readonly of: (message: AnsweredMessage) => Promise<GivenAnswer | undefined>;
  readonly add: (message: AnsweredMessage, answer: GivenAnswer) => Promise<void>;
  readonly forget: (message: AnsweredMessage) => Promise<void>;
}

const COLLECTION = 'answers';
/** In ms. */
const KEPT_FOR = 30 * 24 * 60 * 60 * 1000;

const givenAnswer = z.object({ ts: z.string(), kind: z.enum(['asked', 'unasked']), ids: z.array(z.string()) });

export function createAnswers(store: Store, now: () => number): Answers {
  const keyOf = ({ team, channel, ts }: AnsweredMessage) => `${team}/${channel}/${ts}`;
  return {
    of: async (message) => decodeJson(givenAnswer, await store.get(COLLECTION, keyOf(message))),
    add: (message, answer) => store.change(COLLECTION, keyOf(message), () => JSON.stringify(answer), now() + KEPT_FOR),
    forget: (message) => store.change(COLLECTION, keyOf(message), () => undefined),
  };
}
