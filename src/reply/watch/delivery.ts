/** What became of a message that nobody waits for. */

export type Delivery =
  | { readonly kind: 'sent' }
  /** The place does not take it, now or later; `reason` is Slack's word. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Slack asks to wait so many ms, and took nothing. */
  | { readonly kind: 'too many'; readonly wait: number }
  /** A bad day of Slack's, or of the network's. */
  | { readonly kind: 'failed'; readonly error: unknown };
