/** How much the bot says unasked: per channel, with a workspace's and the bot's own defaults beneath, and per person. */

/** From the quietest to the most: nothing, previews of links, and cards for bare IDs too. */
export const NOISE_LEVELS = ['off', 'links', 'links and IDs'] as const;

type Noise = (typeof NOISE_LEVELS)[number];

export interface ChannelSettings {
  readonly noise: Noise;
  /** Whether messages of other bots (alerts of a SIEM) are read as a person's are. */
  readonly answersBots: boolean;
  /** For how many minutes an object that was shown in a channel stays quiet there. */
  readonly coolDown: number;
}

export const SETTING_NAMES = ['noise', 'answersBots', 'coolDown'] as const satisfies readonly (keyof ChannelSettings)[];

export type SettingName = (typeof SETTING_NAMES)[number];

export interface PersonSettings {
  /** Neither previews nor cards for what this person writes. */
  readonly isQuiet: boolean;
}

/** Who changed something, and when. */
export interface Mark {
  /** Slack's id of a person. */
  readonly by: string;
  /** In ms since 1970. */
  readonly at: number;
}

/** What was set in one place: a channel, or a workspace as the default of its channels. */
export interface Level {
  readonly own: Partial<ChannelSettings>;
  readonly marks: Partial<Record<SettingName, Mark>>;
  /** The token that undoes the last change. */
  readonly undo?: string;
}

/** The three that decide, the weakest first. */
export interface Layers {
  readonly defaults: ChannelSettings;
  readonly workspace: Level;
  readonly channel: Level;
}

export type Origin = 'channel' | 'workspace' | 'default';

/** What is to be set; null leaves a setting to the defaults beneath. */
export type Patch = { readonly [Name in SettingName]?: ChannelSettings[Name] | null };

/** What a patch made of one place: the settings that differ, the same ones in both. */
export interface Change {
  readonly before: Patch;
  readonly after: Patch;
}

/** In ms: for how long a change can be undone. */
export const UNDONE_WITHIN = 24 * 60 * 60 * 1000;

export const UNSET: Level = { own: {}, marks: {} };

/** Leaves every setting to the defaults beneath. */
export const ALL_DEFAULT: Patch = { noise: null, answersBots: null, coolDown: null };

/** What a channel has, each setting by the first that says something: the channel, its workspace, the bot. */
export function settle(
  defaults: ChannelSettings,
  workspace: Partial<ChannelSettings>,
  channel: Partial<ChannelSettings>,
): ChannelSettings {
  return { ...defaults, ...workspace, ...channel };
}

/** Which of the three it was that said something. */
export function originOf(name: SettingName, { workspace, channel }: Layers): Origin {
  if (channel.own[name] !== undefined) return 'channel';
  return workspace.own[name] === undefined ? 'default' : 'workspace';
}

export function applyPatch(own: Partial<ChannelSettings>, patch: Patch): Partial<ChannelSettings> {
  const values = { ...own, ...patch };
  return Object.fromEntries(SETTING_NAMES.flatMap((name) => (values[name] == null ? [] : [[name, values[name]]])));
}

/** @returns undefined where nothing differs */
export function findChange(before: Partial<ChannelSettings>, after: Partial<ChannelSettings>): Change | undefined {
  const names = SETTING_NAMES.filter((name) => before[name] !== after[name]);
  return names.length === 0 ? undefined : { before: pick(before, names), after: pick(after, names) };
}

/** The first setting that is no longer what a change made of it: that change cannot be undone any more. */
export function findSuperseded(own: Partial<ChannelSettings>, { after }: Change): SettingName | undefined {
  return namesIn(after).find((name) => (own[name] ?? null) !== after[name]);
}

export function namesIn(patch: Patch): readonly SettingName[] {
  return SETTING_NAMES.filter((name) => patch[name] !== undefined);
}

/** The newest of a place's marks; undefined where nobody has changed anything. */
export function lastMark({ marks }: Level): Mark | undefined {
  return Object.values(marks).toSorted((a, b) => b.at - a.at)[0];
}

function pick(own: Partial<ChannelSettings>, names: readonly SettingName[]): Patch {
  return Object.fromEntries(names.map((name) => [name, own[name] ?? null]));
}
