/** `/attack …`: answered to the asker alone. */

import type { Middleware, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { parseQuestion } from '../reply/question.ts';
import { reply } from '../reply/reply.ts';
import type { Deps } from './deps.ts';
import { post } from './post.ts';
import { respond } from './respond.ts';

export function createCommand({ catalog, log, now }: Deps): Middleware<SlackCommandMiddlewareArgs> {
  return async ({ command, ack }) => {
    await ack();
    const message = reply(parseQuestion(command.text), catalog(), { now: now(), isPrivate: true });
    const placement = { response_type: 'ephemeral', replace_original: false } as const;
    await post(message, log, (content) => respond(command.response_url, content, placement));
  };
}
