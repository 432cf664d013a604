/** How a message goes out that nobody waits for, and what becomes of it. */

import type { Message } from '../blocks.ts';

interface Address {
  readonly team: string;
  readonly channel: string;
}

/** What a message is about, by which it is found again in its channel. */
export interface Label {
  readonly release: string;
  readonly domains: readonly string[];
}

export type Delivery =
  | { readonly kind: 'sent' }
  /** The place does not take it, now or later; `reason` is Slack's word. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Slack asks to wait so many ms, and took nothing. */
  | { readonly kind: 'too many'; readonly wait: number }
  /** A bad day of Slack's, or of the network's: whether it was taken is not known. */
  | { readonly kind: 'failed'; readonly error: unknown };

/** When to try again is for whoever sends to decide. No method rejects. */
export interface Courier {
  readonly post: (to: Address, message: Message, label: Label) => Promise<Delivery>;
  /**
   * Whether a message about all of this stands in the channel.
   *
   * @param since in ms since 1970
   * @returns undefined where Slack does not tell
   */
  readonly find: (to: Address, label: Label, since: number) => Promise<boolean | undefined>;
}
