/** Every event once, however often Slack delivers it; and a count of what is under way, so that a stop can wait for it. */

import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import { note } from '../../request.ts';
import { createLately } from './lately.ts';

/** Slack's last retry comes about six minutes after the first delivery. */
const REMEMBER_SECONDS = 15 * 60;
/** Slack sends a workspace no more than 30,000 events an hour (docs.slack.dev/reference/events/app_rate_limited). */
const MOST = 20_000;

export interface Once {
  readonly middleware: Middleware<AnyMiddlewareArgs>;
  /** Resolves when nothing is under way, or after `patience` ms. */
  readonly settle: (patience: number) => Promise<void>;
}

/** A delivery is marked on receipt and not after the work, or a retry would overtake the first. */
export function createOnce(): Once {
  const seen = createLately<true>({ seconds: REMEMBER_SECONDS, most: MOST });
  const underWay = new Set<Promise<void>>();
  return {
    async middleware(args) {
      const key = deliveryKey(args.body);
      // A second delivery means that Slack missed our first acknowledgement. Events have theirs from Bolt.
      if (key !== undefined && seen.get(key)) {
        note({ outcome: 'duplicate' });
        return 'ack' in args ? args.ack?.() : undefined;
      }
      if (key !== undefined) seen.set(key, true);
      const work = args.next();
      underWay.add(work);
      await work.finally(() => underWay.delete(work));
    },
    async settle(patience) {
      const all = Promise.allSettled(underWay).then(() => {});
      let timer: NodeJS.Timeout | undefined;
      const tooLong = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patience);
      });
      await Promise.race([all, tooLong]);
      clearTimeout(timer);
    },
  };
}

/** Events carry an id of their own; what a person did carries a trigger that is made for it alone. */
function deliveryKey(body: AnyMiddlewareArgs['body']): string | undefined {
  const { event_id: eventId, trigger_id: triggerId } = body as { event_id?: unknown; trigger_id?: unknown };
  const key = eventId ?? triggerId;
  return typeof key === 'string' ? key : undefined;
}
