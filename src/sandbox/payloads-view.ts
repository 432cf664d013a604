/** What Slack sends an app about views and shortcuts, in Slack's shapes. */

import { choosableInView } from './choosable.ts';
import { type ElementValues, readValues } from './element-state.ts';
import { listElements } from './elements.ts';
import { type JsonObject, readString } from './json.ts';
import { buildMessage, buildSender, nameChannel } from './payloads.ts';
import type { StoredView } from './view-store.ts';
import { APP_ID, BOT_ID, type Channel, type Message, type Person, TEAM } from './workspace.ts';
import { issueResponseUrl, type World } from './world.ts';

/** A view as Slack gives it back, with all that was entered. */
export function buildView(stored: StoredView, world: World): JsonObject {
  const { view } = stored;
  return {
    id: stored.id,
    team_id: TEAM.id,
    type: stored.kind,
    blocks: view.blocks,
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    state: { values: readViewValues(stored, world) },
    hash: stored.hash,
    title: view.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: view.clear_on_close ?? false,
    notify_on_close: view.notify_on_close ?? false,
    close: view.close ?? null,
    submit: view.submit ?? null,
    previous_view_id: stored.previousId ?? null,
    root_view_id: stored.rootId,
    app_id: APP_ID,
    external_id: view.external_id ?? '',
    app_installed_team_id: TEAM.id,
    bot_id: BOT_ID,
  };
}

/** @param given what the page says was entered since */
export function readViewValues(stored: StoredView, world: World, given: ElementValues = {}): ElementValues {
  return readValues(stored.view.blocks, given, stored.values, choosableInView(stored, world));
}

/** What an interaction tells of the person, the app and the view. */
export interface ViewInteraction {
  readonly person: Person;
  readonly stored: StoredView;
  readonly world: World;
}

export function buildViewActions(
  { person, stored, world }: ViewInteraction,
  action: JsonObject,
  triggerId: string,
): JsonObject {
  return {
    type: 'block_actions',
    ...buildSender(person),
    container: { type: 'view', view_id: stored.id },
    trigger_id: triggerId,
    view: buildView(stored, world),
    actions: [action],
  };
}

export function buildSuggestion(
  { person, stored, world }: ViewInteraction,
  typed: { readonly blockId: string; readonly actionId: string; readonly text: string },
): JsonObject {
  return {
    type: 'block_suggestion',
    ...buildSender(person),
    container: { type: 'view', view_id: stored.id },
    action_id: typed.actionId,
    block_id: typed.blockId,
    value: typed.text,
    view: buildView(stored, world),
  };
}

export function buildSubmission({ person, stored, world }: ViewInteraction, triggerId: string): JsonObject {
  return {
    type: 'view_submission',
    ...buildSender(person),
    trigger_id: triggerId,
    view: buildView(stored, world),
    response_urls: buildResponseUrls(stored, world),
  };
}

/** For each input that asks for one: where the conversation chosen in it can be answered. */
function buildResponseUrls(stored: StoredView, world: World): readonly JsonObject[] {
  const values = readViewValues(stored, world);
  return listElements(stored.view.blocks).flatMap(({ block, element, blockId, actionId }) => {
    const state = values[blockId]?.[actionId];
    const channel = readString(state, 'selected_conversation') ?? readString(state, 'selected_channel');
    if (block.type !== 'input' || element.response_url_enabled !== true || channel === undefined) {
      return [];
    }
    const url = issueResponseUrl(world, { channel, person: stored.person, messageTs: undefined });
    return [{ block_id: blockId, action_id: actionId, channel_id: channel, response_url: url }];
  });
}

/** @param isCleared whether the whole stack was closed */
export function buildClosed({ person, stored, world }: ViewInteraction, isCleared: boolean): JsonObject {
  return { type: 'view_closed', ...buildSender(person), view: buildView(stored, world), is_cleared: isCleared };
}

export function buildHomeOpened(person: Person, direct: Channel, ts: string, view: JsonObject | undefined): JsonObject {
  return {
    type: 'app_home_opened',
    user: person.id,
    channel: direct.id,
    tab: 'home',
    ...(view === undefined ? {} : { view }),
    event_ts: ts,
  };
}

export interface ShortcutUse {
  readonly person: Person;
  readonly callbackId: string;
  readonly triggerId: string;
  /** The time of the press, in Slack's form. */
  readonly ts: string;
}

export function buildShortcut(use: ShortcutUse): JsonObject {
  return {
    type: 'shortcut',
    ...buildSender(use.person),
    action_ts: use.ts,
    callback_id: use.callbackId,
    trigger_id: use.triggerId,
  };
}

export function buildMessageAction(
  use: ShortcutUse,
  place: {
    readonly message: Message;
    readonly author: Person;
    readonly channel: Channel;
    readonly responseUrl: string;
  },
): JsonObject {
  return {
    type: 'message_action',
    ...buildSender(use.person),
    action_ts: use.ts,
    callback_id: use.callbackId,
    trigger_id: use.triggerId,
    channel: { id: place.channel.id, name: nameChannel(place.channel) },
    response_url: place.responseUrl,
    message_ts: place.message.ts,
    message: buildMessage(place.message, place.author),
  };
}
