/** How Slack answers a call: `ok`, or an error with its messages. */

import type { JsonObject } from './json.ts';

export type Answer = Refusal | (JsonObject & { readonly ok: true });

export interface Refusal extends JsonObject {
  readonly ok: false;
  readonly error: string;
}

/** @param messages what was wrong in detail, each with its JSON pointer */
export function fail(error: string, messages: readonly string[] = []): Refusal {
  const details = {
    errors: messages,
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  };
  return { ok: false, error, ...(messages.length === 0 ? {} : details) };
}
