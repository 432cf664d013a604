/** From an error to why it happened, as far as the one who asked can do something about it. */

import { ErrorCode } from '@slack/web-api';
import type { Cause } from '../../reply/views/apology.ts';
import { MultipleListenerError, UnknownError } from '../bolt.ts';
import { LoadingError } from '../loading.ts';
import { isTriggerSpent, reasonOf } from './reason.ts';

/** Slack's words for too many calls, in the Web API and at response URLs. */
const TOO_MANY = new Set(['ratelimited', 'rate_limited', 'too_many_requests']);
/** Slack's words for its own bad days. */
const BAD_DAY = new Set(['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout']);
/** Of errors without a reply: a time-out's, undici's own, and those of the system that tell of a network. */
const TIMED_OUT = new Set(['AbortError', 'TimeoutError']);
const NETWORK = /^(?:UND_ERR_\w+|ECONN\w+|E(?:HOST|NET)UNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE)$/;

/** @param thrown what a listener threw, which Bolt wraps where it has no code of its own */
export function causeOf(thrown: unknown): Cause {
  const { original, originals } = Object(thrown) as { original?: unknown; originals?: readonly unknown[] };
  const isWrapped = thrown instanceof UnknownError || thrown instanceof MultipleListenerError;
  const error: object = Object(isWrapped ? (original ?? originals?.[0]) : thrown);
  if (error instanceof LoadingError) return { kind: 'loading' };
  const { code, name, status } = error as Readonly<Record<'code' | 'name' | 'status', unknown>>;
  if (code === ErrorCode.RateLimitedError || status === 429) return { kind: 'too many calls' };
  if (code === ErrorCode.RequestError || code === ErrorCode.HTTPError || Number(status) >= 500)
    return { kind: 'unreachable' };
  if (TIMED_OUT.has(String(name)) || NETWORK.test(String(code))) return { kind: 'unreachable' };
  const reason = reasonOf(error);
  if (reason === undefined) return { kind: 'fault' };
  if (TOO_MANY.has(reason)) return { kind: 'too many calls' };
  if (isTriggerSpent(error)) return { kind: 'too late' };
  return BAD_DAY.has(reason) ? { kind: 'unreachable' } : { kind: 'refused', reason };
}
