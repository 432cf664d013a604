/** Slack's clocks in one place, so that a test can shorten them. */

export interface Timing {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long an app may take to acknowledge, in ms. */
  readonly ackMs: number;
  /** How long after a failed attempt each retry of an event follows, in ms; as many retries as there are entries. */
  readonly retryDelaysMs: readonly number[];
  /** How long a trigger id lives, in ms. */
  readonly triggerMs: number;
  /** How long a response_url lives, in ms. */
  readonly responseUrlMs: number;
  /** How long the typing has to rest before the links in the composer are shared, in ms. */
  readonly composerPauseMs: number;
}

/** Sources: docs.slack.dev on acknowledgement, Events API retries, trigger ids and response URLs; the composer's pause is a guess. */
export const SLACK_TIMING: Timing = {
  now: Date.now,
  ackMs: 3_000,
  retryDelaysMs: [0, 60_000, 300_000],
  triggerMs: 3_000,
  responseUrlMs: 30 * 60_000,
  composerPauseMs: 300,
};
