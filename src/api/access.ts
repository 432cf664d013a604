/** Who may ask, and how often. */

import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { isSameSecret, readBearer } from '../bearer.ts';
import { Fault } from './fault.ts';

/** Requests a minute from one address. Behind a proxy all have the proxy’s. */
export interface RateLimit {
  /** @throws Fault once there are too many */
  readonly count: (address: string) => Promise<void>;
}

const MINUTE = 60;

export function createRateLimit(perMinute: number): RateLimit {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: MINUTE });
  return {
    async count(address) {
      try {
        await limiter.consume(address);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
        throw new Fault('too_many_requests', `More than ${perMinute} requests a minute: wait ${seconds} s`, seconds);
      }
    },
  };
}

/**
 * @param authorization the header as it came
 * @throws Fault where it does not hold the token
 */
export function checkToken(authorization: string | undefined, token: string): void {
  const given = readBearer(authorization);
  if (given !== undefined && isSameSecret(given, token)) return;
  throw new Fault(
    'unauthorized',
    given === undefined
      ? 'Send the header `Authorization: Bearer <API_TOKEN>`'
      : 'The token is not the one of this bot',
  );
}
