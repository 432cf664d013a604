/** `@bot T1055` in a channel or a thread, and anything said to the bot directly: answered where it was asked. */

import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { type Answerable, isErrand, parseQuestion } from '../reply/question.ts';
import { reply } from '../reply/reply.ts';
import { isAllPreviewed } from '../reply/unasked.ts';
import { comparingNotice } from '../reply/views/notice.ts';
import type { Catalog } from '../search/catalog.ts';
import type { AnsweredMessage } from '../store/answers.ts';
import type { Deps } from './deps.ts';
import { runErrand } from './errand/errand.ts';
import { gatherCompared } from './gather/compared.ts';
import { withNotice } from './out/notice.ts';
import { isAnswered, postNotice, replyTo } from './out/reply-to.ts';
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
    const shows = await answerInPlace(question, deps.catalog(), { answered: message, thread }, client, deps);
    if (event.user !== undefined) await remember(shows, { team, person: event.user }, deps);
  };
}

/** A direct message needs no mention; its answer needs no thread. */
export function createDirectMessage(deps: Deps): Middleware<SlackEventMiddlewareArgs<'message'>> {
  return async ({ event, client, context }) => {
    if (event.channel_type !== 'im' || !isFromPerson(event)) return;
    const known = deps.catalog();
    const typed = readTyped(event.text);
    if (isAllPreviewed(typed, known)) return;
    const { channel, thread_ts: thread } = event;
    const team = context.teamId ?? '';
    if (await isAnswered({ team, channel, ts: event.ts }, deps)) return;
    const question = parseQuestion(typed);
    if (isErrand(question)) {
      const asked = { client, team, person: event.user, channel, ...(thread === undefined ? {} : { thread }) };
      return runErrand(question, asked, deps);
    }
    const answered = { team, channel, ts: event.ts };
    const shows = await answerInPlace(question, known, { answered, thread }, client, deps);
    await remember(shows, { team, person: event.user }, deps);
  };
}

/** @returns the key of the one object that the answer is about, if it is about one */
async function answerInPlace(
  question: Answerable,
  known: Catalog,
  { answered, thread }: { readonly answered: AnsweredMessage; readonly thread: string | undefined },
  client: WebClient,
  deps: Deps,
): Promise<string | undefined> {
  const tellSlow = () => postNotice(comparingNotice(question), answered, thread, client, deps);
  const gathered = gatherCompared(question, known, deps);
  const { value: compared, notice } = await withNotice(gathered, tellSlow, deps.log);
  const asking = { now: deps.now(), isPrivate: false, ...(compared && { compared }) };
  const message = reply(question, known, asking);
  await replyTo(answered, { message, thread, notice, kind: 'asked', ids: [] }, client, deps);
  return message.shows;
}
