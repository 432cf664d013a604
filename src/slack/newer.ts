/** Tells whoever has pinned a release, once, that a newer one is out: over all restarts, and all processes that share a store. */

import type { WebClient } from '@slack/web-api';
import { numberOf } from '../reply/views/notes.ts';
import { newerMessage } from '../reply/views/settings/release.ts';
import type { Deps } from './deps.ts';
import { post } from './out/post.ts';

/** Never rejects: what could not be told is told at the next occasion. */
export async function tellOfNewest(client: WebClient, deps: Deps): Promise<void> {
  const { memory, log, now } = deps;
  try {
    const newest = numberOf(deps.catalog());
    if (newest === undefined) return;
    for (const team of (await memory.pins.all()).keys()) await tellTeam(team, newest);
  } catch (error) {
    log.warn({ err: error }, 'nobody could be told of a newer release');
  }

  async function tellTeam(team: string, newest: string): Promise<void> {
    const pin = await memory.pins.claim(team, newest);
    if (!pin) return;
    try {
      // Slack opens the direct message of a person whose id stands in the channel's place.
      await post(newerMessage(pin, newest, now()), { ...deps, team }, (content) =>
        client.chat.postMessage({ channel: pin.by, ...content }),
      );
      log.info({ team, release: pin.release, newest }, 'a workspace was told of a newer release');
    } catch (error) {
      await memory.pins.unclaim(team, newest, pin);
      log.warn({ err: error, team }, 'a workspace could not be told of a newer release');
    }
  }
}
