/** How long Slack asks to be left alone. */

import { ErrorCode } from '@slack/web-api';

/**
 * In ms: that of a client that rejects such calls, or of an answer with a wait so long that it is no pause any more, see `api-fetch.ts`.
 *
 * @returns undefined for any other error
 */
export function askedWait(error: unknown): number | undefined {
  const { code, retryAfter, data } = Object(error) as {
    readonly code?: unknown;
    readonly retryAfter?: unknown;
    readonly data?: { readonly error?: unknown; readonly response_metadata?: { readonly retryAfter?: unknown } };
  };
  if (code === ErrorCode.RateLimitedError) return secondsOr1(retryAfter);
  return data?.error === 'ratelimited' ? secondsOr1(data.response_metadata?.retryAfter) : undefined;
}

function secondsOr1(seconds: unknown): number {
  const number = Number(seconds ?? 1);
  return (number >= 0 ? number : 1) * 1000;
}
