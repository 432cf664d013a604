/** How much the bot says unasked: per channel, with a workspace's and the bot's own defaults beneath, and per person. */

/** From the quietest to the most: nothing, previews of links, and cards for bare IDs too. */
export const NOISE_LEVELS = ['off', 'links', 'links and IDs'] as const;

export type Noise = (typeof NOISE_LEVELS)[number];

export interface ChannelSettings {
  readonly noise: Noise;
  /** Whether messages of other bots (alerts of a SIEM) are read as a person's are. */
  readonly answersBots: boolean;
  /** For how many minutes an object that was shown in a channel stays quiet there. */
  readonly coolDown: number;
}

export interface PersonSettings {
  /** Neither previews nor cards for what this person writes. */
  readonly isQuiet: boolean;
}

/** What a channel has, each setting by the first that says something: the channel, its workspace, the bot. */
export function settle(
  defaults: ChannelSettings,
  workspace: Partial<ChannelSettings>,
  channel: Partial<ChannelSettings>,
): ChannelSettings {
  return { ...defaults, ...workspace, ...channel };
}
