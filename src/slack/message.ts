/** IDs dropped in a channel's messages: one quiet card in the thread, each ID once in a while. */

import type { Context, Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import { reply } from '../reply/reply.ts';
import type { ChannelSettings } from '../reply/settings/settings.ts';
import { findUnasked } from '../reply/unasked.ts';
import type { Catalog } from '../search/catalog.ts';
import type { Deps } from './deps.ts';
import { groundOf } from './ground.ts';
import { isAnswered, replyTo } from './out/reply-to.ts';
import { type Ourselves, readWritten, type Written } from './read/written.ts';
import { readNoise, type Shown } from './settings/noise.ts';

export function createMessage(deps: Deps, shown: Shown): Middleware<SlackEventMiddlewareArgs<'message'>> {
  return async ({ event, body, client, context }) => {
    if (event.channel_type === 'im') return;
    const written = readWritten(event, ourselvesIn(context, body.api_app_id));
    // A mention of the bot arrives as an event of its own and is answered there.
    if (written === undefined || (written.person !== undefined && isMentioned(context.botUserId, written.texts)))
      return;
    const team = context.teamId ?? '';
    const { catalog: known, vantage } = await groundOf(team, deps);
    const named = findShowable(written, known);
    if (named.length === 0) return;

    const message = { team, channel: event.channel, ts: written.ts };
    const noise = await readNoise(deps, message.team, message.channel);
    if (!(await isHeard(written, noise, message.team, deps)) || (await isAnswered(message, deps))) return;
    const thread = written.thread ?? written.ts;
    const cards = `cards in ${thread}`;
    // Two bots that answer each other would go through all of ATT&CK.
    if (written.person === undefined && shown.isRecent(cards, message, noise.coolDown)) return;
    const ids = named.filter((id) => !shown.isRecent(id, message, noise.coolDown));
    if (ids.length === 0) return;
    shown.add([...ids, cards], message);
    const card = reply({ kind: 'lookup', terms: ids }, known, { now: deps.now(), isPrivate: false, vantage });
    try {
      await replyTo(message, { message: card, thread, kind: 'unasked', ids }, client, deps);
    } catch (error) {
      shown.forget(message);
      throw error;
    }
  };
}

/** The IDs in a message that have a card unasked, each once. */
export function findShowable({ texts }: Written, known: Catalog): readonly string[] {
  return [...new Set(texts.flatMap((text) => findUnasked(text, known)))];
}

/** Whether the channel and the author want cards for what was written. */
export async function isHeard(
  { person }: Written,
  { noise, answersBots }: ChannelSettings,
  team: string,
  { memory }: Deps,
): Promise<boolean> {
  if (noise !== 'links and IDs') return false;
  return person === undefined ? answersBots : !(await memory.settings.ofPerson(team, person)).isQuiet;
}

export function ourselvesIn({ botId, botUserId }: Context, appId: string): Ourselves {
  return { botId, botUserId, appId };
}

/** Slack writes `<@U123>`, or `<@U123|name>` in texts of old clients. */
export function isMentioned(userId: string | undefined, texts: readonly string[]): boolean {
  if (userId === undefined) return false;
  return texts.some((text) => text.includes(`<@${userId}>`) || text.includes(`<@${userId}|`));
}
