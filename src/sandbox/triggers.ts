/** Trigger ids: each opens one view, within three seconds of the click or command that it came with. */

import { randomUUID } from 'node:crypto';
import type { Timing } from './timing.ts';

/** What a trigger id is tied to. */
interface TriggerOrigin {
  readonly person: string;
  /** The conversation that the person was in. */
  readonly channel?: string;
  /** The view that the person used. */
  readonly viewId?: string;
}

type SpentTrigger =
  | { readonly kind: 'spent'; readonly origin: TriggerOrigin }
  /** `error` is what Slack answers with. */
  | {
      readonly kind: 'refused';
      readonly error: 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';
    };

export interface Triggers {
  issue(origin: TriggerOrigin): string;
  /** Uses an id up. */
  spend(id: string): SpentTrigger;
}

export function createTriggers(timing: Timing): Triggers {
  const issued = new Map<string, { readonly origin: TriggerOrigin; readonly at: number; readonly isSpent: boolean }>();
  return {
    issue(origin) {
      const at = timing.now();
      const id = `${at}.0.${randomUUID().replaceAll('-', '')}`;
      issued.set(id, { origin, at, isSpent: false });
      return id;
    },
    spend(id) {
      const trigger = issued.get(id);
      if (trigger === undefined) {
        return { kind: 'refused', error: 'invalid_trigger_id' };
      }
      if (timing.now() - trigger.at > timing.triggerMs) {
        return { kind: 'refused', error: 'expired_trigger_id' };
      }
      if (trigger.isSpent) {
        return { kind: 'refused', error: 'exchanged_trigger_id' };
      }
      issued.set(id, { ...trigger, isSpent: true });
      return { kind: 'spent', origin: trigger.origin };
    },
  };
}
