/** What a person reads when the bot failed them: what failed, why, what to do now, and what to quote when they tell someone. */

import { createMessage, type Message, section } from '../blocks.ts';

/** Why an answer failed, by whose fault and what helps. */
export type Cause =
  /** Slack would not have the answer; `reason` is Slack's word, such as `is_archived`. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'too many calls' }
  /** Slack lets a modal open for three seconds. */
  | { readonly kind: 'too late' }
  /** Asked before there was any ATT&CK to answer from. */
  | { readonly kind: 'loading' }
  | { readonly kind: 'fault' };

export interface Apology {
  /** Mrkdwn that goes on in a sentence, such as "the card of “T1055”". */
  readonly asked: string;
  readonly cause: Cause;
  /** Stands in the log beside the cause. */
  readonly reference: string;
}

/** In Slack's own word only: whatever else an error holds may be somebody's text. */
const WORD = /^[a-z_]{1,50}$/;
const TELL = 'tell whoever runs this bot';

export function apologize({ asked, cause, reference }: Apology): Message {
  return createMessage([
    section(
      `*Sorry, that failed:* ${asked}. ${explain(cause)} To have it looked up, quote reference \`${reference}\`.`,
    ),
  ]);
}

function explain(cause: Cause): string {
  switch (cause.kind) {
    case 'refused':
      return `Slack refused the answer${WORD.test(cause.reason) ? ` (\`${cause.reason}\`)` : ''}. Please ask in another place, or ${TELL}.`;
    case 'unreachable':
      return 'Slack could not be reached. Please try again in a minute.';
    case 'too many calls':
      return 'Slack takes no more calls just now. Please try again in a minute.';
    case 'too late':
      return 'It took longer than Slack waits for a window to open. Please try again.';
    case 'loading':
      return 'ATT&amp;CK is still being loaded. Please try again in a minute.';
    case 'fault':
      return `The fault is mine. Please try again; if it fails again, ${TELL}.`;
  }
}
