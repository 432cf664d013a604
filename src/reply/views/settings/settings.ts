/** The settings to look at and to change: whole for who asks, and as compact rows for the Home tab. */

import type { ActionsBlock, Button, KnownBlock, PlainTextOption, StaticSelect } from '@slack/types';
import { context, createMessage, divider, LIMITS, type Message, section } from '../../blocks.ts';
import type { PinState } from '../../settings/pin.ts';
import { type SettingsPlace, settingsBlockId } from '../../settings/press.ts';
import {
  type ChannelSettings,
  type Layers,
  type Level,
  lastMark,
  NOISE_LEVELS,
  type Origin,
  originOf,
  SETTING_NAMES,
  type SettingName,
  settle,
  UNDONE_WITHIN,
  UNSET,
} from '../../settings/settings.ts';
import { plain } from '../../text/mrkdwn.ts';
import { releaseRows } from './release.ts';
import { explainSetting, labelSetting, labelValue, tellMark } from './words.ts';

/** What Slack says of the person: an admin may change a workspace's defaults. `unknown` where the bot may not ask, `unanswered` on a bad day. */
export type Role = 'admin' | 'member' | 'unknown' | 'unanswered';

export interface SettingsState {
  /** Its id; undefined in a direct message with the bot, which has no settings of its own. */
  readonly channel: string | undefined;
  readonly layers: Layers;
  readonly isQuiet: boolean;
  readonly role: Role;
  readonly release: PinState;
  /** Mrkdwn: what became of the last press, where that does not show. */
  readonly note?: string;
}

/** In minutes. */
const COOL_DOWNS = [5, 30, 2 * 60, 8 * 60, 24 * 60];

export function settingsMessage(
  { channel, layers, isQuiet, role, release, note }: SettingsState,
  now: number,
): Message {
  const parts = [
    channel === undefined ? [] : channelPart(channel, layers, now),
    personRows(isQuiet, now),
    workspaceRows(layers, role, now),
    releaseRows(release, role, now),
  ];
  const blocks = parts.filter((part) => part.length > 0).flatMap((part, at) => (at === 0 ? part : [divider, ...part]));
  return createMessage([...(note === undefined ? [] : [section(note)]), ...blocks]);
}

/** A channel's settings in two blocks. */
export function channelRows(channel: string, layers: Layers, now: number): readonly KnownBlock[] {
  const place = { kind: 'channel', channel } as const;
  const values = settle(layers.defaults, layers.workspace.own, layers.channel.own);
  const facts = SETTING_NAMES.map((name) => describe(name, values, originOf(name, layers)));
  return [section(`*<#${channel}>*\n${facts.join('\n')}`), changeRow(place, values, layers.channel, now)];
}

/** The person's own switch. */
export function personRows(isQuiet: boolean, now: number): readonly KnownBlock[] {
  const state = isQuiet
    ? '*What you write*: no previews or cards, in no channel. Slack’s own setting for previews does not reach apps; this one does.'
    : '*What you write* gets previews and cards as each channel has it.';
  const label = isQuiet ? 'Previews and cards for what I write' : 'No previews or cards for what I write';
  const toggle = press('settings.person', label, isQuiet ? 'heard' : 'quiet');
  return [section(state), actions(settingsBlockId({ kind: 'person' }, 'switch', now), [toggle])];
}

/** The defaults of the workspace's channels: to change for admins, to read for all others. */
export function workspaceRows(layers: Layers, role: Role, now: number): readonly KnownBlock[] {
  const place = { kind: 'workspace' } as const;
  const { defaults, workspace } = layers;
  const values = settle(defaults, workspace.own, {});
  const facts = SETTING_NAMES.map((name) =>
    describe(name, values, originOf(name, { defaults, workspace, channel: UNSET })),
  );
  const summary = section(`*Workspace defaults*, for channels that set nothing else\n${facts.join('\n')}`);
  const mark = lastMark(workspace);
  const changed = mark === undefined ? [] : [context(`Last changed by ${tellMark(mark, now)}.`)];
  switch (role) {
    case 'admin': {
      const { undo } = workspace;
      const isUndoable = undo !== undefined && mark !== undefined && now - mark.at < UNDONE_WITHIN;
      const undoing = isUndoable ? [undoButton(undo, 'Undo the last change')] : [];
      return [summary, ...changed, changeRow(place, values, workspace, now, undoing)];
    }
    case 'member':
      return [summary, ...changed, context('Admins of this workspace can change them.')];
    case 'unanswered':
      return [
        summary,
        ...changed,
        context(
          'Slack does not say just now whether you are an admin, who may change them. Please look again in a minute.',
        ),
      ];
    case 'unknown':
      return [
        summary,
        ...changed,
        context(
          'Nobody can change them here: the bot was not given the scope users:read, by which it knows who is an admin. An admin can add it and reinstall the app.',
        ),
      ];
  }
}

/** @param token names the change */
export function undoButton(token: string, label: string, spoken = label): Button {
  return { ...press('settings.undo', label, token), accessibility_label: plain(spoken, LIMITS.accessibilityLabel) };
}

/** A setting a block, each with what it is about. */
function channelPart(channel: string, layers: Layers, now: number): readonly KnownBlock[] {
  const place = { kind: 'channel', channel } as const;
  const values = settle(layers.defaults, layers.workspace.own, layers.channel.own);
  const mark = lastMark(layers.channel);
  return [
    section(
      '*What I say unasked in this channel.* Anyone here may change it, and everyone here is told. Commands and mentions are always answered.',
    ),
    ...SETTING_NAMES.map((name) => ({
      ...section(`${describe(name, values, originOf(name, layers))}\n${explainSetting(name)}`, menu(name, values)),
      block_id: settingsBlockId(place, name, now),
    })),
    ...(mark === undefined ? [] : [context(`Last changed by ${tellMark(mark, now)}.`)]),
    ...(isSet(layers.channel)
      ? [
          actions(settingsBlockId(place, 'reset', now), [
            press('settings.reset', 'Use the workspace’s defaults', 'all'),
          ]),
        ]
      : []),
  ];
}

/** Mrkdwn: "*Cool-down: 30 minutes* (the bot's default)". */
function describe(name: SettingName, values: ChannelSettings, origin: Origin): string {
  return `*${labelSetting(name)}: ${labelValue(name, values)}* (${tellOrigin(origin)})`;
}

function tellOrigin(origin: Origin): string {
  switch (origin) {
    case 'channel':
      return 'set in this channel';
    case 'workspace':
      return 'the workspace’s default';
    case 'default':
      return 'the bot’s default';
  }
}

function changeRow(
  place: SettingsPlace,
  values: ChannelSettings,
  level: Level,
  now: number,
  more: readonly Button[] = [],
): ActionsBlock {
  const beneath = place.kind === 'channel' ? 'Use the workspace’s defaults' : 'Use the bot’s defaults';
  const reset = isSet(level) ? [press('settings.reset', beneath, 'all')] : [];
  const menus = SETTING_NAMES.map((name) => menu(name, values));
  return actions(settingsBlockId(place, 'row', now), [...menus, ...reset, ...more]);
}

/** Its options say what they are options of: a menu has no label of its own. */
function menu(name: SettingName, values: ChannelSettings): StaticSelect {
  const option = (value: string, settings: ChannelSettings): PlainTextOption => ({
    text: { type: 'plain_text', text: `${labelSetting(name)}: ${labelValue(name, settings)}`, emoji: false },
    value,
  });
  const options = listValues(name, values).map((one) => option(encodeValue(name, one), one));
  const chosen = options.find(({ value }) => value === encodeValue(name, values));
  return { type: 'static_select', action_id: `settings.${name}`, options, ...(chosen && { initial_option: chosen }) };
}

function listValues(name: SettingName, values: ChannelSettings): readonly ChannelSettings[] {
  switch (name) {
    case 'noise':
      return NOISE_LEVELS.map((noise) => ({ ...values, noise }));
    case 'answersBots':
      return [false, true].map((answersBots) => ({ ...values, answersBots }));
    case 'coolDown': {
      const spans = [...new Set([...COOL_DOWNS, values.coolDown])].toSorted((a, b) => a - b);
      return spans.map((coolDown) => ({ ...values, coolDown }));
    }
  }
}

function encodeValue(name: SettingName, settings: ChannelSettings): string {
  return name === 'answersBots' ? (settings.answersBots ? 'yes' : 'no') : String(settings[name]);
}

function isSet({ own }: Level): boolean {
  return Object.keys(own).length > 0;
}

function press(actionId: string, label: string, value: string): Button {
  return { type: 'button', action_id: actionId, text: { type: 'plain_text', text: label, emoji: false }, value };
}

function actions(blockId: string, elements: (Button | StaticSelect)[]): ActionsBlock {
  return { type: 'actions', block_id: blockId, elements };
}
