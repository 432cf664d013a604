/**
 * What befalls one message is seen to in turn: an edit or a deletion that comes soon waits until the message is answered. And what comes
 * after the deletion comes too late.
 */

import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import { createLately } from './lately.ts';

/** Slack's last retry of a message comes about six minutes after the first: its author may have deleted it meanwhile. */
const REMEMBER_SECONDS = 15 * 60;
const MOST = 20_000;

export function createTurns(): Middleware<AnyMiddlewareArgs> {
  const last = new Map<string, Promise<void>>();
  const deleted = createLately<true>({ seconds: REMEMBER_SECONDS, most: MOST });
  return async ({ body, next }) => {
    const key = messageIn(body);
    if (key === undefined) return next();
    if (deleted.get(key)) return;
    if (isDeletion(body)) deleted.set(key, true);
    const turn = (last.get(key) ?? Promise.resolve()).then(
      () => next(),
      () => next(),
    );
    last.set(key, turn);
    try {
      await turn;
    } finally {
      if (last.get(key) === turn) last.delete(key);
    }
  };
}

/** A message with a thread leaves a tombstone behind. */
function isDeletion(body: object): boolean {
  const { event } = body as {
    event?: { readonly subtype?: unknown; readonly message?: { readonly subtype?: unknown } };
  };
  return event?.subtype === 'message_deleted' || event?.message?.subtype === 'tombstone';
}

/** The message that an event is about, by its channel and time. */
function messageIn(body: object): string | undefined {
  const { event } = body as { event?: Readonly<Record<string, unknown>> };
  if (event?.type !== 'message' && event?.type !== 'app_mention') return undefined;
  const {
    message,
    deleted_ts: deleted,
    ts,
  } = event as { message?: { ts?: unknown }; deleted_ts?: unknown; ts?: unknown };
  return `${event.channel} ${message?.ts ?? deleted ?? ts}`;
}
