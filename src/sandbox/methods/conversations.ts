/** `conversations.*`: what the bot may know of conversations. It sees public channels, and its own direct messages. */

import { fail } from '../answer.ts';
import { type JsonObject, readString } from '../json.ts';
import { type Channel, TEAM } from '../workspace.ts';
import type { World } from '../world.ts';
import type { Method } from './method.ts';

const READ = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];

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
    const types = (readString(args, 'types') ?? 'public_channel').split(',').map((type) => type.trim());
    const wanted = world.workspace.channels.filter((channel) =>
      types.includes(channel.kind === 'im' ? 'im' : 'public_channel'),
    );
    return {
      ok: true,
      channels: wanted.map((channel) => buildChannel(channel, world)),
      response_metadata: { next_cursor: '' },
    };
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

function findChannel(args: JsonObject, world: World): Channel | undefined {
  return world.workspace.findChannel(readString(args, 'channel') ?? '');
}

function buildChannel(channel: Channel, world: World): JsonObject {
  if (channel.kind === 'im') {
    const user = channel.members.find((member) => member !== world.workspace.bot.id);
    return { id: channel.id, is_im: true, user, is_user_deleted: false, created: 0 };
  }
  return {
    id: channel.id,
    name: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: false,
    is_archived: false,
    is_general: false,
    is_member: channel.members.includes(world.workspace.bot.id),
    context_team_id: TEAM.id,
    num_members: channel.members.length,
    created: 0,
  };
}
