/** What may go wrong with a view without anybody being at fault: its person was quicker than the bot, or has closed it. */

import type { Log } from '../../log.ts';
import { reasonOf } from './post.ts';

/** Errors of `views.*` that say no more than that (docs.slack.dev/reference/methods/views.open, .push, .update). */
const TOO_LATE: ReadonlySet<string> = new Set([
  'hash_conflict',
  'not_found',
  'view_not_found',
  'expired_trigger_id',
  'trigger_expired',
  'exchanged_trigger_id',
  'trigger_exchanged',
]);

/**
 * @returns whether the call was in time
 * @throws the call's error for any other reason
 */
export async function inTime(call: () => Promise<unknown>, log: Log): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined || !TOO_LATE.has(reason)) throw error;
    log.info({ reason }, 'a view came too late');
    return false;
  }
}
