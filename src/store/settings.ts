/** The settings that people have made; what nobody has set is absent. */

import { z } from 'zod';
import {
  applyPatch,
  type Change,
  findChange,
  type Level,
  type Mark,
  NOISE_LEVELS,
  namesIn,
  type Patch,
  type PersonSettings,
  UNSET,
} from '../reply/settings/settings.ts';
import { decodeJson } from './json.ts';
import type { Store } from './store.ts';

/** Whose settings: a channel's or, without one, the defaults of a workspace. */
export interface Whose {
  readonly team: string;
  readonly channel?: string;
}

export interface Settings {
  readonly of: (whose: Whose) => Promise<Level>;
  readonly ofPerson: (team: string, person: string) => Promise<PersonSettings>;
  /**
   * @param undo the token that will undo it; undefined for a change that is an undo itself
   * @returns what it changed; undefined where it changed nothing
   */
  readonly change: (whose: Whose, patch: Patch, mark: Mark, undo: string | undefined) => Promise<Change | undefined>;
  /**
   * As if a change had never been, marks and all; where another came since, that stays.
   *
   * @param undo the token of the change
   * @param before what was there before it
   */
  readonly takeBack: (whose: Whose, undo: string, before: Level) => Promise<void>;
  readonly setPerson: (team: string, person: string, settings: PersonSettings) => Promise<void>;
}

const LEVELS = 'settings';
const PEOPLE = 'settings of people';

const mark = z.object({ by: z.string(), at: z.number() });
const level = z.object({
  own: z.object({ noise: z.enum(NOISE_LEVELS), answersBots: z.boolean(), coolDown: z.number().positive() }).partial(),
  marks: z.object({ noise: mark, answersBots: mark, coolDown: mark }).partial(),
  undo: z.string().optional(),
});
const person = z.object({ isQuiet: z.boolean() });

export function createSettings(store: Store): Settings {
  const keyOf = ({ team, channel }: Whose) => (channel === undefined ? team : `${team}/${channel}`);
  const decode = (text: string | undefined): Level => (decodeJson(level, text) as Level | undefined) ?? UNSET;
  return {
    of: async (whose) => decode(await store.get(LEVELS, keyOf(whose))),
    ofPerson: async (team, who) => decodeJson(person, await store.get(PEOPLE, `${team}/${who}`)) ?? { isQuiet: false },
    async change(whose, patch, by, undo) {
      let change: Change | undefined;
      await store.change(LEVELS, keyOf(whose), (text) => {
        const { own, marks } = decode(text);
        const next = applyPatch(own, patch);
        change = findChange(own, next);
        if (change === undefined) return text;
        const marked = Object.fromEntries(namesIn(change.after).map((name) => [name, by]));
        return JSON.stringify({ own: next, marks: { ...marks, ...marked }, undo });
      });
      return change;
    },
    takeBack: (whose, undo, before) =>
      store.change(LEVELS, keyOf(whose), (text) => {
        if (decode(text).undo !== undo) return text;
        return before === UNSET ? undefined : JSON.stringify(before);
      }),
    setPerson: (team, who, settings) =>
      store.change(PEOPLE, `${team}/${who}`, () => (settings.isQuiet ? JSON.stringify(settings) : undefined)),
  };
}
