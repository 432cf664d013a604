/** The workspace: its people, conversations and messages. Messages are values; a change puts a new one in the old one's place. */

import type { KnownBlock } from '@slack/types';
import { fillIds } from './block-ids.ts';
import type { Entity } from './entities.ts';
import type { UploadedFile } from './files.ts';
import type { JsonObject } from './json.ts';
import type { Timing } from './timing.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
  /** Of the workspace. */
  readonly isAdmin: boolean;
  /** Whose bot it is; undefined for a person. */
  readonly app?: { readonly id: string; readonly botId: string };
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  /** `group`: a private channel. */
  readonly kind: 'channel' | 'group' | 'im';
  readonly members: readonly string[];
}

export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  /** A person's id. */
  readonly author: string;
  /** In mrkdwn, as Slack keeps it. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[] | undefined;
  readonly unfurls: readonly Unfurl[];
  /** The URLs in a person's text, as posted. */
  readonly links: readonly string[];
  /** Of another app's message, as that gave them. */
  readonly attachments: readonly JsonObject[];
  readonly files: readonly UploadedFile[];
  /** The only one who sees an ephemeral message. */
  readonly seenBy: string | undefined;
  readonly editedTs: string | undefined;
  /** What Slack says under it when the app did not answer. */
  readonly failure: string | undefined;
  /** What the app wrote beside it, for programs to read. */
  readonly metadata?: JsonObject;
}

export interface Unfurl {
  readonly url: string;
  readonly title: string | undefined;
  readonly text: string | undefined;
  readonly blocks: readonly KnownBlock[] | undefined;
  /** A Work Object in place of blocks. */
  readonly entity?: Entity;
}

export type Draft = Pick<Message, 'channel' | 'author' | 'text'> & Partial<Message>;

export interface Workspace {
  readonly me: Person;
  readonly colleague: Person;
  readonly bot: Person;
  /** Another app's bot, which posts alerts. */
  readonly siem: Person;
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  findChannel(id: string): Channel | undefined;
  /** The bot's direct message with a person. */
  findDirect(person: string): Channel | undefined;
  /** Every message of a conversation, oldest first. */
  messagesOf(channel: string): readonly Message[];
  findMessage(channel: string, ts: string): Message | undefined;
  post(draft: Draft): Message;
  replace(message: Message): void;
  remove(message: Message): void;
  /** A fresh, unique message time. */
  nextTs(): string;
}

export const TEAM = { id: 'T0SANDBOX1', domain: 'sandbox', name: 'Sandbox' } as const;
export const APP_ID = 'A0SANDBOX1';
export const BOT_ID = 'B0BOT00001';
const ME: Person = { id: 'U0YOU00001', name: 'you', isBot: false, isAdmin: true };
const COLLEAGUE: Person = { id: 'U0ALEX0001', name: 'alex', isBot: false, isAdmin: false };
const SIEM: Person = {
  id: 'U0SIEM0001',
  name: 'siem-alerts',
  isBot: true,
  isAdmin: false,
  app: { id: 'A0SIEM0001', botId: 'B0SIEM0001' },
};
/** The channel that the bot was invited to. */
export const INCIDENT_CHANNEL = 'C0INC04711';
/** A public channel that the bot is not in. */
export const OTHER_CHANNEL = 'C0GENERAL1';
/** The direct message between the person at the keyboard and the bot. */
export const DIRECT_MESSAGE = 'D0DIRECT01';
/** The same of the colleague. */
export const COLLEAGUE_DIRECT_MESSAGE = 'D0DIRECT02';
/** A private channel that the bot was invited to. */
export const PRIVATE_CHANNEL = 'C0CORE0471';
const BOT_USER = 'U0BOT00001';

export function createWorkspace(botName: string, timing: Timing, changed: () => void): Workspace {
  const bot: Person = {
    id: BOT_USER,
    name: botName,
    isBot: true,
    isAdmin: false,
    app: { id: APP_ID, botId: BOT_ID },
  };
  const channels: readonly Channel[] = [
    { id: INCIDENT_CHANNEL, name: 'incident-4711', kind: 'channel', members: [ME.id, COLLEAGUE.id, bot.id] },
    { id: OTHER_CHANNEL, name: 'general', kind: 'channel', members: [ME.id, COLLEAGUE.id] },
    { id: DIRECT_MESSAGE, name: bot.name, kind: 'im', members: [ME.id, bot.id] },
    { id: COLLEAGUE_DIRECT_MESSAGE, name: bot.name, kind: 'im', members: [COLLEAGUE.id, bot.id] },
    { id: PRIVATE_CHANNEL, name: 'incident-4711-core', kind: 'group', members: [ME.id, COLLEAGUE.id, bot.id] },
  ];
  const messages = new Map<string, readonly Message[]>(channels.map((channel) => [channel.id, []]));
  let lastMicros = 0;

  const messagesOf = (channel: string): readonly Message[] => messages.get(channel) ?? [];
  const nextTs = (): string => {
    lastMicros = Math.max(timing.now() * 1000, lastMicros + 1);
    return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, '0')}`;
  };
  const write = (channel: string, next: readonly Message[]): void => {
    messages.set(channel, next);
    changed();
  };

  return {
    me: ME,
    colleague: COLLEAGUE,
    bot,
    siem: SIEM,
    people: [ME, COLLEAGUE, bot, SIEM],
    channels,
    findChannel: (id) => channels.find((channel) => channel.id === id),
    findDirect: (person) =>
      channels.find(({ kind, members }) => kind === 'im' && person !== bot.id && members.includes(person)),
    messagesOf,
    findMessage: (channel, ts) => messagesOf(channel).find((message) => message.ts === ts),
    nextTs,
    post(draft) {
      const message: Message = {
        ts: nextTs(),
        threadTs: undefined,
        unfurls: [],
        links: [],
        attachments: [],
        files: [],
        seenBy: undefined,
        editedTs: undefined,
        failure: undefined,
        ...draft,
        blocks: draft.blocks && fillIds(draft.blocks),
      };
      write(message.channel, [...messagesOf(message.channel), message]);
      return message;
    },
    replace(message) {
      const next = { ...message, blocks: message.blocks && fillIds(message.blocks) };
      write(
        message.channel,
        messagesOf(message.channel).map((old) => (old.ts === message.ts ? next : old)),
      );
    },
    remove(message) {
      write(
        message.channel,
        messagesOf(message.channel).filter((old) => old.ts !== message.ts),
      );
    },
  };
}
