/** Whoever looks on while the bot works. What it is told holds no words, channels or ids of anybody. */

import type { Call, Ended } from '../request.ts';
import type { Catalog } from '../search/catalog.ts';

/** What another program asked at `/api/…` or `/hooks/…`. */
interface Served {
  /** Such as `/api/objects`; `other` where there is nothing. */
  readonly path: string;
  /** Of HTTP; `broken off` where the asker was gone before the answer. */
  readonly status: string;
  readonly seconds: number;
}

/** What the process that builds catalogs did; `refused` is a fault of a bundle, `failed` one of the process. */
export interface Worked {
  readonly job: 'inspect' | 'build';
  readonly result: 'ok' | 'refused' | 'failed';
  /** Without the wait for its turn. */
  readonly seconds: number;
}

export interface Observer {
  /** Slack was called. */
  readonly called: (call: Call) => void;
  /** A request of Slack's is done with. */
  readonly ended: (ended: Ended) => void;
  /** A socket to Slack was opened. */
  readonly connected: () => void;
  /** A request to the address that Slack posts to was refused, with this HTTP status. */
  readonly turnedAway: (status: number) => void;
  readonly served: (served: Served) => void;
  readonly worked: (worked: Worked) => void;
  /** An earlier release was looked for. */
  readonly loaded: (result: 'found' | 'unlisted' | 'unreachable') => void;
  /** Two releases were compared. */
  readonly compared: (result: 'ok' | 'failed') => void;
  /** A release was told to a channel, or was not; `given up` is of all channels that are left. */
  readonly announced: (result: 'sent' | 'refused' | 'too many' | 'failed' | 'given up') => void;
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
  served() {},
  worked() {},
  loaded() {},
  compared() {},
  announced() {},
  published() {},
  logged() {},
};
