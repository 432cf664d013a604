/** The Home tab: the search, what is loaded, what this person looked up, what the bot says unasked, and what it keeps. */

import type { ActionsBlock, Button, HeaderBlock, HomeView, KnownBlock } from '@slack/types';
import type { Catalog } from '../../search/catalog.ts';
import { answer, objectShown } from '../answer.ts';
import { button, context, divider, plainBlocks, row, section } from '../blocks.ts';
import type { PinState } from '../settings/pin.ts';
import type { Layers } from '../settings/settings.ts';
import { escapeMrkdwn } from '../text/mrkdwn.ts';
import { type Entry, isSubscribed, listWatched } from '../watch/subscription.ts';
import { list } from './facts.ts';
import { helpView } from './help.ts';
import { releaseRows } from './settings/release.ts';
import { channelRows, personRows, type Role, workspaceRows } from './settings/settings.ts';
import { describeBriefly } from './status.ts';
import { titleOf } from './title.ts';
import { nameTarget } from './watch/words.ts';

/** The `action_id`s of the Home's own elements. */
export const HOME_ACTIONS = { search: 'home.search', forget: 'home.forget', channel: 'home.channel' } as const;

export interface HomeState {
  /** Keys of objects, the newest first. */
  readonly recents: readonly string[];
  readonly isQuiet: boolean;
  readonly role: Role;
  readonly release: PinState;
  /** Those of the workspace; its `channel` says nothing. */
  readonly layers: Layers;
  readonly channels: HomeChannels;
  /** The channel that the person asked to see. */
  readonly picked: HomeChannel | undefined;
  /** What the person and their channels are subscribed to. */
  readonly subscriptions: readonly HomeSubscription[];
  /** Mrkdwn: what became of the last press, where that does not show. */
  readonly note: string | undefined;
}

export interface HomeSubscription {
  /** Its id; undefined for the person's own conversation with the bot. */
  readonly channel: string | undefined;
  readonly entries: readonly Entry[];
}

export interface HomeChannel {
  readonly id: string;
  readonly layers: Layers;
}

/** Those that the person and the bot may both see. */
type HomeChannels =
  | { readonly kind: 'listed'; readonly channels: readonly HomeChannel[] }
  /** The bot was not given the scopes, or Slack does not answer. */
  | { readonly kind: 'unlisted' };

/** More are picked one by one: the tab is to be read, and holds a hundred blocks. */
const MOST_CHANNELS = 20;
const MOST_BLOCKS = 100;
const MOST_RECENTS = 10;
const MOST_SUBSCRIPTIONS = 10;
const MOST_NAMED = 6;

/**
 * @param catalog what this workspace is answered from
 * @param newest where that is another
 */
export function homeView(state: HomeState, catalog: Catalog, now: number, newest = catalog): HomeView {
  const blocks: readonly KnownBlock[] = [
    ...(state.note === undefined ? [] : [section(state.note)]),
    ...searchRow(),
    heading('What is loaded'),
    ...releases(newest, now),
    ...releaseRows(state.release, state.role, now),
    heading('What you looked up last'),
    ...recentRows(state.recents, catalog),
    heading('What I say unasked'),
    ...personRows(state.isQuiet, now),
    divider,
    ...channelPart(state, now),
    divider,
    ...workspaceRows(state.layers, state.role, now),
    heading('What is watched for you'),
    section(describeSubscriptions(state.subscriptions)),
    heading('How to ask'),
    ...plainBlocks(helpView(catalog, now)),
    heading('What is read and kept'),
    section(KEPT),
  ];
  return {
    type: 'home',
    blocks: blocks.slice(0, MOST_BLOCKS),
    private_metadata: state.picked?.id ?? '',
  };
}

const KEPT = [
  '• Read: what you type to me, links to attack.mitre.org, and messages of channels that I am in, for the ATT&amp;CK objects that they name.',
  '• Kept for Navigator layers: which IDs each message named, whatever a channel’s settings are, for 180 days or until it is deleted.',
  '• Kept for you: the IDs of the last ten objects that you looked up, for 90 days or until you forget them.',
  '• Kept for announcements: what each channel is subscribed to, who added it and when, until someone removes it; what undoes that, for a day; which releases it was told of.',
  '• Kept besides: the settings and who changed them last, until someone changes them; which reply of mine belongs to which message, and the IDs in it, for 30 days; what undoes a change of settings, and who made it, for a day; which kinds of blocks Slack refused here, for a week.',
  '• Never kept: the text of a message.',
].join('\n');

function heading(text: string): HeaderBlock {
  return { type: 'header', text: { type: 'plain_text', text, emoji: false } };
}

function searchRow(): readonly KnownBlock[] {
  const search: Button = {
    type: 'button',
    action_id: HOME_ACTIONS.search,
    style: 'primary',
    text: { type: 'plain_text', text: 'Search ATT&CK', emoji: false },
  };
  return [{ type: 'actions', elements: [search] }, context('It answers while you type: an ID, a name or an alias.')];
}

function releases(catalog: Catalog, now: number): readonly KnownBlock[] {
  const lines = describeBriefly(catalog.copies, now);
  return [section(lines.join('\n') || 'Nothing yet: ATT&amp;CK is still on its way.')];
}

/** What is no longer in ATT&CK is left out. */
function recentRows(recents: readonly string[], catalog: Catalog): readonly KnownBlock[] {
  const buttons = recents.slice(0, MOST_RECENTS).flatMap((key) => {
    const object = objectShown(answer({ kind: 'open', key }, catalog), catalog);
    if (!object) return [];
    return [button(titleOf(catalog, object), { kind: 'open', key })];
  });
  if (buttons.length === 0) return [context('Nothing yet: what you look up stands here, for you alone.')];
  const forget: ActionsBlock = {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: HOME_ACTIONS.forget,
        text: { type: 'plain_text', text: 'Forget what I looked up', emoji: false },
      },
    ],
  };
  return [...row(buttons), forget];
}

/** The channel that was asked for, then those that have settings of their own. */
function channelPart({ channels, picked }: HomeState, now: number): readonly KnownBlock[] {
  const all = channels.kind === 'listed' ? channels.channels : [];
  const others = all.filter(({ id }) => id !== picked?.id).toSorted((a, b) => countOwn(b) - countOwn(a));
  const shown = [...(picked ? [picked] : []), ...others.slice(0, MOST_CHANNELS)];
  return [
    section(`*Channels*\n${describeChannels(channels, others.length)}`, {
      type: 'conversations_select',
      action_id: HOME_ACTIONS.channel,
      placeholder: { type: 'plain_text', text: 'See another channel', emoji: false },
      filter: { include: ['public', 'private'], exclude_bot_users: true },
    }),
    ...shown.flatMap(({ id, layers }) => channelRows(id, layers, now)),
  ];
}

function describeChannels({ kind }: HomeChannels, count: number): string {
  if (kind === 'unlisted')
    return 'I may not list the channels that you are in: choose the one whose settings you want to see. To change them, type `/attack settings` there.';
  if (count > MOST_CHANNELS) return `${MOST_CHANNELS} of those that you are in; choose any other to see its settings.`;
  return 'Those that you are in and I can see; choose any other to see its settings.';
}

/** Mrkdwn, a line a place. */
function describeSubscriptions(subscriptions: readonly HomeSubscription[]): string {
  if (subscriptions.length === 0)
    return 'Nothing is watched yet. `/attack subscribe releases` or `/attack watch T1055 tactic:persistence` in a channel, or here in our messages, tells there what a new release of ATT&amp;CK changes.';
  const lines = subscriptions.slice(0, MOST_SUBSCRIPTIONS).map(({ channel, entries }) => {
    const watched = listWatched(entries).map(({ target }) => escapeMrkdwn(nameTarget(target)));
    const parts = [...(isSubscribed(entries) ? ['new releases'] : []), ...watched];
    return `• ${channel === undefined ? 'For you alone' : `<#${channel}>`}: ${list(parts, MOST_NAMED)}`;
  });
  const more = subscriptions.length - MOST_SUBSCRIPTIONS;
  return [
    ...lines,
    ...(more > 0 ? [`• and ${more} more channels`] : []),
    'To change it, type `/attack watching` there.',
  ].join('\n');
}

function countOwn({ layers }: HomeChannel): number {
  return Object.keys(layers.channel.own).length;
}
