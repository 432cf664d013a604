/** Why Slack refuses a call, in its own word. */

/** Slack's docs and its answers differ (docs.slack.dev/reference/methods/views.open). */
const SPENT = /^(?:expired_trigger_id|trigger_expired|exchanged_trigger_id|trigger_exchanged)$/;
const OUTSIDE = new Set(['not_in_channel', 'channel_not_found']);

/** The `error` of a Web API answer, such as `channel_not_found`; undefined for failures of another kind. */
export function reasonOf(error: unknown): string | undefined {
  const { data } = Object(error) as { data?: { error?: unknown } };
  return typeof data?.error === 'string' ? data.error : undefined;
}

/** Whether the bot is no member there: or it is a conversation between people. A response URL works all the same. */
export function isOutside(error: unknown): boolean {
  return OUTSIDE.has(reasonOf(error) ?? '');
}

/** Whether a modal was to open more than three seconds after what asked for it, or twice. */
export function isTriggerSpent(error: unknown): boolean {
  return SPENT.test(reasonOf(error) ?? '');
}
