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
}

/** @returns the reply's `ts` */
export async function replyTo(
  answered: AnsweredMessage,
  { message, thread, kind, ids }: Reply,
  client: WebClient,
  deps: Deps,
): Promise<string | undefined> {
  const { team, channel } = answered;
  const place = thread === undefined ? { channel } : { channel, thread_ts: thread };
  let posted: string | undefined;
  await post(message, { ...deps, team }, async (content) => {
    posted = (await client.chat.postMessage({ ...place, ...content })).ts;
  });
  if (posted === undefined) return undefined;
  try {
    await deps.memory.answers.add(answered, { ts: posted, kind, ids });
  } catch (error) {
    // The answer is given: that it cannot be remembered is nothing to apologize for.
    deps.log.warn({ err: error }, 'a reply will not follow its message');
  }
  return posted;
}

/** @param ts of the reply */
export async function updateReply(
  { team, channel }: AnsweredMessage,
  ts: string,
  message: Message,
  client: WebClient,
  deps: Deps,
): Promise<void> {
  await post(message, { ...deps, team }, ({ text, blocks }) => client.chat.update({ channel, ts, text, blocks }));
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
