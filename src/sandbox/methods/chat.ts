/** `chat.*`: what the bot says, changes and takes back. */

import { fail, type Refusal } from '../answer.ts';
import { readContent } from '../content.ts';
import { isObject, type JsonObject, readAt, readString } from '../json.ts';
import { buildMessage } from '../payloads.ts';
import type { Channel, Message } from '../workspace.ts';
import { changeMessage, findAuthor, postAsBot, removeMessage, type World } from '../world.ts';
import type { Method } from './method.ts';

const SCOPES = ['chat:write'];

export const postMessage: Method = {
  token: 'bot',
  scopes: SCOPES,
  call(args, world) {
    const channel = findTarget(args, world);
    if (typeof channel === 'string') {
      return fail(channel);
    }
    const result = readContent(args, world.refusedBlocks);
    if (result.kind === 'refused') {
      return result.refusal;
    }
    const { metadata } = args;
    if (metadata !== undefined && !isMetadata(metadata)) {
      return fail('invalid_metadata_format');
    }
    const message = postAsBot(world, {
      channel: channel.id,
      threadTs: readString(args, 'thread_ts'),
      ...result.content,
      ...(metadata === undefined ? {} : { metadata }),
    });
    return {
      ok: true,
      channel: channel.id,
      ts: message.ts,
      message: buildMessage(message, world.workspace.bot),
    };
  },
};

export const postEphemeral: Method = {
  token: 'bot',
  scopes: SCOPES,
  call(args, world) {
    const channel = findTarget(args, world);
    if (typeof channel === 'string') {
      return fail(channel);
    }
    const user = readString(args, 'user') ?? '';
    if (!channel.members.includes(user)) {
      return fail('user_not_in_channel');
    }
    const result = readContent(args, world.refusedBlocks);
    if (result.kind === 'refused') {
      return result.refusal;
    }
    const message = postAsBot(world, {
      channel: channel.id,
      threadTs: readString(args, 'thread_ts'),
      seenBy: user,
      ...result.content,
    });
    return { ok: true, message_ts: message.ts };
  },
};

export const update: Method = {
  token: 'bot',
  scopes: SCOPES,
  call(args, world) {
    const found = findOwn(args, world, 'cant_update_message');
    if ('ok' in found) {
      return found;
    }
    const result = readContent(args, world.refusedBlocks);
    if (result.kind === 'refused') {
      return result.refusal;
    }
    // Left out, the blocks stay as they were; an empty list takes them away (docs.slack.dev/reference/methods/chat.update).
    const { text, blocks } = result.content;
    const change = { text, blocks: args.blocks === undefined ? found.blocks : blocks };
    const message = changeMessage(world, found, change, true);
    return {
      ok: true,
      channel: message.channel,
      ts: message.ts,
      text: message.text,
      message: buildMessage(message, findAuthor(world, message)),
    };
  },
};

export const remove: Method = {
  token: 'bot',
  scopes: SCOPES,
  call(args, world) {
    const found = findOwn(args, world, 'cant_delete_message');
    if ('ok' in found) {
      return found;
    }
    removeMessage(world, found);
    return { ok: true, channel: found.channel, ts: found.ts };
  },
};

export const getPermalink: Method = {
  token: 'bot',
  scopes: [],
  call(args, world) {
    const channel = world.workspace.findChannel(readString(args, 'channel') ?? '');
    if (channel === undefined) {
      return fail('channel_not_found');
    }
    const message = world.workspace.findMessage(channel.id, readString(args, 'message_ts') ?? '');
    if (message === undefined || message.seenBy !== undefined) {
      return fail('message_not_found');
    }
    const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
    const permalink = `https://sandbox.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
    return { ok: true, channel: channel.id, permalink };
  },
};

function isMetadata(value: unknown): value is JsonObject {
  return readString(value, 'event_type') !== undefined && isObject(readAt(value, 'event_payload'));
}

/** Where the bot may post: a conversation that it is in, or the direct message with a person; else Slack's error. */
function findTarget(args: JsonObject, world: World): Channel | 'channel_not_found' | 'not_in_channel' {
  const id = readString(args, 'channel') ?? '';
  const channel = world.workspace.findChannel(id) ?? world.workspace.findDirect(id);
  if (channel === undefined) {
    return 'channel_not_found';
  }
  return channel.members.includes(world.workspace.bot.id) ? channel : 'not_in_channel';
}

/** A message of the bot's own; an ephemeral one is not stored, so Slack does not find it. */
function findOwn(args: JsonObject, world: World, otherwise: string): Message | Refusal {
  const channel = world.workspace.findChannel(readString(args, 'channel') ?? '');
  if (channel === undefined) {
    return fail('channel_not_found');
  }
  const message = world.workspace.findMessage(channel.id, readString(args, 'ts') ?? '');
  if (message === undefined || message.seenBy !== undefined) {
    return fail('message_not_found');
  }
  return message.author === world.workspace.bot.id ? message : fail(otherwise);
}
