/** The settings that people have made; what nobody has set is absent. */

import { z } from 'zod';
import { type ChannelSettings, NOISE_LEVELS, type PersonSettings } from '../reply/settings.ts';
import { decodeJson } from './json.ts';
import type { Store } from './store.ts';

export interface Settings {
  readonly ofWorkspace: (team: string) => Promise<Partial<ChannelSettings>>;
  readonly ofChannel: (team: string, channel: string) => Promise<Partial<ChannelSettings>>;
  readonly ofPerson: (team: string, person: string) => Promise<Partial<PersonSettings>>;
  /** Replace all that was set; nothing in them leaves all to the defaults. */
  readonly setWorkspace: (team: string, settings: Partial<ChannelSettings>) => Promise<void>;
  readonly setChannel: (team: string, channel: string, settings: Partial<ChannelSettings>) => Promise<void>;
  readonly setPerson: (team: string, person: string, settings: Partial<PersonSettings>) => Promise<void>;
}

const WORKSPACES = 'settings of workspaces';
const CHANNELS = 'settings of channels';
const PEOPLE = 'settings of people';

const channelSettings = z
  .object({ noise: z.enum(NOISE_LEVELS), answersBots: z.boolean(), coolDown: z.number().positive() })
  .partial();
const personSettings = z.object({ isQuiet: z.boolean() }).partial();

export function createSettings(store: Store): Settings {
  const read = async <T extends object>(schema: z.ZodType<T>, collection: string, key: string) =>
    decodeJson(schema, await store.get(collection, key)) ?? {};
  const write = (collection: string, key: string, settings: object) =>
    store.change(collection, key, () => (Object.keys(settings).length === 0 ? undefined : JSON.stringify(settings)));
  return {
    ofWorkspace: (team) => read(channelSettings, WORKSPACES, team) as Promise<Partial<ChannelSettings>>,
    ofChannel: (team, channel) =>
      read(channelSettings, CHANNELS, `${team}/${channel}`) as Promise<Partial<ChannelSettings>>,
    ofPerson: (team, person) => read(personSettings, PEOPLE, `${team}/${person}`) as Promise<Partial<PersonSettings>>,
    setWorkspace: (team, settings) => write(WORKSPACES, team, settings),
    setChannel: (team, channel, settings) => write(CHANNELS, `${team}/${channel}`, settings),
    setPerson: (team, person, settings) => write(PEOPLE, `${team}/${person}`, settings),
  };
}
