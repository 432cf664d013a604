/** Whoever looks on while the bot works. What it is told holds no words, channels or ids of anybody. */

import type { Call, Ended } from '../request.ts';
import type { Catalog } from '../search/catalog.ts';

export interface Observer {
  /** Slack was called. */
  readonly called: (call: Call) => void;
  /** A request of Slack's is done with. */
  readonly ended: (ended: Ended) => void;
  /** A socket to Slack was opened. */
  readonly connected: () => void;
  /** A request to the address that Slack posts to was refused, with this HTTP status. */
  readonly turnedAway: (status: number) => void;
  /** There is a new catalog, or news about how its refresh went. */
  readonly published: (catalog: Catalog) => void;
  /** A line was logged, of one of pino's levels. */
  readonly logged: (level: string) => void;
}

/** Where nobody looks on. */
export const NOBODY: Observer = {
  called() {},
  ended() {},
  connected() {},
  turnedAway() {},
  published() {},
  logged() {},
};
