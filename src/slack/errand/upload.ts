/** Uploads files where they were asked for, and tells the asker what became of it. */

import type { Message } from '../../reply/blocks.ts';
import type { UploadObstacle } from '../../reply/views/upload.ts';
import { currentReference, note } from '../../request.ts';
import type { Deps } from '../deps.ts';
import { isOutside, post, reasonOf } from '../out/post.ts';
import { respond } from '../out/respond.ts';
import type { Asked } from './errand.ts';

interface UploadedFile {
  readonly filename: string;
  readonly title: string;
  readonly file: Buffer;
}

/**
 * @param comment mrkdwn that stands beside the files
 * @returns why it failed, with the reference under which the cause is in the log
 */
export async function upload(
  files: readonly UploadedFile[],
  comment: string,
  { client, channel, thread }: Asked,
  { log }: Pick<Deps, 'log'>,
): Promise<{ readonly obstacle: UploadObstacle; readonly reference: string } | undefined> {
  try {
    await client.files.uploadV2({
      channel_id: channel,
      initial_comment: comment,
      file_uploads: [...files],
      ...(thread === undefined ? {} : { thread_ts: thread }),
    });
    return undefined;
  } catch (error) {
    const reference = currentReference();
    note({ outcome: 'failed' });
    log.error({ err: error, reference }, 'a file was not uploaded');
    return { obstacle: obstacleOf(error), reference };
  }
}

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
  const placement = { response_type: 'ephemeral', replace_original: replaces } as const;
  await post(message, { memory, log, team }, (content) =>
    responseUrl === undefined
      ? client.chat.postMessage({ channel, ...(thread === undefined ? {} : { thread_ts: thread }), ...content })
      : respond(responseUrl, content, placement),
  );
}

/** By what can be done about it; any other reason is none of the asker's business. */
function obstacleOf(error: unknown): UploadObstacle {
  if (isOutside(error)) return 'no member';
  return reasonOf(error) === 'missing_scope' ? 'no scope' : 'refused';
}
