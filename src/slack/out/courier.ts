/** Posts what nobody waits for, and tells what became of it: when to try again is for whoever sends it to decide. */

import { ErrorCode, type WebClient } from '@slack/web-api';
import type { Message } from '../../reply/blocks.ts';
import type { Delivery } from '../../reply/watch/delivery.ts';
import type { Deps } from '../deps.ts';
import { post } from './post.ts';
import { silenceOf } from './silence.ts';

interface Addressee {
  readonly team: string;
  readonly channel: string;
}

/** Never rejects. */
export type Courier = (to: Addressee, message: Message) => Promise<Delivery>;

/** @param client must reject what Slack has too much of, and try nothing twice by itself: whether it was posted would not be known */
export function createCourier(client: WebClient, { memory, log }: Pick<Deps, 'memory' | 'log'>): Courier {
  return async ({ team, channel }, message) => {
    try {
      await post(message, { memory, log, team }, (content) => client.chat.postMessage({ channel, ...content }));
      return { kind: 'sent' };
    } catch (error) {
      const { code, retryAfter } = error as { readonly code?: unknown; readonly retryAfter?: number };
      if (code === ErrorCode.RateLimitedError) return { kind: 'too many', wait: (retryAfter ?? 1) * 1000 };
      const reason = silenceOf(error);
      return reason === undefined ? { kind: 'failed', error } : { kind: 'refused', reason };
    }
  };
}
