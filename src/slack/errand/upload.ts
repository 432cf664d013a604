/** Uploads files where they were asked for. */

import type { UploadObstacle } from '../../reply/views/upload.ts';
import { currentReference, note } from '../../request.ts';
import type { Deps } from '../deps.ts';
import { isOutside, reasonOf } from '../out/reason.ts';
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

/** By what can be done about it; any other reason is none of the asker's business. */
function obstacleOf(error: unknown): UploadObstacle {
  if (isOutside(error)) return 'no member';
  return reasonOf(error) === 'missing_scope' ? 'no scope' : 'refused';
}
