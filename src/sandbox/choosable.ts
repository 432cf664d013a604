/** What a person can choose in the elements of a view or a message: conversations, people, and the options last offered. */

import type { Choosable } from './element-state.ts';
import type { StoredView } from './view-store.ts';
import type { World } from './world.ts';

export function choosableInView(stored: StoredView, world: World): Choosable {
  return {
    ...choosableBy(stored.person, stored.channel, world),
    offered: ({ blockId, actionId }) => stored.offered[nameOffer(blockId, actionId)]?.options ?? [],
  };
}

/** @param channel the conversation that the person is in */
export function choosableBy(person: string, channel: string | undefined, { workspace }: World): Choosable {
  return {
    conversations: workspace.channels.filter(({ members }) => members.includes(person)).map(({ id }) => id),
    people: workspace.people.map(({ id }) => id),
    currentConversation: channel,
    offered: () => [],
  };
}

export function nameOffer(blockId: string, actionId: string): string {
  return `${blockId} ${actionId}`;
}
