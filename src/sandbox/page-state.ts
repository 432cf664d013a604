/** What a person sees of the workspace, as the page is told. */

import { readString } from './json.ts';
import type { PageChannel, PageMessage, PagePerson, PageState, PageUnfurl, PageView } from './page-api.ts';
import type { StoredView } from './view-store.ts';
import type { Message, Person, Unfurl } from './workspace.ts';
import type { World } from './world.ts';

export interface Seen {
  readonly isBotConnected: boolean;
  /** The previews in the composer of a conversation. */
  readonly previews: (channel: string) => readonly Unfurl[];
}

/** @param person through whose eyes: others' ephemeral messages and direct messages are not shown */
export function buildPageState(world: World, person: Person, seen: Seen): PageState {
  const { workspace, app } = world;
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
          .map((message) => buildPageMessage(message, workspace.bot)),
        composerPreviews: seen.previews(channel.id).map(buildPageUnfurl),
      }),
    ),
    commands: app.commands,
    shortcuts: app.shortcuts,
    modals: world.views.modalsOf(person.id).map(buildPageView),
    home: { isEnabled: app.hasHome, ...(home === undefined ? {} : { view: buildPageView(home) }) },
    isBotConnected: seen.isBotConnected,
  };
}

/** A person's own rich_text block says the same as the text, which the page renders as well. */
function buildPageMessage(message: Message, bot: Person): PageMessage {
  return {
    ts: message.ts,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
    author: message.author,
    text: message.text,
    ...(message.blocks === undefined || message.author !== bot.id ? {} : { blocks: message.blocks }),
    unfurls: message.unfurls.map(buildPageUnfurl),
    ephemeral: message.seenBy !== undefined,
    edited: message.editedTs !== undefined,
    files: [],
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

function buildPageUnfurl(unfurl: Unfurl): PageUnfurl {
  return {
    url: unfurl.url,
    ...(unfurl.title === undefined ? {} : { title: unfurl.title }),
    ...(unfurl.blocks === undefined ? {} : { blocks: unfurl.blocks }),
  };
}
