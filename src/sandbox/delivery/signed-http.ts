/** Delivery by signed HTTP: JSON for events, a form for commands, a form with one `payload` for interactions. */

import { createHmac } from 'node:crypto';
import { decodeObject, isObject, type JsonObject, readString } from '../json.ts';
import type { Timing } from '../timing.ts';
import type { Outcome, Parcel, Retry, Transport } from './parcel.ts';

export interface HttpTarget {
  /** Where everything goes: the app's one request URL. */
  readonly url: string;
  readonly signingSecret: string;
}

export function createSignedHttp(target: HttpTarget, timing: Timing): Transport {
  return {
    async send(parcel, retry) {
      const { type, body } = encodeParcel(parcel);
      try {
        const response = await post(target, timing, { type, body, retry });
        return await readOutcome(response);
      } catch (error) {
        return error instanceof Error && error.name === 'TimeoutError'
          ? { kind: 'late', reason: 'http_timeout' }
          : { kind: 'refused', reason: 'connection_failed', noRetry: false };
      }
    },
  };
}

/**
 * Slack's check of a request URL that is new to it.
 *
 * @returns whether the app answered with the challenge
 */
export async function verifyUrl(target: HttpTarget, timing: Timing): Promise<boolean> {
  const challenge = 'sandbox-challenge';
  const body = JSON.stringify({ token: 'sandbox-verification-token', challenge, type: 'url_verification' });
  const response = await post(target, timing, { type: 'application/json', body, retry: undefined });
  const text = await response.text();
  return response.ok && (text === challenge || readString(decodeObject(text), 'challenge') === challenge);
}

/**
 * The headers that prove a request to be Slack's (version 0: an HMAC over version, time and raw body).
 *
 * @param seconds when it was signed, in seconds since 1970
 */
function signBody(signingSecret: string, body: string, seconds: number): Readonly<Record<string, string>> {
  const hash = createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'X-Slack-Request-Timestamp': String(seconds), 'X-Slack-Signature': `v0=${hash}` };
}

interface Post {
  readonly type: string;
  readonly body: string;
  readonly retry: Retry | undefined;
}

function post(target: HttpTarget, timing: Timing, { type, body, retry }: Post): Promise<Response> {
  return fetch(target.url, {
    method: 'POST',
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(timing.ackMs),
    headers: {
      'Content-Type': type,
      'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      ...signBody(target.signingSecret, body, Math.floor(timing.now() / 1000)),
      ...(retry === undefined
        ? {}
        : { 'X-Slack-Retry-Num': String(retry.number), 'X-Slack-Retry-Reason': retry.reason }),
    },
  });
}

function encodeParcel({ kind, payload }: Parcel): { readonly type: string; readonly body: string } {
  const form = 'application/x-www-form-urlencoded';
  switch (kind) {
    case 'event':
      return { type: 'application/json', body: JSON.stringify(payload) };
    case 'interaction':
      return { type: form, body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() };
    case 'command':
      return { type: form, body: new URLSearchParams(mapToStrings(payload)).toString() };
  }
}

async function readOutcome(response: Response): Promise<Outcome> {
  const text = await response.text();
  if (!response.ok) {
    const isRedirect = response.status >= 300 && response.status < 400;
    return {
      kind: 'refused',
      reason: isRedirect ? 'too_many_redirects' : 'http_error',
      noRetry: response.headers.get('x-slack-no-retry') === '1',
    };
  }
  const json = decodeObject(text);
  if (isObject(json)) {
    return { kind: 'acked', response: json };
  }
  return { kind: 'acked', response: text === '' ? undefined : { text } };
}

function mapToStrings(payload: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));
}
