/** Who wrote a message, and the words in it: a person's text, or all that can be read of another bot's. */

import type { SlackEventMiddlewareArgs } from '@slack/bolt';
import { readOutright } from './readable.ts';

export type MessageEvent = SlackEventMiddlewareArgs<'message'>['event'];

/** The one shape of message that a person writes. */
interface PersonsMessage {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  readonly thread_ts?: string;
}

export interface Written {
  readonly ts: string;
  /** The thread that it is in. */
  readonly thread?: string;
  /** Slack's id; undefined for a bot. */
  readonly person: string | undefined;
  /** In mrkdwn as Slack delivers it: for a bot, its text, its attachments and its blocks, each for itself. */
  readonly texts: readonly string[];
}

/** What the bot itself goes by. */
export interface Ourselves {
  readonly botId: string | undefined;
  readonly botUserId: string | undefined;
  readonly appId: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** Anything else is an edit's, a join's or a topic's message, or one that Slack shows to nobody. */
const WRITTEN_BY_PEOPLE: ReadonlySet<unknown> = new Set([undefined, 'file_share', 'thread_broadcast']);
const SLACKBOT = 'USLACKBOT';

/** Whether a person wrote the message just now, with words in it. */
export function isFromPerson(event: MessageEvent): event is MessageEvent & PersonsMessage {
  const { subtype, text, bot_id, app_id, hidden } = event as unknown as Fields;
  const isWritten = WRITTEN_BY_PEOPLE.has(subtype);
  return isWritten && typeof text === 'string' && bot_id === undefined && app_id === undefined && hidden !== true;
}

/** @returns undefined for what nobody wrote, and for what the bot itself did: to that it must not listen */
export function readWritten(event: MessageEvent, ourselves: Ourselves): Written | undefined {
  const fields = event as unknown as Fields;
  const thread = typeof fields.thread_ts === 'string' ? { thread: fields.thread_ts } : {};
  if (isFromPerson(event)) return { ts: event.ts, ...thread, person: event.user, texts: [event.text] };
  const isBots = fields.bot_id !== undefined || fields.app_id !== undefined || fields.subtype === 'bot_message';
  const isWritten = fields.subtype === 'bot_message' || WRITTEN_BY_PEOPLE.has(fields.subtype);
  if (!isBots || !isWritten || fields.hidden === true || isOurs(fields, ourselves)) return undefined;
  return { ts: event.ts, ...thread, person: undefined, texts: readOutright(fields) };
}

function isOurs({ bot_id, app_id, user }: Fields, { botId, botUserId, appId }: Ourselves): boolean {
  const isSame = (one: unknown, own: string | undefined) => one !== undefined && one === own;
  return isSame(bot_id, botId) || isSame(app_id, appId) || isSame(user, botUserId) || user === SLACKBOT;
}
