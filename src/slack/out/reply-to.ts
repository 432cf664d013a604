/** A reply to a message, remembered with it: so that it follows when the message is edited, and goes when it is deleted. */

import type { WebClient } from '@slack/web-api';
import type { Message } from '../../reply/blocks.ts';
import type { AnsweredMessage, GivenAnswer } from '../../store/answers.ts';
import type { Deps } from '../deps.ts';
import { post } from './post.ts';

interface Reply extends Pick<GivenAnswer, 'kind' | 'ids'> {
  readonly message: Message;
  /** In which it is posted; undefined for beneath nothing. */
  readonly thread: string | undefined;
  /** The `ts` of what told that it takes a while: the reply takes its place. */
  readonly notice?: string | undefined;
}

export async function replyTo(
  answered: AnsweredMessage,
  { message, thread, notice, kind, ids }: Reply,
  client: WebClient,
  deps: Deps,
): Promise<void> {
  const { team, channel } = answered;
  let posted: string | undefined;
  await post(message, { ...deps, team }, async (content) => {
    const sent =
      notice === undefined
        ? await client.chat.postMessage({ ...placeOf(channel, thread), ...content })
        : await client.chat.update({ channel, ts: notice, ...content });
    posted = sent.ts;
  });
  if (posted === undefined) return;
  try {
    await deps.memory.answers.add(answered, { ts: posted, kind, ids });
  } catch (error) {
    // The answer is given: that it cannot be remembered is nothing to apologize for.
    deps.log.warn({ err: error }, 'a reply will not follow its message');
  }
}

/** @returns its `ts`, by which the reply takes its place */
export async function postNotice(
  message: Message,
  { team, channel }: AnsweredMessage,
  thread: string | undefined,
  client: WebClient,
  deps: Deps,
): Promise<string | undefined> {
  let posted: string | undefined;
  await post(message, { ...deps, team }, async (content) => {
    posted = (await client.chat.postMessage({ ...placeOf(channel, thread), ...content })).ts;
  });
  return posted;
}

function placeOf(channel: string, thread: string | undefined) {
  return thread === undefined ? { channel } : { channel, thread_ts: thread };
}

/**
 * Whether a message has a reply already: Slack tells of an edited mention anew, and delivers once more what it missed the acknowledgement
 * of, which a restart does not remember. Never fails, for a doubled answer is better than none.
 */
export async function isAnswered(
  message: AnsweredMessage,
  { memory, log }: Pick<Deps, 'memory' | 'log'>,
): Promise<boolean> {
  try {
    return (await memory.answers.of(message)) !== undefined;
  } catch (error) {
    log.warn({ err: error }, 'whether a message was answered is not known');
    return false;
  }
}
