/** `@bot T1055` in a channel or a thread, and anything said to the bot directly: answered where it was asked. */

import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import { parseQuestion } from '../reply/question.ts';
import { reply } from '../reply/reply.ts';
import { isAllPreviewed } from '../reply/unasked.ts';
import type { Deps } from './deps.ts';
import { isFromPerson } from './message.ts';
import { post } from './post.ts';
import { readTyped } from './text.ts';

/** In the thread of the message, which becomes one if it was none. */
export function createMention({ catalog, log, now }: Deps): Middleware<SlackEventMiddlewareArgs<'app_mention'>> {
  return async ({ event, client }) => {
    if (event.bot_id !== undefined) return;
    const message = reply(parseQuestion(readTyped(event.text)), catalog(), { now: now(), isPrivate: false });
    const thread = event.thread_ts ?? event.ts;
    await post(message, log, (content) =>
      client.chat.postMessage({ channel: event.channel, thread_ts: thread, ...content }),
    );
  };
}

/** A direct message needs no mention; its answer needs no thread. */
export function createDirectMessage({ catalog, log, now }: Deps): Middleware<SlackEventMiddlewareArgs<'message'>> {
  return async ({ event, client }) => {
    if (event.channel_type !== 'im' || !isFromPerson(event)) return;
    const known = catalog();
    const typed = readTyped(event.text);
    if (isAllPreviewed(typed, known)) return;
    const message = reply(parseQuestion(typed), known, { now: now(), isPrivate: false });
    const thread = event.thread_ts === undefined ? {} : { thread_ts: event.thread_ts };
    await post(message, log, (content) => client.chat.postMessage({ channel: event.channel, ...thread, ...content }));
  };
}
