/** What befalls one message is seen to in turn: an edit or a deletion that comes soon waits until the message is answered. */

import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';

export function createTurns(): Middleware<AnyMiddlewareArgs> {
  const last = new Map<string, Promise<void>>();
  return async ({ body, next }) => {
    const key = messageIn(body);
    if (key === undefined) return next();
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
