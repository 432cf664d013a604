/** What Slack sends an app, in Slack's shapes: the envelope of events, commands, block actions, and the messages inside them. */

import { randomUUID } from 'node:crypto';
import type { UploadedFile } from './files.ts';
import type { JsonObject } from './json.ts';
import { readHost } from './manifest.ts';
import { APP_ID, BOT_ID, type Channel, type Message, type Person, TEAM, type Unfurl } from './workspace.ts';

/** Slack still sends the old verification token, and nobody should look at it. */
const VERIFICATION_TOKEN = 'sandbox-verification-token';
/** Slack's word for the conversation of a text that is still being typed. */
export const COMPOSER = 'COMPOSER';

export interface EventIdentity {
  readonly eventId: string;
  /** Seconds since 1970. */
  readonly eventTime: number;
}

export function createEventId(): string {
  return `Ev0${randomUUID().replaceAll('-', '').slice(0, 8).toUpperCase()}`;
}

export function buildEventCallback(event: JsonObject, identity: EventIdentity, botUser: string): JsonObject {
  return {
    token: VERIFICATION_TOKEN,
    team_id: TEAM.id,
    context_team_id: TEAM.id,
    context_enterprise_id: null,
    api_app_id: APP_ID,
    event,
    type: 'event_callback',
    event_id: identity.eventId,
    event_time: identity.eventTime,
    authorizations: [
      { enterprise_id: null, team_id: TEAM.id, user_id: botUser, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${randomUUID()}`,
  };
}

/** The fields of a message, as in events, in API answers and in block actions. */
export function buildMessage(message: Message, author: Person): JsonObject {
  const attachments = [...message.attachments, ...message.unfurls.map(buildAttachment)];
  return {
    type: 'message',
    ...buildAuthor(author),
    ts: message.ts,
    text: message.text,
    team: TEAM.id,
    ...(message.blocks === undefined ? {} : { blocks: message.blocks }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(message.files.length === 0 ? {} : buildFiles(message.files, author)),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.editedTs === undefined ? {} : { edited: { user: author.id, ts: message.editedTs } }),
  };
}

/** `message`, as posted by a person or by the bot itself. */
export function buildMessageEvent(message: Message, author: Person, channel: Channel): JsonObject {
  return {
    ...buildMessage(message, author),
    ...(author.isBot ? {} : { client_msg_id: randomUUID() }),
    channel: channel.id,
    channel_type: channel.kind,
    event_ts: message.ts,
  };
}

/** `message_changed`: an edit, or a preview that came. */
export function buildChangedEvent(
  change: { readonly before: Message; readonly after: Message; readonly ts: string },
  author: Person,
  channel: Channel,
): JsonObject {
  return {
    type: 'message',
    subtype: 'message_changed',
    message: buildMessage(change.after, author),
    previous_message: buildMessage(change.before, author),
    channel: channel.id,
    channel_type: channel.kind,
    hidden: true,
    ts: change.ts,
    event_ts: change.ts,
  };
}

export function buildDeletedEvent(message: Message, ts: string, author: Person, channel: Channel): JsonObject {
  return {
    type: 'message',
    subtype: 'message_deleted',
    previous_message: buildMessage(message, author),
    deleted_ts: message.ts,
    channel: channel.id,
    channel_type: channel.kind,
    hidden: true,
    ts,
    event_ts: ts,
  };
}

export function buildMentionEvent(message: Message, author: Person): JsonObject {
  const { type: _, ...fields } = buildMessage(message, author);
  return {
    type: 'app_mention',
    ...fields,
    client_msg_id: randomUUID(),
    channel: message.channel,
    event_ts: message.ts,
  };
}

export interface SharedLinks {
  readonly channel: string;
  readonly messageTs: string;
  readonly threadTs: string | undefined;
  readonly user: string;
  readonly isBotMember: boolean;
  readonly links: readonly string[];
  readonly unfurlId: string;
  readonly source: 'composer' | 'conversations_history';
  readonly eventTs: string;
}

export function buildLinkShared(shared: SharedLinks): JsonObject {
  return {
    type: 'link_shared',
    user: shared.user,
    channel: shared.channel,
    message_ts: shared.messageTs,
    ...(shared.threadTs === undefined ? {} : { thread_ts: shared.threadTs }),
    links: shared.links.map((url) => ({ url, domain: readHost(url) })),
    source: shared.source,
    unfurl_id: shared.unfurlId,
    is_bot_user_member: shared.isBotMember,
    event_ts: shared.eventTs,
  };
}

export interface Invocation {
  readonly command: string;
  /** Raw, as typed: the manifest's `should_escape` is taken as false, its default. */
  readonly text: string;
  readonly channel: Channel;
  readonly person: Person;
  readonly responseUrl: string;
  readonly triggerId: string;
}

export function buildCommand(invocation: Invocation): JsonObject {
  return {
    token: VERIFICATION_TOKEN,
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: invocation.channel.id,
    channel_name: nameChannel(invocation.channel),
    user_id: invocation.person.id,
    user_name: invocation.person.name,
    command: invocation.command,
    text: invocation.text,
    api_app_id: APP_ID,
    is_enterprise_install: 'false',
    response_url: invocation.responseUrl,
    trigger_id: invocation.triggerId,
  };
}

export interface Press {
  readonly message: Message;
  readonly author: Person;
  /** The preview that the element stands in; undefined when it stands in the message itself. */
  readonly unfurl: Unfurl | undefined;
  readonly channel: Channel;
  readonly person: Person;
  readonly action: JsonObject;
  readonly state: JsonObject;
  readonly responseUrl: string;
  readonly triggerId: string;
}

export function buildBlockActions(press: Press): JsonObject {
  const { message, unfurl, channel, person } = press;
  const isEphemeral = message.seenBy !== undefined;
  return {
    type: 'block_actions',
    ...buildSender(person),
    container: {
      type: unfurl === undefined ? 'message' : 'message_attachment',
      message_ts: message.ts,
      ...(unfurl === undefined ? {} : { attachment_id: message.unfurls.indexOf(unfurl) + 1 }),
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
      ...(unfurl === undefined ? {} : { is_app_unfurl: true, app_unfurl_url: unfurl.url }),
    },
    trigger_id: press.triggerId,
    channel: { id: channel.id, name: nameChannel(channel) },
    // An ephemeral message is not stored, so Slack has none to send along (docs.slack.dev, block_actions payload).
    ...(isEphemeral ? {} : { message: buildMessage(message, press.author) }),
    ...(unfurl === undefined ? {} : { app_unfurl: buildAttachment(unfurl, message.unfurls.indexOf(unfurl)) }),
    state: { values: press.state },
    response_url: press.responseUrl,
    actions: [press.action],
  };
}

/** A file as Slack describes it. */
export function buildFile({ id, name, title, bytes }: UploadedFile, author: Person): JsonObject {
  const url = `https://files.slack.com/files-pri/${TEAM.id}-${id}`;
  return {
    id,
    name,
    title,
    mimetype: 'application/octet-stream',
    filetype: name.split('.').at(-1) ?? '',
    user: author.id,
    user_team: TEAM.id,
    size: bytes.length,
    mode: 'hosted',
    is_external: false,
    is_public: true,
    url_private: `${url}/${encodeURIComponent(name)}`,
    url_private_download: `${url}/download/${encodeURIComponent(name)}`,
    permalink: `https://${TEAM.domain}.slack.com/files/${author.id}/${id}/${encodeURIComponent(name)}`,
  };
}

function buildFiles(files: readonly UploadedFile[], author: Person): JsonObject {
  return { subtype: 'file_share', upload: false, files: files.map((file) => buildFile(file, author)) };
}

/** What every interaction tells: who acted, in which workspace, for which app. */
export function buildSender(person: Person): JsonObject {
  return {
    user: { id: person.id, username: person.name, name: person.name, team_id: TEAM.id },
    api_app_id: APP_ID,
    token: VERIFICATION_TOKEN,
    team: { id: TEAM.id, domain: TEAM.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** Slack names no private conversation in what it sends along with an interaction. */
export function nameChannel(channel: Channel): string {
  switch (channel.kind) {
    case 'channel':
      return channel.name;
    case 'group':
      return 'privategroup';
    case 'im':
      return 'directmessage';
  }
}

function buildAttachment(unfurl: Unfurl, index: number): JsonObject {
  return {
    id: index + 1,
    from_url: unfurl.url,
    app_unfurl_url: unfurl.url,
    is_app_unfurl: true,
    app_id: APP_ID,
    bot_id: BOT_ID,
    fallback: unfurl.title ?? '[no preview available]',
    ...(unfurl.title === undefined ? {} : { title: unfurl.title }),
    ...(unfurl.text === undefined ? {} : { text: unfurl.text }),
    ...(unfurl.blocks === undefined ? {} : { blocks: unfurl.blocks }),
  };
}

/** Another app posts through an incoming webhook, which has a name but no user. */
function buildAuthor({ id, name, app }: Person): JsonObject {
  if (app === undefined) {
    return { user: id };
  }
  if (app.id !== APP_ID) {
    return { subtype: 'bot_message', bot_id: app.botId, app_id: app.id, username: name };
  }
  return {
    user: id,
    bot_id: app.botId,
    app_id: app.id,
    bot_profile: { id: app.botId, app_id: app.id, name, team_id: TEAM.id, deleted: false, updated: 0 },
  };
}
