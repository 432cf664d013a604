/** What the sandbox's page and its server tell each other: the state as one JSON, pushed at every change, and a person's acts. */

import type { KnownBlock } from '@slack/types';

/** `GET /page/state` answers with one; `GET /page/events` (server-sent events) sends one at the start and after every change. */
export interface PageState {
  /** The person at the keyboard. */
  readonly me: PagePerson;
  readonly people: readonly PagePerson[];
  readonly channels: readonly PageChannel[];
  /** For the completion of what is typed. */
  readonly commands: readonly { readonly command: string; readonly usageHint: string; readonly description: string }[];
  /** False while the bot has no open socket: the page says so. */
  readonly isBotConnected: boolean;
}

export interface PagePerson {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
}

export interface PageChannel {
  readonly id: string;
  /** Without `#`; for a direct message, the other's name. */
  readonly name: string;
  readonly isDirect: boolean;
  /** Oldest first. Replies stand among them, told apart by `threadTs`. */
  readonly messages: readonly PageMessage[];
  /** What Slack would preview above the box for the text being composed. */
  readonly composerPreviews: readonly PageUnfurl[];
}

export interface PageMessage {
  /** Unique in its channel; also the key of its thread. */
  readonly ts: string;
  /** The parent's `ts`, for a reply. */
  readonly threadTs?: string;
  readonly author: string;
  /** Slack mrkdwn. Shown where there are no blocks. */
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
  readonly unfurls: readonly PageUnfurl[];
  /** Only this person sees it. */
  readonly ephemeral: boolean;
  readonly edited: boolean;
  /** What Slack itself would say under the message, such as `/attack failed with the error "operation_timeout"`. */
  readonly failure?: string;
}

export interface PageUnfurl {
  readonly url: string;
  readonly title?: string;
  readonly blocks?: readonly KnownBlock[];
}

/** `POST /page/acts` takes one as JSON and answers `{ ok: true }` or `{ ok: false, error }`. */
export type PageAct =
  /** Posts a message, or sends a slash command when the text begins with `/` (not in threads, as in Slack). */
  | { readonly kind: 'say'; readonly channel: string; readonly text: string; readonly threadTs?: string }
  /** Tells what stands in the box, so that links unfurl while they are typed. */
  | { readonly kind: 'compose'; readonly channel: string; readonly text: string }
  /** Presses an interactive element of a message, or of one of its unfurls (then `unfurlUrl` names it). */
  | {
      readonly kind: 'press';
      readonly channel: string;
      readonly ts: string;
      readonly unfurlUrl?: string;
      readonly blockId: string;
      readonly actionId: string;
      /** For a select: the value of the option chosen. */
      readonly option?: string;
    };
