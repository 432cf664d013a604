/** Delivery with Slack's patience: an event is sent again while no ack comes, a command or a click is sent once. */

import type { Timing } from '../timing.ts';
import type { Outcome, Parcel, Retry, Transport } from './parcel.ts';

/** How the delivery of an event went. */
export interface Receipt {
  readonly isAcked: boolean;
  readonly attempts: number;
}

export interface Delivery {
  deliverOnce(parcel: Parcel): Promise<Outcome>;
  /** @returns once it is acked, or given up */
  deliverEvent(parcel: Parcel, first?: Retry): Promise<Receipt>;
  /** Gives up on every retry that still waits. */
  close(): void;
}

export function createDelivery(transport: () => Transport, timing: Timing): Delivery {
  const sleeping = new Set<() => void>();
  let isClosed = false;

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        sleeping.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms).unref();
      sleeping.add(wake);
    });

  return {
    deliverOnce: (parcel) => transport().send(parcel, undefined),
    async deliverEvent(parcel, first) {
      let retry = first;
      for (let attempts = 1; ; attempts += 1) {
        const outcome = await transport().send(parcel, retry);
        const delay = timing.retryDelaysMs[attempts - 1];
        if (outcome.kind === 'acked') {
          return { isAcked: true, attempts };
        }
        if (delay === undefined || (outcome.kind === 'refused' && outcome.noRetry)) {
          return { isAcked: false, attempts };
        }
        await sleep(delay);
        if (isClosed) {
          return { isAcked: false, attempts };
        }
        retry = { number: attempts, reason: outcome.reason };
      }
    },
    close() {
      isClosed = true;
      for (const wake of [...sleeping]) {
        wake();
      }
    },
  };
}
