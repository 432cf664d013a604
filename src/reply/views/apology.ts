/** What a person reads when the bot failed them: that it did, and what to quote when they tell someone. */

import { createMessage, type Message, section } from '../blocks.ts';

/** @param reference stands in the log beside the cause */
export function apologize(reference: string): Message {
  return createMessage([
    section(
      `Sorry, that failed on my side. Please try again; if it fails again, quote reference \`${reference}\` to whoever runs this bot.`,
    ),
  ]);
}
