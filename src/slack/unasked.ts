/** What the bot says though nobody asked just now: of a newer release to whoever has pinned one, and what is subscribed to. */

import type { WebClient } from '@slack/web-api';
import type { Courier } from '../reply/watch/delivery.ts';
import type { Deps } from './deps.ts';
import { tellOfNewest } from './newer.ts';
import { createCourier } from './out/courier.ts';

export interface Unasked {
  /** Tells whom it concerns that there is a newer release, if there is. Never rejects. */
  readonly tellOfNewest: () => Promise<void>;
  readonly courier: Courier;
}

interface Clients {
  readonly client: WebClient;
  /** See `createCourier`. */
  readonly single: WebClient;
}

export function createUnasked({ client, single }: Clients, deps: Deps): Unasked {
  return { tellOfNewest: () => tellOfNewest(client, deps), courier: createCourier(single, deps) };
}
