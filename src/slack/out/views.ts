/** What may go wrong with a view without anybody being at fault: its person was quicker than the bot, or has closed it. */

import type { Log } from '../../log.ts';
import { isTriggerSpent, reasonOf } from './reason.ts';

/** The view has changed or is closed (docs.slack.dev/reference/methods/views.update). */
const GONE: ReadonlySet<string> = new Set(['hash_conflict', 'not_found', 'view_not_found']);

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
    if (!isTriggerSpent(error) && !GONE.has(reason ?? '')) throw error;
    log.info({ reason }, 'a view came too late');
    return false;
  }
}
