/**
 * `conversations.*` and `users.conversations`: what the bot may know of conversations. It sees public channels, and of all others
 * those that it is in.
 */

import { type Answer, fail } from '../answer.ts';
import { type JsonObject, readString } from '../json.ts';
import { buildMessage } from '../payloads.ts';
import { type Channel, TEAM } from '../workspace.ts';
import { findAuthor, type World } from '../world.ts';
import type { Method } from './method.ts';

const READ = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
interface KindOfChannel {
  /** In the words of the argument `types`. */
  readonly type: string;
  /** What tells the app of it, and what gives its messages. */
  readonly scope: string;
  readonly history: string;
}

const TYPES: Readonly<Record<Channel['kind'], KindOfChannel>> = {
  channel: { type: 'public_channel', scope: 'channels:read', history: 'channels:history' },
  group: { type: 'private_channel', scope: 'groups:read', history: 'groups:history' },
  im: { type: 'im', scope: 'im:read', history: 'im:history' },
};

export const info: Method = {
  token: 'bot',
  scopes: READ,
  call(args, world) {
    const channel = findChannel(args, world);
    return channel === undefined ? fail('channel_not_found') : { ok: true, channel: buildChannel(channel, world) };
  },
};

export const list: Method = {
  token: 'bot',
  scopes: READ,
  call(args, world) {
    const seen = world.workspace.channels.filter((channel) => isVisible(channel, world));
    return answerPage(args, world, seen);
  },
};

/** The conversations of a person, as far as the bot may know of them. Without `user`, the bot's own. */
export const ofUser: Method = {
  token: 'bot',
  scopes: READ,
  call(args, world) {
    const user = readString(args, 'user') ?? world.workspace.bot.id;
    if (!world.workspace.people.some(({ id }) => id === user)) {
      return fail('user_not_found');
    }
    const theirs = world.workspace.channels.filter(
      (channel) => channel.members.includes(user) && isVisible(channel, world),
    );
    return answerPage(args, world, theirs);
  },
};

/** The messages of a conversation that the bot is in, newest first, but for those in threads. */
export const history: Method = {
  token: 'bot',
  scopes: Object.values(TYPES).map((kind) => kind.history),
  call(args, world) {
    const channel = findChannel(args, world);
    if (channel === undefined) {
      return fail('channel_not_found');
    }
    const needed = TYPES[channel.kind].history;
    if (!world.app.scopes.has(needed)) {
      return { ...fail('missing_scope'), needed, provided: [...world.app.scopes].join(',') };
    }
    if (!channel.members.includes(world.workspace.bot.id)) {
      return fail('not_in_channel');
    }
    const oldest = Number(args.oldest ?? 0);
    const hasMetadata = String(args.include_all_metadata ?? false) === 'true';
    const messages = world.workspace
      .messagesOf(channel.id)
      .filter(({ ts, threadTs, seenBy }) => Number(ts) > oldest && threadTs === undefined && seenBy === undefined)
      .toReversed()
      .slice(0, Number(args.limit ?? 100))
      .map((message) => ({
        ...buildMessage(message, findAuthor(world, message)),
        ...(hasMetadata && message.metadata !== undefined ? { metadata: message.metadata } : {}),
      }));
    return { ok: true, messages, has_more: false, response_metadata: { next_cursor: '' } };
  },
};

export const members: Method = {
  token: 'bot',
  scopes: READ,
  call(args, world) {
    const channel = findChannel(args, world);
    return channel === undefined
      ? fail('channel_not_found')
      : { ok: true, members: channel.members, response_metadata: { next_cursor: '' } };
  },
};

/** The direct message with a person: here there is one from the start. */
export const open: Method = {
  token: 'bot',
  scopes: ['channels:manage', 'groups:write', 'im:write', 'mpim:write'],
  call(args, world) {
    const direct = world.workspace.findDirect(readString(args, 'users') ?? '');
    return direct === undefined ? fail('user_not_found') : { ok: true, channel: { id: direct.id } };
  },
};

function findChannel(args: JsonObject, world: World): Channel | undefined {
  const channel = world.workspace.findChannel(readString(args, 'channel') ?? '');
  return channel !== undefined && isVisible(channel, world) ? channel : undefined;
}

function isVisible({ kind, members }: Channel, { workspace }: World): boolean {
  return kind === 'channel' || members.includes(workspace.bot.id);
}

/** A page of those of the wanted types: `limit` conversations after `cursor`. */
function answerPage(args: JsonObject, world: World, channels: readonly Channel[]): Answer {
  const types = (readString(args, 'types') ?? 'public_channel').split(',').map((type) => type.trim());
  const wanted = channels.filter(({ kind }) => types.includes(TYPES[kind].type));
  const needed = Object.values(TYPES).find(({ type, scope }) => types.includes(type) && !world.app.scopes.has(scope));
  if (needed !== undefined) {
    return { ...fail('missing_scope'), needed: needed.scope, provided: [...world.app.scopes].join(',') };
  }
  const start = Number(readString(args, 'cursor') ?? 0);
  const end = start + Number(args.limit ?? 100);
  if (!Number.isInteger(start) || !Number.isInteger(end) || end <= start) {
    return fail('invalid_cursor');
  }
  return {
    ok: true,
    channels: wanted.slice(start, end).map((channel) => buildChannel(channel, world)),
    response_metadata: { next_cursor: end < wanted.length ? String(end) : '' },
  };
}

function buildChannel(channel: Channel, world: World): JsonObject {
  if (channel.kind === 'im') {
    const user = channel.members.find((member) => member !== world.workspace.bot.id);
    return { id: channel.id, is_im: true, user, is_user_deleted: false, created: 0 };
  }
  const isPrivate = channel.kind === 'group';
  return {
    id: channel.id,
    name: channel.name,
    is_channel: !isPrivate,
    is_group: isPrivate,
    is_im: false,
    is_mpim: false,
    is_private: isPrivate,
    is_archived: false,
    is_general: false,
    is_member: channel.members.includes(world.workspace.bot.id),
    context_team_id: TEAM.id,
    num_members: channel.members.length,
    created: 0,
  };
}
