/** `files.*`: an upload in three steps, of which the second is the post of the bytes. */

import { type Answer, fail } from '../answer.ts';
import { readBlocks } from '../content.ts';
import type { UploadedFile } from '../files.ts';
import { type JsonObject, readObjects, readString } from '../json.ts';
import { buildFile } from '../payloads.ts';
import { postAsBot, type World } from '../world.ts';
import type { Method } from './method.ts';

const SCOPES = ['files:write'];

export const getUploadURLExternal: Method = {
  token: 'bot',
  scopes: SCOPES,
  call(args, world) {
    const name = readString(args, 'filename') ?? '';
    const length = Number(args.length);
    if (name === '' || !Number.isInteger(length) || length <= 0) {
      return fail('invalid_arguments');
    }
    const { id, uploadPath } = world.files.reserve(name, length);
    return { ok: true, upload_url: world.origin() + uploadPath, file_id: id };
  },
};

/** Without a channel the file stays with the app. */
export const completeUploadExternal: Method = {
  token: 'bot',
  scopes: SCOPES,
  call(args, world) {
    const wanted = readObjects(args, 'files');
    if (wanted.length === 0) {
      return fail('invalid_arguments');
    }
    if (wanted.some((file) => world.files.find(readString(file, 'id') ?? '') === undefined)) {
      return fail('file_not_found');
    }
    const channel = readString(args, 'channel_id');
    const refusal = channel === undefined ? undefined : checkChannel(channel, world);
    if (refusal !== undefined) {
      return refusal;
    }
    const result = readBlocks(args.blocks, '/blocks', 'message', world.refusedBlocks);
    if (result.kind === 'refused') {
      return result.refusal;
    }
    const files = wanted.flatMap((file) => giveTitle(file, world) ?? []);
    if (channel !== undefined) {
      const comment = readString(args, 'initial_comment');
      postAsBot(world, {
        channel,
        threadTs: readString(args, 'thread_ts'),
        text: comment ?? '',
        blocks: comment === undefined ? result.blocks : undefined,
        files,
      });
    }
    return { ok: true, files: files.map((file) => buildFile(file, world.workspace.bot)) };
  },
};

function checkChannel(id: string, { workspace }: World): Answer | undefined {
  const channel = workspace.findChannel(id);
  if (channel === undefined) {
    return fail('channel_not_found');
  }
  return channel.members.includes(workspace.bot.id) ? undefined : fail('not_in_channel');
}

function giveTitle(wanted: JsonObject, { files }: World): UploadedFile | undefined {
  const id = readString(wanted, 'id') ?? '';
  const title = readString(wanted, 'title');
  if (title !== undefined) {
    files.rename(id, title);
  }
  return files.find(id);
}
