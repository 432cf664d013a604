/** What a person reads when they share an answer from a modal: that it is done, or why it is not. */

import type { Origin } from '../modal/state.ts';
import { escapeMrkdwn } from '../text/mrkdwn.ts';

export type Sharing =
  | { readonly kind: 'shared' }
  /** The command was given too long ago. */
  | { readonly kind: 'too late' }
  /** `reference` stands in the log beside the cause. */
  | { readonly kind: 'refused'; readonly reference: string };

/** What Slack calls places whose names it keeps to itself. */
const NO_NAMES: ReadonlySet<string> = new Set(['', 'directmessage', 'privategroup']);

/**
 * "#incidents"
 *
 * @returns undefined for a place whose name Slack does not tell
 */
export function nameChannel(name = ''): string | undefined {
  return NO_NAMES.has(name) ? undefined : `#${name}`;
}

/** Plain text. */
export function nameOrigin({ name }: Origin): string {
  return nameChannel(name) ?? 'conversation';
}

/** Mrkdwn. */
export function tellSharing(sharing: Sharing, origin: Origin): string {
  const name = nameOrigin(origin);
  const place = escapeMrkdwn(name.startsWith('#') ? name : `the ${name}`);
  switch (sharing.kind) {
    case 'shared':
      return `*Shared* to ${place}, for all to see.`;
    case 'too late':
      return `*Not shared:* Slack lets me answer a command for 30 minutes. Type \`/attack\` in ${place} again, and share from there.`;
    case 'refused':
      return `*Not shared:* Slack did not take it; it takes five answers to one command. Type \`/attack\` in ${place} again, and share from there. Reference \`${sharing.reference}\`.`;
  }
}
