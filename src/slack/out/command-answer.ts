/** The answer to a slash command: with its acknowledgement, which saves a call and the time of one, or else at its response URL. */

import type { AckFn, RespondArguments } from '@slack/bolt';
import type { Message } from '../../reply/blocks.ts';
import { noteTold } from '../../request.ts';
import { type Outlet, post, writeContent } from './post.ts';
import { respond } from './respond.ts';

export interface CommandAnswer {
  /** For work that nobody waits for, or that may take long; once, however often it is called. */
  readonly acknowledge: () => Promise<void>;
  /** To the asker alone, as often as there is something to say. Throws as `post` does. */
  readonly say: (message: Message) => Promise<void>;
}

/** In ms, of the three seconds that Slack waits: what takes longer to answer is acknowledged meanwhile. */
const PROMPT = 1000;

const PLACEMENT = { response_type: 'ephemeral', replace_original: false } as const;

/**
 * Slack does not say how it takes what comes with an acknowledgement, and shows an error of its own in place of what it refuses. So an answer
 * goes there only when this workspace has lately taken its like at a response URL, where a refusal is heard and the text alone sent after it.
 */
export function createCommandAnswer(
  ack: AckFn<string | RespondArguments>,
  responseUrl: string,
  outlet: Outlet,
): CommandAnswer {
  const { team, memory, log } = outlet;
  let acknowledged: Promise<void> | undefined;
  const acknowledge = (answer?: RespondArguments) => {
    clearTimeout(patience);
    acknowledged ??= ack(answer);
    return acknowledged;
  };
  const patience = setTimeout(() => {
    acknowledge().catch((error: unknown) => log.warn({ err: error }, 'a command is not acknowledged'));
  }, PROMPT);
  return {
    acknowledge: () => acknowledge(),
    async say(message) {
      if (acknowledged === undefined && memory.taken.isLike(team, message.blocks)) {
        await acknowledge({ ...writeContent(message), response_type: PLACEMENT.response_type });
        noteTold();
        return;
      }
      await acknowledge();
      await post(message, outlet, async (content) => {
        await respond(responseUrl, content, PLACEMENT);
        memory.taken.add(team, content.blocks);
      });
    },
  };
}
