/** What Slack tells a person when the app did not answer. */

import type { Outcome } from './delivery/parcel.ts';

/** What a modal shows when what was sent from it came to nothing. */
export const VIEW_FAILURE = 'We had some trouble connecting. Try again?';

/** @returns undefined for an app that did */
export function nameFailure(outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case 'acked':
      return undefined;
    case 'late':
      return 'operation_timeout';
    case 'refused':
      return 'dispatch_failed';
  }
}
