/** Whether the bot hears Slack: a socket that is lost is opened again within moments, and for as long nobody is to think the bot dead. */

export interface Hearing {
  /** At this moment. */
  readonly isOpen: () => boolean;
  /** Whether Slack is heard, or was until a moment ago and may be again. */
  readonly isReady: () => boolean;
  readonly opened: () => void;
  readonly lost: () => void;
  /** Slack will not have the token, or the bot stops: nothing is to be hoped for until it is `opened` again. */
  readonly givenUp: () => void;
}

/** In ms. Slack ends each socket every few hours, and the next stands within seconds; a network that is down longer is news. */
const MOMENT = 60_000;

/** @param now in ms, of a clock that nobody sets */
export function createHearing(now: () => number): Hearing {
  let isOpen = false;
  let readyUntil = 0;
  return {
    isOpen: () => isOpen,
    isReady: () => isOpen || now() < readyUntil,
    opened() {
      isOpen = true;
    },
    lost() {
      if (isOpen) readyUntil = now() + MOMENT;
      isOpen = false;
    },
    givenUp() {
      isOpen = false;
      readyUntil = 0;
    },
  };
}
