/** Trigger ids: each opens one view, within three seconds of the click or command that it came with. */

import { randomUUID } from 'node:crypto';
import type { Timing } from './timing.ts';

export interface Triggers {
  issue(): string;
  /** Uses an id up. Anything but `spent` is the error that Slack answers with. */
  spend(id: string): 'spent' | 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';
}

export function createTriggers(timing: Timing): Triggers {
  const issued = new Map<string, { readonly at: number; readonly isSpent: boolean }>();
  return {
    issue() {
      const at = timing.now();
      const id = `${at}.0.${randomUUID().replaceAll('-', '')}`;
      issued.set(id, { at, isSpent: false });
      return id;
    },
    spend(id) {
      const trigger = issued.get(id);
      if (trigger === undefined) {
        return 'invalid_trigger_id';
      }
      if (timing.now() - trigger.at > timing.triggerMs) {
        return 'expired_trigger_id';
      }
      if (trigger.isSpent) {
        return 'exchanged_trigger_id';
      }
      issued.set(id, { ...trigger, isSpent: true });
      return 'spent';
    },
  };
}
