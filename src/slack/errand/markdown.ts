/** "Copy as Markdown": a modal with the answer in a box, or a message where Slack opens no modal any more. */

import type { Message } from '../../reply/blocks.ts';
import { copyAsMarkdown } from '../../reply/copy.ts';
import type { Shareable } from '../../reply/question.ts';
import { copyMessage, copyView } from '../../reply/views/copy.ts';
import { missingReleaseMessage } from '../../reply/views/release.ts';
import { gatherCompared } from '../compared.ts';
import type { Deps } from '../deps.ts';
import { groundFor } from '../ground.ts';
import { post } from '../out/post.ts';
import { isTriggerSpent } from '../out/reason.ts';
import { respond } from '../out/respond.ts';
import type { Asked } from './errand.ts';

export async function runMarkdown(of: Shareable, asked: Asked, deps: Deps): Promise<void> {
  const { memory, log } = deps;
  const { client, triggerId, channel, thread, team, person, responseUrl } = asked;
  const ground = await groundFor(of, team, deps);
  if (ground.kind !== 'ground') return tell(missingReleaseMessage(ground, { kind: 'markdown', of }));
  const markdown = copyAsMarkdown(of, ground.catalog, await gatherCompared(of, deps));
  if (triggerId !== undefined) {
    try {
      await client.views.open({ trigger_id: triggerId, view: copyView(markdown) });
      return;
    } catch (error) {
      // Slack took longer to reach the bot than a trigger lives.
      if (!isTriggerSpent(error)) throw error;
      log.info({ err: error }, 'no modal opens; the Markdown is sent as a message');
    }
  }
  return tell(copyMessage(markdown));

  function tell(message: Message): Promise<void> {
    const placement = { response_type: 'ephemeral', replace_original: false } as const;
    return post(message, { team, memory, log }, (content) =>
      responseUrl === undefined
        ? client.chat.postEphemeral({
            channel,
            user: person,
            ...(thread === undefined ? {} : { thread_ts: thread }),
            ...content,
          })
        : respond(responseUrl, content, placement),
    );
  }
}
