/** What another app's bot posts, such as a SIEM's alert: as Slack has it from an incoming webhook, with no user. */

import type { KnownBlock } from '@slack/types';
import type { JsonObject } from './json.ts';
import type { ActResult } from './page-server.ts';
import { buildMentionEvent, buildMessageEvent } from './payloads.ts';
import { readTyped } from './typed-text.ts';
import type { Channel, Message, Person } from './workspace.ts';
import { sendEvent, type World } from './world.ts';

/** What a person types to have the SIEM's bot post an alert: the sandbox's own command, which no app hears of. */
export const ALERT_COMMAND = {
  command: '/sandbox-alert',
  usageHint: '[text]',
  description: "Sandbox: posts an alert here as another app's bot",
} as const;

export interface BotSaid {
  /** In mrkdwn. */
  readonly text: string;
  readonly attachments?: readonly JsonObject[];
  readonly blocks?: readonly KnownBlock[];
}

export function sayAs(world: World, bot: Person, channel: Channel, said: BotSaid): Message {
  const message = world.workspace.post({ channel: channel.id, author: bot.id, ...said });
  if (channel.members.includes(world.workspace.bot.id)) {
    void sendEvent(world, buildMessageEvent(message, bot, channel));
    if (channel.kind !== 'im' && said.text.includes(`<@${world.workspace.bot.id}>`)) {
      void sendEvent(world, buildMentionEvent(message, bot));
    }
  }
  return message;
}

/** @param typed as a person types it */
export function sayAlert(world: World, channel: Channel, typed: string): ActResult {
  if (typed === '') {
    return { ok: false, error: `${ALERT_COMMAND.command} takes the text of the alert.` };
  }
  sayAs(world, world.workspace.siem, channel, { text: readTyped(typed, world.workspace.people).text });
  return { ok: true };
}
