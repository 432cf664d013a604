/** How much the bot may say unasked, and what was said already. */

import { type ChannelSettings, type Layers, settle, UNSET } from '../../reply/settings/settings.ts';
import type { Deps } from '../deps.ts';
import { createLately } from '../door/lately.ts';
import { isDirect } from '../read/conversation.ts';

/** @param channel undefined, or a direct message, for a place that has no settings of its own */
export async function readLayers(
  { memory, defaults }: Pick<Deps, 'memory' | 'defaults'>,
  team: string,
  channel: string | undefined,
): Promise<Layers> {
  const hasOwn = channel !== undefined && !isDirect(channel);
  const [workspace, own] = await Promise.all([
    memory.settings.of({ team }),
    hasOwn ? memory.settings.of({ team, channel }) : UNSET,
  ]);
  return { defaults, workspace, channel: own };
}

/** See `readLayers`. */
export async function readNoise(
  deps: Pick<Deps, 'memory' | 'defaults'>,
  team: string,
  channel: string | undefined,
): Promise<ChannelSettings> {
  const { defaults, workspace, channel: own } = await readLayers(deps, team, channel);
  return settle(defaults, workspace.own, own.own);
}

/** Where and by which message an object is shown. */
export interface Showing {
  readonly team: string;
  readonly channel: string;
  /** The message that names it. */
  readonly ts: string;
}

/** Which objects were shown where, by cards and by previews alike. */
export interface Shown {
  /** Whether another message had it shown in the last `coolDown` minutes. */
  readonly isRecent: (id: string, showing: Showing, coolDown: number) => boolean;
  readonly add: (ids: readonly string[], showing: Showing) => void;
  /** For what this message could not have shown, or no longer shows: all of it, unless the objects are given. */
  readonly forget: (showing: Showing, ids?: readonly string[]) => void;
}

/** By which message an object was shown last, and when (ms since 1970). */
interface Last {
  readonly at: number;
  readonly ts: string;
}

/** The longest cool-down. */
const REMEMBER_SECONDS = 24 * 60 * 60;
/** In a workspace that has more shown in a day, the oldest may be shown once more. */
const MOST = 20_000;
const MINUTE = 60_000;

/** @param now the clock, in ms since 1970 */
export function createShown(now: () => number): Shown {
  const shown = createLately<Last>({ seconds: REMEMBER_SECONDS, most: MOST, now });
  const byMessage = createLately<readonly string[]>({ seconds: REMEMBER_SECONDS, most: MOST, now });
  const keyOf = (id: string, { team, channel }: Showing) => `${team} ${channel} ${id}`;
  const shownBy = (showing: Showing) => byMessage.get(keyOf(showing.ts, showing)) ?? [];
  return {
    isRecent(id, showing, coolDown) {
      const last = shown.get(keyOf(id, showing));
      return last !== undefined && last.ts !== showing.ts && now() - last.at < coolDown * MINUTE;
    },
    add(ids, showing) {
      if (ids.length === 0) return;
      byMessage.set(keyOf(showing.ts, showing), [...shownBy(showing), ...ids]);
      for (const id of ids) shown.set(keyOf(id, showing), { at: now(), ts: showing.ts });
    },
    forget(showing, ids = shownBy(showing)) {
      for (const id of ids) {
        const key = keyOf(id, showing);
        if (shown.get(key)?.ts === showing.ts) shown.forget(key);
      }
    },
  };
}
