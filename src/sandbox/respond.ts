/** What an app says through a response_url, or with the ack of a command: in the conversation that it came from, member or not. */

import { type Answer, fail } from './answer.ts';
import { readContent } from './content.ts';
import { type JsonObject, readAt, readString } from './json.ts';
import type { ResponseOrigin } from './response-urls.ts';
import type { Message } from './workspace.ts';
import { changeMessage, postAsBot, removeMessage, type World } from './world.ts';

/**
 * Carries out what an app posts to a response_url, or returns with the ack of a command.
 *
 * Left out, `response_type` means `ephemeral`, and `replace_original` means a new message.
 *
 * @param body `{text, blocks, response_type, replace_original, delete_original, thread_ts}`
 */
export function respond(world: World, origin: ResponseOrigin, body: JsonObject): Answer {
  const original =
    origin.messageTs === undefined ? undefined : world.workspace.findMessage(origin.channel, origin.messageTs);
  if (readFlag(body, 'delete_original') && original !== undefined) {
    return changeOriginal(world, original, () => removeMessage(world, original));
  }
  const content = readContent(body, world.refusedBlocks);
  if (content.kind === 'refused') {
    return content.refusal;
  }
  if (readFlag(body, 'replace_original') && original !== undefined) {
    return changeOriginal(world, original, () => changeMessage(world, original, content.content, true));
  }
  postAsBot(world, {
    channel: origin.channel,
    ...content.content,
    threadTs: readString(body, 'thread_ts'),
    seenBy: readString(body, 'response_type') === 'in_channel' ? undefined : origin.person,
  });
  return { ok: true };
}

/** An app cannot change what a person wrote: a press in a preview has a person's message as its original. */
function changeOriginal(world: World, original: Message, change: () => void): Answer {
  if (original.author !== world.workspace.bot.id) {
    return fail('cant_update_message');
  }
  change();
  return { ok: true };
}

/** Slack takes `true` and `"true"`. */
function readFlag(body: JsonObject, name: string): boolean {
  const value = readAt(body, name);
  return value === true || value === 'true';
}
