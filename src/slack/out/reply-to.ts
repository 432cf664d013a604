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

export async function replyTo(
  answered: AnsweredMessage,
  { message, thread, kind, ids }: Reply,
  client: WebClient,
  deps: Deps,
): Promise<void> {
  const { team, channel } = answered;
  const place = thread === undefined ? { channel } : { channel, thread_ts: thread };
  let posted: string | undefined;
  await post(message, { ...deps, team }, async (content) => {
    posted = (await client.chat.postMessage({ ...place, ...content })).ts;
  });
  if (posted === undefined) return;
  try {
    await deps.memory.answers.add(answered, { ts: posted, kind, ids });
  } catch (error) {
    // The answer is given: that it cannot be remembered is nothing to apologize for.
    deps.log.warn({ err: error }, 'a reply will not follow its message');
  }
}
