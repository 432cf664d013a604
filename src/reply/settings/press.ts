/** What the elements of the settings say when they are used: where a change belongs stands in the `block_id`, what it is in the rest. */

import { isRelease } from '../../attack/release.ts';
import { ALL_DEFAULT, NOISE_LEVELS, type Patch } from './settings.ts';

/** Whose settings a change is for. */
export type SettingsPlace = { readonly kind: 'channel'; readonly channel: string } | { readonly kind: 'workspace' };

export type SettingsPress =
  | { readonly kind: 'set'; readonly place: SettingsPlace; readonly patch: Patch }
  | { readonly kind: 'person'; readonly isQuiet: boolean }
  | { readonly kind: 'undo'; readonly token: string }
  /** Without a release, the newest is to answer. */
  | { readonly kind: 'pin'; readonly release: string | undefined };

/** An element that was used, as `block_actions` tells it. */
export interface Used {
  readonly actionId: string;
  readonly blockId: string;
  /** A button's value, or that of the option chosen. */
  readonly value: string;
}

/** In the place of a release's number: that none is pinned. */
export const NEWEST = 'newest';

/** In minutes; a day is the longest. */
const LONGEST_COOL_DOWN = 24 * 60;

/**
 * @param part tells the blocks of a place apart
 * @param now in ms since 1970: another at each drawing, or Slack keeps showing what was chosen in the last
 */
export function settingsBlockId(place: SettingsPlace | { readonly kind: 'person' }, part: string, now: number): string {
  const words = place.kind === 'channel' ? `channel ${place.channel}` : place.kind;
  return `settings ${words} ${part} ${now.toString(36)}`;
}

/** @returns undefined for what is none of ours, such as an element that another version of the bot made */
export function decodeSettingsPress({ actionId, blockId, value }: Used): SettingsPress | undefined {
  if (actionId === 'settings.undo') return { kind: 'undo', token: value };
  if (actionId === 'settings.person') return { kind: 'person', isQuiet: value === 'quiet' };
  if (actionId === 'settings.release' && (value === NEWEST || isRelease(value)))
    return { kind: 'pin', release: value === NEWEST ? undefined : value };
  const place = readPlace(blockId);
  const patch = readPatch(actionId, value);
  return place && patch && { kind: 'set', place, patch };
}

function readPlace(blockId: string): SettingsPlace | undefined {
  const [, channel] = /^settings channel (\w+) /.exec(blockId) ?? [];
  if (channel !== undefined) return { kind: 'channel', channel };
  return blockId.startsWith('settings workspace ') ? { kind: 'workspace' } : undefined;
}

function readPatch(actionId: string, value: string): Patch | undefined {
  switch (actionId) {
    case 'settings.noise': {
      const noise = NOISE_LEVELS.find((level) => level === value);
      return noise && { noise };
    }
    case 'settings.answersBots':
      return { answersBots: value === 'yes' };
    case 'settings.coolDown': {
      const coolDown = Number(value);
      return Number.isSafeInteger(coolDown) && coolDown > 0 && coolDown <= LONGEST_COOL_DOWN ? { coolDown } : undefined;
    }
    case 'settings.reset':
      return ALL_DEFAULT;
    default:
      return undefined;
  }
}
