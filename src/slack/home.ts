/** The Home tab of each person: drawn when they open it, and again after each press that changes what it says. */

import type {
  BlockAction,
  BlockElementAction,
  Middleware,
  SlackActionMiddlewareArgs,
  SlackEventMiddlewareArgs,
} from '@slack/bolt';
import { NEW_SEARCH } from '../reply/modal/state.ts';
import {
  HOME_ACTIONS,
  type HomeChannel,
  type HomeState,
  type HomeSubscription,
  homeView,
} from '../reply/views/home.ts';
import { note } from '../request.ts';
import type { Subscription } from '../store/subscriptions.ts';
import type { Deps } from './deps.ts';
import { groundOf } from './ground.ts';
import { openModal } from './modal/search.ts';
import { reasonOf } from './out/reason.ts';
import { isDirect } from './read/conversation.ts';
import type { Changer } from './settings/change.ts';
import { listChannels } from './settings/channels.ts';
import { readLayers } from './settings/noise.ts';
import { readPinState } from './settings/pin-state.ts';
import type { RedrawHome } from './settings-action.ts';

/** What a drawing depends on besides the person. */
interface Drawing {
  /** The channel that the person asked to see. */
  readonly picked?: string | undefined;
  /** Mrkdwn, to stand on top. */
  readonly note?: string | undefined;
  /** Of the tab as the person saw it. */
  readonly hash?: string | undefined;
  /** Whether another that came between stands: whoever only opened the tab has pressed something there by now. */
  readonly givesWay?: boolean;
}

/** Of channels, public and private (docs.slack.dev/reference/objects/conversation-object). */
const CHANNEL_ID = /^[CG]\w{1,40}$/;

export function createHome(deps: Deps): Middleware<SlackEventMiddlewareArgs<'app_home_opened'>> {
  return async ({ event, client, context }) => {
    if (event.tab !== 'home') return;
    note({ outcome: 'answered' });
    const whose = { client, team: context.teamId ?? '', person: event.user };
    // Slack sends it, and the type leaves it out.
    const { hash } = (event.view ?? {}) as { readonly hash?: string };
    await publishHome(whose, { hash, givesWay: true }, deps);
  };
}

export function createHomeAction(deps: Deps): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return async ({ action, body, ack, client, context }) => {
    await ack();
    const whose = { client, team: context.teamId ?? '', person: body.user.id };
    const { private_metadata: metadata, hash } = body.view ?? {};
    const picked = readPicked(metadata);
    switch (action.action_id) {
      case HOME_ACTIONS.search:
        await openModal(client, body.trigger_id, NEW_SEARCH, whose.team, deps);
        return;
      case HOME_ACTIONS.forget:
        await deps.memory.recents.forget(whose.team, whose.person);
        return publishHome(whose, { picked, hash }, deps);
      case HOME_ACTIONS.channel:
        return publishHome(whose, { picked: readConversation(action), hash }, deps);
      default:
        return publishHome(whose, { picked, hash }, deps);
    }
  };
}

/** For a press among the settings. */
export function createRedrawHome(deps: Deps): RedrawHome {
  return (changer, note, { private_metadata: metadata, hash }) =>
    publishHome(changer, { picked: readPicked(metadata), note, hash }, deps);
}

/** After a press it is drawn whatever came between: it says what is so now. */
async function publishHome(whose: Changer, { picked, note, hash, givesWay }: Drawing, deps: Deps): Promise<void> {
  const state = await gather(whose, picked, note, deps);
  const { catalog } = await groundOf(whose.team, deps);
  const view = homeView(state, catalog, deps.now(), deps.catalog());
  const guarded = { user_id: whose.person, view };
  try {
    await whose.client.views.publish(hash === undefined ? guarded : { ...guarded, hash });
  } catch (error) {
    if (reasonOf(error) !== 'hash_conflict') throw error;
    deps.log.info('a Home tab had changed meanwhile');
    if (!givesWay) await whose.client.views.publish(guarded);
  }
}

async function gather(
  { client, team, person }: Changer,
  picked: string | undefined,
  note: string | undefined,
  deps: Deps,
): Promise<HomeState> {
  const { memory, roles, log } = deps;
  const readChannel = async (id: string): Promise<HomeChannel> => ({ id, layers: await readLayers(deps, team, id) });
  const [recents, { isQuiet }, role, layers, ids, release, subscriptions] = await Promise.all([
    memory.recents.of(team, person),
    memory.settings.ofPerson(team, person),
    roles.of(client, team, person),
    readLayers(deps, team, undefined),
    listChannels(client, person, log),
    readPinState(team, deps),
    memory.subscriptions.list(team),
  ]);
  return {
    recents: recents.map(({ key }) => key),
    isQuiet,
    role,
    release,
    layers,
    channels: ids ? { kind: 'listed', channels: await Promise.all(ids.map(readChannel)) } : { kind: 'unlisted' },
    picked: picked ? await readChannel(picked) : undefined,
    subscriptions: pickSubscriptions(subscriptions, person, ids ?? []),
    note,
  };
}

/** The person's own first, then those of their channels: of other places they may not know. */
function pickSubscriptions(
  all: readonly Subscription[],
  person: string,
  channels: readonly string[],
): readonly HomeSubscription[] {
  const own = all.filter(({ channel, entries }) => isDirect(channel) && entries.some(({ mark }) => mark.by === person));
  const theirs = all.filter(({ channel }) => channels.includes(channel));
  return [
    ...own.map(({ entries }) => ({ channel: undefined, entries })),
    ...theirs.map(({ channel, entries }) => ({ channel, entries })),
  ];
}

/** What a tab remembers: a channel's id, or nothing. */
function readPicked(metadata = ''): string | undefined {
  return CHANNEL_ID.test(metadata) ? metadata : undefined;
}

/** @returns undefined where nothing was chosen, or what has no settings */
function readConversation(action: BlockElementAction): string | undefined {
  const chosen = action.type === 'conversations_select' ? action.selected_conversation : undefined;
  return chosen && !isDirect(chosen) ? chosen : undefined;
}
