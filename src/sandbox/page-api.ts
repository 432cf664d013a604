/** What the sandbox's page and its server tell each other: the state as one JSON, pushed at every change, and a person's acts. */

import type { KnownBlock } from '@slack/types';

/**
 * `GET /page/state` answers with one; `GET /page/events` (server-sent events) sends one at the start and after every change. Both, and
 * `POST /page/acts`, take `?as=<person id>`: who is at the keyboard; the first person, unless said otherwise.
 */
export interface PageState {
  /** The person at the keyboard. */
  readonly me: PagePerson;
  readonly people: readonly PagePerson[];
  readonly channels: readonly PageChannel[];
  /** For the completion of what is typed. */
  readonly commands: readonly { readonly command: string; readonly usageHint: string; readonly description: string }[];
  /** What the app offers in Slack's menu of shortcuts (`global`) and in the menu of each message (`message`). */
  readonly shortcuts: readonly {
    readonly kind: 'global' | 'message';
    readonly name: string;
    readonly callbackId: string;
    readonly description: string;
  }[];
  /** What the app, as an agent, suggests to say to it; none where it is no agent. */
  readonly prompts: readonly { readonly title: string; readonly message: string }[];
  /** The modals that the person has open, the lowest first: three at most, and only the last can be used. */
  readonly modals: readonly PageView[];
  /** The app's Home tab. `view` is there once the app has published one for this person. */
  readonly home: { readonly isEnabled: boolean; readonly view?: PageView };
  /** The detail panel of a Work Object, while it is open. */
  readonly panel?: PagePanel;
  /** False while the bot has no open socket: the page says so. */
  readonly isBotConnected: boolean;
}

/** A modal or a Home tab. */
export interface PageView {
  readonly id: string;
  /** Another with every change of the view. */
  readonly hash: string;
  /** Empty for a Home tab. */
  readonly title: string;
  readonly submit?: string;
  readonly close?: string;
  readonly blocks: readonly KnownBlock[];
  /** What the app found wrong with what was entered, by `block_id`. */
  readonly errors: Readonly<Record<string, string>>;
  /** What Slack itself would say, such as "We had some trouble connecting. Try again?". */
  readonly failure?: string;
}

export interface PagePanel {
  readonly url: string;
  readonly title: string;
  /** What kind of thing it is, and its id. */
  readonly kind: string;
  /** `waiting` until the app presents the details. */
  readonly status: 'waiting' | 'shown' | 'failed';
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  /** What the app says instead, when it has none. */
  readonly message?: string;
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
  readonly files: readonly PageFile[];
  /** What Slack itself would say under the message, such as `/attack failed with the error "operation_timeout"`. */
  readonly failure?: string;
}

export interface PageFile {
  readonly id: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Of this server; a GET downloads it. */
  readonly path: string;
}

export interface PageUnfurl {
  readonly url: string;
  readonly title?: string;
  readonly blocks?: readonly KnownBlock[];
  /** A Work Object: pressing it opens its panel. */
  readonly entity?: {
    readonly title: string;
    readonly kind: string;
    readonly fields: readonly { readonly label: string; readonly value: string }[];
  };
}

/**
 * What a person has entered in a view, in the shape of Slack's `view.state.values`: block_id → action_id → the element's state, such as
 * `{ type: 'checkboxes', selected_options: [...] }` or `{ type: 'plain_text_input', value: 'x' }`.
 */
export type PageValues = Readonly<Record<string, Readonly<Record<string, { readonly type: string }>>>>;

/** What was chosen in an element: an option's value, those of several, or the id of a conversation or person. Left out for a button, and for a select that was emptied. */
export type PageChoice = string | readonly string[];

/** `GET /page/network` (server-sent events) sends those so far, oldest first, and then each that comes. The last 500 are kept. */
export interface PageTraffic {
  readonly id: number;
  /** In ms since 1970. */
  readonly at: number;
  /** `to bot`: an event, a command, an interaction; `from bot`: a call of the Web API, or of a response URL. */
  readonly direction: 'to bot' | 'from bot';
  /** Such as `event: link_shared`, `command: /attack`, `view_submission`, `chat.postMessage`, `response_url`. */
  readonly name: string;
  /** What was sent, without tokens. */
  readonly sent: unknown;
  /** What came back: the answer of a call, or what came with the bot's acknowledgement. */
  readonly received?: unknown;
  /** `ok`, Slack's error, `late`, `planned failure`. */
  readonly outcome: string;
  /** From sending to the answer, in ms. */
  readonly ms: number;
}

/** What the app offers for what was typed in an external select; in plain text. */
export interface PageOptionGroup {
  readonly label?: string;
  readonly options: readonly { readonly text: string; readonly description?: string; readonly value: string }[];
}

/** `POST /page/acts` takes one as JSON and answers `{ ok: true }` or `{ ok: false, error }`; a `suggest` answers `{ ok: true, groups }`. */
export type PageAct =
  /** Posts a message, or sends a slash command when the text begins with `/` (not in threads, as in Slack). */
  | { readonly kind: 'say'; readonly channel: string; readonly text: string; readonly threadTs?: string }
  /** Changes what this person wrote. */
  | { readonly kind: 'edit'; readonly channel: string; readonly ts: string; readonly text: string }
  /** Takes back what this person wrote. */
  | { readonly kind: 'delete'; readonly channel: string; readonly ts: string }
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
      readonly choice?: PageChoice;
    }
  /** Presses an interactive element of the uppermost modal, or of the Home tab. */
  | {
      readonly kind: 'press-view';
      readonly viewId: string;
      readonly blockId: string;
      readonly actionId: string;
      readonly choice?: PageChoice;
      readonly values: PageValues;
    }
  /** Types in an external select of a view. */
  | {
      readonly kind: 'suggest';
      readonly viewId: string;
      readonly blockId: string;
      readonly actionId: string;
      readonly text: string;
      readonly values: PageValues;
    }
  | { readonly kind: 'submit'; readonly viewId: string; readonly values: PageValues }
  /** Closes the uppermost modal, or with `isAll` the whole stack. */
  | { readonly kind: 'close'; readonly viewId: string; readonly isAll: boolean }
  /** Runs a shortcut: of a message, where one is named. */
  | { readonly kind: 'shortcut'; readonly callbackId: string; readonly channel?: string; readonly ts?: string }
  /** Opens the app's Home tab. */
  | { readonly kind: 'open-home' }
  /** Opens or closes the detail panel of a Work Object. */
  | { readonly kind: 'open-panel'; readonly channel: string; readonly ts: string; readonly url: string }
  | { readonly kind: 'close-panel' };
