/** IDs dropped in a channel's messages: one quiet card in the thread, each ID once in a while. */

import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import NodeCache from 'node-cache';
import { reply } from '../reply/reply.ts';
import { findUnasked } from '../reply/unasked.ts';
import type { Deps } from './deps.ts';
import { post } from './post.ts';

type MessageEvent = SlackEventMiddlewareArgs<'message'>['event'];

/** The one shape of message that a person writes. */
export interface PersonsMessage {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  readonly thread_ts?: string;
}

/** Anything else is a bot's, an edit's, a join's or a topic's message, or one that Slack shows to nobody. */
const WRITTEN_BY_PEOPLE: ReadonlySet<string | undefined> = new Set([undefined, 'file_share', 'thread_broadcast']);

/** @param coolDown for how many seconds an ID that was shown in a channel stays quiet there */
export function createMessage(deps: Deps, coolDown: number): Middleware<SlackEventMiddlewareArgs<'message'>> {
  const shown = new NodeCache({ stdTTL: coolDown, checkperiod: 60, useClones: false });
  return async ({ event, client, context }) => {
    if (event.channel_type === 'im' || !isFromPerson(event)) return;
    // A mention of the bot arrives as an event of its own and is answered there.
    if (context.botUserId !== undefined && isMentioned(context.botUserId, event.text)) return;
    const known = deps.catalog();
    const keyOf = (id: string) => `${context.teamId ?? ''} ${event.channel} ${id}`;
    const ids = findUnasked(event.text, known).filter((id) => !shown.has(keyOf(id)));
    if (ids.length === 0) return;
    for (const id of ids) shown.set(keyOf(id), true);
    const message = reply({ kind: 'lookup', terms: ids }, known, { now: deps.now(), isPrivate: false });
    const thread = event.thread_ts ?? event.ts;
    try {
      await post(message, { ...deps, team: context.teamId ?? '' }, (content) =>
        client.chat.postMessage({ channel: event.channel, thread_ts: thread, ...content }),
      );
    } catch (error) {
      for (const id of ids) shown.del(keyOf(id));
      throw error;
    }
  };
}

/** Slack writes `<@U123>`, or `<@U123|name>` in texts of old clients. */
function isMentioned(userId: string, text: string): boolean {
  return text.includes(`<@${userId}>`) || text.includes(`<@${userId}|`);
}

/** Whether a person wrote the message just now, with words in it. */
export function isFromPerson(event: MessageEvent): event is MessageEvent & PersonsMessage {
  const { subtype, text, bot_id, app_id, hidden } = event as unknown as Readonly<Record<string, unknown>>;
  const isWritten = WRITTEN_BY_PEOPLE.has(subtype as string | undefined);
  return isWritten && typeof text === 'string' && bot_id === undefined && app_id === undefined && hidden !== true;
}
