/** A message that a person posts, and the events that follow from it. */

import { isUnfurled } from './manifest.ts';
import { buildLinkShared, buildMentionEvent, buildMessageEvent } from './payloads.ts';
import { readTyped } from './typed-text.ts';
import type { Channel, Message, Person } from './workspace.ts';
import { sendEvent, type World } from './world.ts';

export interface Said {
  readonly text: string;
  readonly threadTs?: string;
}

export function say(world: World, channel: Channel, person: Person, said: Said): void {
  const typed = readTyped(said.text, world.workspace.people);
  const message = world.workspace.post({
    channel: channel.id,
    author: person.id,
    text: typed.text,
    blocks: [typed.block],
    links: typed.links,
    threadTs: said.threadTs,
  });
  if (channel.members.includes(world.workspace.bot.id)) {
    const parent = message.threadTs && world.workspace.findMessage(channel.id, message.threadTs);
    void sendEvent(world, {
      ...buildMessageEvent(message, person, channel),
      ...(parent ? { parent_user_id: parent.author } : {}),
    });
    // A direct message is addressed to the bot anyway: Slack sends no app_mention there.
    if (channel.kind !== 'im' && typed.text.includes(`<@${world.workspace.bot.id}>`)) {
      void sendEvent(world, buildMentionEvent(message, person));
    }
  }
  shareLinks(world, { channel, person, message, links: message.links, eventTs: message.ts });
}

export interface SharedMessage {
  readonly channel: Channel;
  readonly person: Person;
  readonly message: Message;
  /** Those of its links that are new. */
  readonly links: readonly string[];
  readonly eventTs: string;
}

/** Links are shared from every conversation, also from those that the bot is not in. */
export function shareLinks(world: World, { channel, person, message, links: all, eventTs }: SharedMessage): void {
  const links = all.filter((url) => isUnfurled(world.app, url));
  if (links.length === 0) {
    return;
  }
  const source = 'conversations_history';
  const unfurlId = world.linkShares.add({ source, channel: channel.id, messageTs: message.ts, links });
  const event = buildLinkShared({
    channel: channel.id,
    messageTs: message.ts,
    threadTs: message.threadTs,
    user: person.id,
    isBotMember: channel.members.includes(world.workspace.bot.id),
    links,
    unfurlId,
    source,
    eventTs,
  });
  void sendEvent(world, event);
}
