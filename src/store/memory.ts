/** What the bot remembers, in its own words, over any store. No text of a message is ever among it. */

import { type Announcements, createAnnouncements } from './announcements.ts';
import { type Answers, createAnswers } from './answers.ts';
import { createMentions, type Mentions } from './mentions.ts';
import { createPins, type Pins } from './pins.ts';
import { createRecents, type Recents } from './recents.ts';
import { createRefusals, type Refusals } from './refusals.ts';
import { createSettings, type Settings } from './settings.ts';
import type { Store } from './store.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions.ts';
import { createTaken, type Taken } from './taken.ts';
import { createUndos, type Undos } from './undos.ts';

export interface Memory {
  readonly settings: Settings;
  readonly undos: Undos;
  readonly answers: Answers;
  readonly recents: Recents;
  readonly mentions: Mentions;
  readonly refusals: Refusals;
  readonly taken: Taken;
  readonly pins: Pins;
  readonly subscriptions: Subscriptions;
  readonly announcements: Announcements;
}

/** @param now the clock, in ms since 1970 */
export function createMemory(store: Store, now: () => number): Memory {
  return {
    settings: createSettings(store),
    undos: createUndos(store, now),
    answers: createAnswers(store, now),
    recents: createRecents(store, now),
    mentions: createMentions(store, now),
    refusals: createRefusals(store, now),
    taken: createTaken(now),
    pins: createPins(store),
    subscriptions: createSubscriptions(store, now),
    announcements: createAnnouncements(store, now),
  };
}
