/** The way out: a message as it is, or as text alone where Slack refuses its blocks. */

import type { Log } from '../log.ts';
import type { Message } from '../reply/blocks.ts';

/** What `chat.postMessage` and a response URL need besides the place. */
export interface Content {
  text: string;
  blocks: Message['blocks'][number][];
  /** Links in our own answers must not grow previews of their own. */
  unfurl_links: false;
  unfurl_media: false;
}

/** Slack refuses a message whole for one block that it does not like, and rolls new rules out unevenly. */
const REFUSALS = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'cannot_parse_attachment',
]);

/**
 * @param send posts the content; called a second time, without blocks, when the first is refused
 * @throws what `send` throws for any other reason
 */
export async function post(message: Message, log: Log, send: (content: Content) => Promise<unknown>): Promise<void> {
  const content: Content = {
    text: message.text,
    blocks: [...message.blocks],
    unfurl_links: false,
    unfurl_media: false,
  };
  try {
    await send(content);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    log.error({ err: error }, 'Slack refused the blocks of an answer; sent as text');
    await send({ ...content, blocks: [] });
  }
}

/** Whether Slack may take the same message as text alone. */
export function isRefusal(error: unknown): boolean {
  return REFUSALS.has(reasonOf(error) ?? '');
}

/** The `error` of a Web API answer, such as `channel_not_found`; undefined for failures of another kind. */
export function reasonOf(error: unknown): string | undefined {
  const { data } = error as { data?: { error?: unknown } };
  return typeof data?.error === 'string' ? data.error : undefined;
}
