/** `@bot T1055` in a channel or a thread, and anything said to the bot directly: answered where it was asked. */

import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Message } from '../reply/blocks.ts';
import { type Answerable, isErrand, parseQuestion } from '../reply/question.ts';
import type { Reply } from '../reply/reply.ts';
import { isAllPreviewed } from '../reply/unasked.ts';
import { loadingMessage } from '../reply/views/release.ts';
import type { AnsweredMessage } from '../store/answers.ts';
import type { Deps } from './deps.ts';
import { runErrand } from './errand/errand.ts';
import { answerTo, groundOf } from './ground.ts';
import { isAnswered, replyTo, updateReply } from './out/reply-to.ts';
import { readTyped } from './read/text.ts';
import { isFromPerson } from './read/written.ts';
import { remember } from './remember.ts';

/** In the thread of the message, which becomes one if it was none. */
export function createMention(deps: Deps): Middleware<SlackEventMiddlewareArgs<'app_mention'>> {
  return async ({ event, client, context }) => {
    if (event.bot_id !== undefined) return;
    const { channel } = event;
    const team = context.teamId ?? '';
    const message = { team, channel, ts: event.ts };
    if (await isAnswered(message, deps)) return;
    const thread = event.thread_ts ?? event.ts;
    const question = parseQuestion(readTyped(event.text));
    if (isErrand(question)) {
      // What was run once left no answer to follow: an upload for each correction of a slip would be one too many.
      if ('edited' in event) return;
      const startsThread = event.thread_ts === undefined;
      return runErrand(question, { client, team, person: event.user ?? '', channel, thread, startsThread }, deps);
    }
    const answer = await answerIn(message, question, thread, client, deps);
    if (event.user !== undefined) await remember(answer.shows, { team, person: event.user }, deps);
  };
}

/** A direct message needs no mention; its answer needs no thread. */
export function createDirectMessage(deps: Deps): Middleware<SlackEventMiddlewareArgs<'message'>> {
  return async ({ event, client, context }) => {
    if (event.channel_type !== 'im' || !isFromPerson(event)) return;
    const { channel, thread_ts: thread } = event;
    const team = context.teamId ?? '';
    const typed = readTyped(event.text);
    if (isAllPreviewed(typed, (await groundOf(team, deps)).catalog)) return;
    if (await isAnswered({ team, channel, ts: event.ts }, deps)) return;
    const question = parseQuestion(typed);
    if (isErrand(question)) {
      const asked = { client, team, person: event.user, channel, ...(thread === undefined ? {} : { thread }) };
      return runErrand(question, asked, deps);
    }
    const message = await answerIn({ team, channel, ts: event.ts }, question, thread, client, deps);
    await remember(message.shows, { team, person: event.user }, deps);
  };
}

/** The answer takes the place of what was said while a release was on its way. */
async function answerIn(
  asked: AnsweredMessage,
  question: Answerable,
  thread: string | undefined,
  client: WebClient,
  deps: Deps,
): Promise<Reply> {
  const send = (message: Message) => replyTo(asked, { message, thread, kind: 'asked', ids: [] }, client, deps);
  const asking = { team: asked.team, now: deps.now(), isPrivate: false };
  let waiting: string | undefined;
  const answer = await answerTo(question, asking, deps, async (release) => {
    waiting = await send(loadingMessage(release));
  });
  if (waiting === undefined) await send(answer);
  else await updateReply(asked, waiting, answer, client, deps);
  return answer;
}
