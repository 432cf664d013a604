/** Tells whoever ran an errand what became of it, where they asked. */

import type { Message } from '../../reply/blocks.ts';
import type { Deps } from '../deps.ts';
import { post } from '../out/post.ts';
import { respond } from '../out/respond.ts';
import type { Asked } from './errand.ts';

/**
 * To the asker alone where Slack lets us, else in the thread of the mention.
 *
 * @param replaces the offer whose button was pressed; after a failure it stays, to be pressed again
 */
export async function tell(
  message: Message,
  { client, channel, thread, team, responseUrl }: Asked,
  { memory, log }: Pick<Deps, 'memory' | 'log'>,
  replaces = false,
): Promise<void> {
  const place = thread === undefined ? {} : { thread_ts: thread };
  const placement = { response_type: 'ephemeral', replace_original: replaces, ...(replaces ? {} : place) } as const;
  await post(message, { memory, log, team }, (content) =>
    responseUrl === undefined
      ? client.chat.postMessage({ channel, ...place, ...content })
      : respond(responseUrl, content, placement),
  );
}
