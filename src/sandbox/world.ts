/** What every door of the sandbox works on, and the changes to the workspace that the app hears of. */

import type { Delivery, Receipt } from './delivery/delivery.ts';
import type { Retry } from './delivery/parcel.ts';
import type { ElementValues } from './element-state.ts';
import type { FileStore } from './files.ts';
import { type JsonObject, readString } from './json.ts';
import type { LinkShares } from './link-shares.ts';
import type { AppManifest } from './manifest.ts';
import type { Panels } from './panel.ts';
import {
  buildChangedEvent,
  buildDeletedEvent,
  buildEventCallback,
  buildMessageEvent,
  createEventId,
  type EventIdentity,
} from './payloads.ts';
import type { ResponseOrigin, ResponseUrls } from './response-urls.ts';
import type { Timing } from './timing.ts';
import type { Triggers } from './triggers.ts';
import type { ViewStore } from './view-store.ts';
import type { Channel, Draft, Message, Person, Workspace } from './workspace.ts';

export interface World {
  readonly app: AppManifest;
  readonly timing: Timing;
  /** The sandbox's own address, such as `http://127.0.0.1:3000`. */
  readonly origin: () => string;
  readonly workspace: Workspace;
  readonly delivery: Delivery;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly linkShares: LinkShares;
  readonly views: ViewStore;
  readonly files: FileStore;
  readonly panels: Panels;
  /** By conversation, message, person and preview: what a person has chosen in the elements of a message. */
  readonly chosen: Map<string, ElementValues>;
  /** Types of blocks and elements that no message may have here, as in a workspace where they are not rolled out. */
  readonly refusedBlocks: Set<string>;
}

/** What an app subscribes to in order to hear the messages of a kind of conversation. */
const MESSAGE_SUBSCRIPTIONS: Readonly<Record<string, string>> = {
  channel: 'message.channels',
  group: 'message.groups',
  im: 'message.im',
  mpim: 'message.mpim',
};

/**
 * Sends an event to the app, if its manifest subscribes to it.
 *
 * @returns how the delivery went; undefined when the app did not subscribe
 */
export async function sendEvent(
  world: World,
  event: JsonObject,
  identity: EventIdentity = createIdentity(world),
  retry?: Retry,
): Promise<Receipt | undefined> {
  if (!world.app.botEvents.has(nameSubscription(event))) {
    return undefined;
  }
  const payload = buildEventCallback(event, identity, world.workspace.bot.id);
  return world.delivery.deliverEvent({ kind: 'event', payload }, retry);
}

export function createIdentity(world: World): EventIdentity {
  return { eventId: createEventId(), eventTime: Math.floor(world.timing.now() / 1000) };
}

/** Posts what the bot says. Unless it is ephemeral the app hears of it, as of every message in its channels. */
export function postAsBot(world: World, draft: Omit<Draft, 'author'>): Message {
  const message = world.workspace.post({ ...draft, author: world.workspace.bot.id });
  if (message.seenBy === undefined) {
    announce(world, message, (author, channel) => buildMessageEvent(message, author, channel));
  }
  return message;
}

/** Puts a new form of a message in the old one's place. `isEdit` tells an edit from a preview that came. */
export function changeMessage(
  world: World,
  before: Message,
  change: Partial<Pick<Message, 'text' | 'blocks' | 'links' | 'unfurls'>>,
  isEdit: boolean,
): Message {
  const ts = world.workspace.nextTs();
  const after: Message = { ...before, ...change, ...(isEdit ? { editedTs: ts } : {}) };
  world.workspace.replace(after);
  if (after.seenBy === undefined) {
    announce(world, after, (author, channel) => buildChangedEvent({ before, after, ts }, author, channel));
  }
  return world.workspace.findMessage(after.channel, after.ts) ?? after;
}

export function removeMessage(world: World, message: Message): void {
  world.workspace.remove(message);
  if (message.seenBy === undefined) {
    const ts = world.workspace.nextTs();
    announce(world, message, (author, channel) => buildDeletedEvent(message, ts, author, channel));
  }
}

export function findAuthor(world: World, message: Message): Person {
  return world.workspace.people.find((person) => person.id === message.author) ?? world.workspace.bot;
}

/** A message that a person sees: not one that only another sees. */
export function findSeen(world: World, channel: string, ts: string, person: Person): Message | undefined {
  const message = world.workspace.findMessage(channel, ts);
  return message?.seenBy === undefined || message.seenBy === person.id ? message : undefined;
}

/** A new response URL. */
export function issueResponseUrl(world: World, origin: ResponseOrigin): string {
  return world.origin() + world.responseUrls.issuePath(origin);
}

/** Delivers an event about a message, to an app that is in its conversation. */
function announce(world: World, message: Message, build: (author: Person, channel: Channel) => JsonObject): void {
  const channel = world.workspace.findChannel(message.channel);
  if (channel?.members.includes(world.workspace.bot.id)) {
    void sendEvent(world, build(findAuthor(world, message), channel));
  }
}

function nameSubscription(event: JsonObject): string {
  const type = readString(event, 'type') ?? '';
  const conversation = readString(event, 'channel_type') ?? 'channel';
  return type === 'message' ? (MESSAGE_SUBSCRIPTIONS[conversation] ?? type) : type;
}
