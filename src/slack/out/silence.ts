/** Why the bot cannot speak in a channel, where it is the channel's fault and not a bad day of Slack's. */

import { isOutside, reasonOf } from './reason.ts';

/** Why Slack does not let the bot speak in a channel that it is in (`restricted_action` has a dozen forms). */
const MUTE = /^(?:is_archived|restricted_action|no_permission)/;

/** Slack's word for it, such as `not_in_channel`; undefined for a failure that says nothing of the channel. */
export function silenceOf(error: unknown): string | undefined {
  const reason = reasonOf(error) ?? '';
  return isOutside(error) || MUTE.test(reason) ? reason : undefined;
}

/**
 * @param orElse what helps where the bot is no member, besides inviting it
 * @returns mrkdwn that ends a sentence, with what helps; undefined for a failure that says nothing of the channel
 */
export function explainSilence(error: unknown, orElse: string): string | undefined {
  const reason = silenceOf(error);
  if (reason === undefined) return undefined;
  if (isOutside(error)) return `I am not in there. Invite me with \`/invite\`, or ${orElse}.`;
  return `Slack does not let me post there (\`${reason}\`). Whoever manages the channel can change that.`;
}
