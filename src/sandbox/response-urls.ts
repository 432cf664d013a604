/** response_url: five messages within thirty minutes, in the conversation that it came from, member or not. */

import { randomUUID } from 'node:crypto';
import { readContent } from './content.ts';
import { type JsonObject, readAt, readString } from './json.ts';
import type { Timing } from './timing.ts';
import type { Message } from './workspace.ts';
import { changeMessage, postAsBot, removeMessage, type World } from './world.ts';

/** What a response_url is tied to. */
export interface ResponseOrigin {
  readonly channel: string;
  readonly person: string;
  /** The message whose element was pressed; undefined for a command. */
  readonly messageTs: string | undefined;
  /** The preview that it stood in, if it did. */
  readonly unfurlUrl: string | undefined;
}

export interface ResponseUrls {
  /** The path of a new one. */
  issuePath(origin: ResponseOrigin): string;
  /** Takes one use off a path: the origin, or the error that Slack answers with. */
  use(path: string): ResponseOrigin | 'invalid_url' | 'used_url' | 'expired_url';
}

export const RESPONSE_PATH = '/response/';
const USES = 5;

export function createResponseUrls(timing: Timing): ResponseUrls {
  const issued = new Map<string, { readonly origin: ResponseOrigin; readonly at: number; usesLeft: number }>();
  return {
    issuePath(origin) {
      const path = `${RESPONSE_PATH}${randomUUID()}`;
      issued.set(path, { origin, at: timing.now(), usesLeft: USES });
      return path;
    },
    use(path) {
      const url = issued.get(path);
      if (url === undefined) {
        return 'invalid_url';
      }
      if (timing.now() - url.at > timing.responseUrlMs) {
        return 'expired_url';
      }
      if (url.usesLeft === 0) {
        return 'used_url';
      }
      url.usesLeft -= 1;
      return url.origin;
    },
  };
}

export type ResponseResult = { readonly ok: true } | ({ readonly ok: false; readonly error: string } & JsonObject);

/**
 * Carries out what an app posts to a response_url, or returns with the ack of a command.
 *
 * Left out, `response_type` means `ephemeral`, and `replace_original` means a new message.
 *
 * @param body `{text, blocks, response_type, replace_original, delete_original, thread_ts}`
 */
export function respond(world: World, origin: ResponseOrigin, body: JsonObject): ResponseResult {
  const original =
    origin.messageTs === undefined ? undefined : world.workspace.findMessage(origin.channel, origin.messageTs);
  if (readFlag(body, 'delete_original') && original !== undefined) {
    return changeOriginal(world, original, () => removeMessage(world, original));
  }
  const content = readContent(body, 'message');
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
function changeOriginal(world: World, original: Message, change: () => void): ResponseResult {
  if (original.author !== world.workspace.bot.id) {
    return { ok: false, error: 'cant_update_message' };
  }
  change();
  return { ok: true };
}

/** Slack takes `true` and `"true"`. */
function readFlag(body: JsonObject, name: string): boolean {
  const value = readAt(body, name);
  return value === true || value === 'true';
}
