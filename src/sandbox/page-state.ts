/** What a person sees of the workspace, as the page is told. */

import { nameDownload } from './files.ts';
import { type JsonObject, readString } from './json.ts';
import type { PageChannel, PageMessage, PagePerson, PageState, PageUnfurl, PageView } from './page-api.ts';
import { ALERT_COMMAND } from './say-as.ts';
import type { StoredView } from './view-store.ts';
import type { Message, Person, Unfurl } from './workspace.ts';
import { findAuthor, type World } from './world.ts';

export interface Seen {
  readonly isBotConnected: boolean;
  /** The previews in a person's composer of a conversation. */
  readonly previews: (channel: string, person: string) => readonly Unfurl[];
}

/** @param person through whose eyes: others' ephemeral messages and direct messages are not shown */
export function buildPageState(world: World, person: Person, seen: Seen): PageState {
  const { workspace, app } = world;
  const panel = world.panels.find(person.id);
  const home = world.views.homeOf(person.id);
  const channels = workspace.channels.filter((channel) => channel.members.includes(person.id));
  return {
    me: buildPagePerson(person),
    people: workspace.people.map(buildPagePerson),
    channels: channels.map(
      (channel): PageChannel => ({
        id: channel.id,
        name: channel.name,
        isDirect: channel.kind === 'im',
        messages: workspace
          .messagesOf(channel.id)
          .filter((message) => message.seenBy === undefined || message.seenBy === person.id)
          .map((message) => buildPageMessage(message, findAuthor(world, message))),
        composerPreviews: seen.previews(channel.id, person.id).map(buildPageUnfurl),
      }),
    ),
    commands: [...app.commands, ALERT_COMMAND],
    shortcuts: app.shortcuts,
    prompts: app.prompts,
    modals: world.views.modalsOf(person.id).map(buildPageView),
    home: { isEnabled: app.hasHome, ...(home === undefined ? {} : { view: buildPageView(home) }) },
    ...(panel === undefined ? {} : { panel: panel.shown }),
    isBotConnected: seen.isBotConnected,
  };
}

/** A person's own rich_text block says the same as the text, which the page renders as well. */
function buildPageMessage(message: Message, author: Person): PageMessage {
  return {
    ts: message.ts,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
    author: message.author,
    text: message.text,
    ...(message.blocks === undefined || !author.isBot ? {} : { blocks: message.blocks }),
    unfurls: [...message.attachments.map(buildPageAttachment), ...message.unfurls.map(buildPageUnfurl)],
    ephemeral: message.seenBy !== undefined,
    edited: message.editedTs !== undefined,
    files: message.files.map((file) => ({
      id: file.id,
      name: file.name,
      size: file.bytes.length,
      path: nameDownload(file),
    })),
    ...(message.failure === undefined ? {} : { failure: message.failure }),
  };
}

function buildPageView(stored: StoredView): PageView {
  const { id, hash, view, errors, failure } = stored;
  const submit = readString(view, 'submit', 'text');
  const close = readString(view, 'close', 'text');
  return {
    id,
    hash,
    title: readString(view, 'title', 'text') ?? '',
    ...(submit === undefined ? {} : { submit }),
    ...(close === undefined ? {} : { close }),
    blocks: view.blocks,
    errors,
    ...(failure === undefined ? {} : { failure }),
  };
}

function buildPagePerson({ id, name, isBot }: Person): PagePerson {
  return { id, name, isBot };
}

/** Shown as a preview is. */
function buildPageAttachment(attachment: JsonObject, index: number): PageUnfurl {
  const lines = [readString(attachment, 'title'), readString(attachment, 'text') ?? readString(attachment, 'fallback')];
  const text = lines.filter((line) => line !== undefined).join('\n');
  return {
    url: readString(attachment, 'title_link') ?? `attachment ${index + 1}`,
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
  };
}

function buildPageUnfurl(unfurl: Unfurl): PageUnfurl {
  const { entity } = unfurl;
  return {
    url: unfurl.url,
    ...(unfurl.title === undefined ? {} : { title: unfurl.title }),
    ...(unfurl.blocks === undefined ? {} : { blocks: unfurl.blocks }),
    ...(entity === undefined ? {} : { entity: { title: entity.title, kind: entity.kind, fields: entity.fields } }),
  };
}
