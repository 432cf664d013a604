/** What a channel is told of a change of its settings, and what became of an undo. */

import { context, createMessage, type Message, section } from '../../blocks.ts';
import {
  applyPatch,
  type Change,
  type ChannelSettings,
  type Mark,
  namesIn,
  type SettingName,
} from '../../settings/settings.ts';
import { undoButton } from './settings.ts';
import { labelSetting, labelValue } from './words.ts';

interface Changed {
  readonly change: Change;
  /** What the channel has where it sets nothing. */
  readonly beneath: ChannelSettings;
  /** Slack's id of who changed it. */
  readonly by: string;
}

/** @param token undoes it */
export function announceChange(changed: Changed, token: string): Message {
  const undo = undoButton(token, 'Undo', 'Undo this change of the settings');
  return createMessage([section(tellChange(changed), undo)]);
}

/** In place of the announcement. */
export function announceUndone(changed: Changed, undoneBy: string): Message {
  return createMessage([section(tellChange(changed)), context(`Undone by <@${undoneBy}>.`)]);
}

/** Mrkdwn: why a change was not undone. `setting` is no longer what it made of it. */
export function tellSuperseded(setting: SettingName, mark: Mark | undefined, current: ChannelSettings): string {
  const who = mark === undefined ? 'Someone' : `<@${mark.by}>`;
  return `Not undone: ${who} has changed it since; *${labelSetting(setting)}* is now *${labelValue(setting, current)}*.`;
}

/** Mrkdwn: "<@U1> changed what I say unasked here:\n• *Cool-down*: 30 minutes → 5 minutes". */
function tellChange({ change, beneath, by }: Changed): string {
  const before: ChannelSettings = { ...beneath, ...applyPatch({}, change.before) };
  const after: ChannelSettings = { ...beneath, ...applyPatch({}, change.after) };
  const lines = namesIn(change.after).map((name) => {
    const origin = change.after[name] === null ? ' (the workspace’s default)' : '';
    return `• *${labelSetting(name)}*: ${labelValue(name, before)} → ${labelValue(name, after)}${origin}`;
  });
  return [`<@${by}> changed what I say unasked in this channel:`, ...lines].join('\n');
}
