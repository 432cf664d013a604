/** Answers through a response URL, which works where the bot is no member. Bolt's own `respond` hides why Slack refuses. */

import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { noteCall } from '../../request.ts';
import { isReason, readObject, readText } from './api-fetch.ts';
import { nameStatus } from './calls.ts';
import type { Content } from './post.ts';

/** How an answer relates to the message that was acted on, if any. */
export interface Placement {
  readonly response_type: 'ephemeral' | 'in_channel';
  readonly replace_original: boolean;
  readonly thread_ts?: string;
}

/** `data.error` is Slack's reason, as in the Web API's errors. */
class ResponseUrlError extends Error {
  override readonly name = 'ResponseUrlError';
  readonly data: { readonly error: string };
  readonly status: number;

  constructor(status: number, reason: string) {
    super(`The response URL refused the answer: ${reason} (HTTP ${status})`);
    this.data = { error: reason };
    this.status = status;
  }
}

/** In ms, for which Slack keeps a response URL. */
export const URL_LIFETIME = 30 * 60 * 1000;

/** In ms; the person waits for seconds. */
const TIMEOUT = 10_000;
const MOST_TRIES = 3;
/** In seconds; whoever waited longer has asked again. */
const LONGEST_RETRY_AFTER = 60;

/**
 * Obeys `Retry-After` where Slack asks for a while, a few times.
 *
 * @param url the `response_url` of a command or an interaction; takes five answers within 30 minutes
 * @throws ResponseUrlError, or undici's errors when Slack cannot be reached in time
 */
export async function respond(url: string, content: Content, placement: Placement): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { status, wait, reason } = await send(url, JSON.stringify({ ...content, ...placement }));
    if (reason === undefined) return;
    const retryAfter = status === 429 ? Number(wait ?? 1) : Number.NaN;
    if (tries === MOST_TRIES || !(retryAfter <= LONGEST_RETRY_AFTER)) throw new ResponseUrlError(status, reason);
    await sleep(retryAfter * 1000);
  }
}

interface Answer {
  readonly status: number;
  /** The `Retry-After` as it came. */
  readonly wait: string | undefined;
  /** Undefined where it was taken. */
  readonly reason: string | undefined;
}

/** By undici's `request`, which takes half the time of Node's `fetch`. */
async function send(url: string, content: string): Promise<Answer> {
  const startedAt = performance.now();
  let result = 'unreachable';
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: content,
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const { statusCode: status, headers } = answer;
    const reason = readReason(await readText(answer), status);
    result = isOk(status) ? (reason ?? 'ok') : nameStatus(status);
    return { status, reason, wait: headers['retry-after']?.toString() };
  } finally {
    noteCall({ method: 'response_url', result, seconds: (performance.now() - startedAt) / 1000 });
  }
}

/** A success is the word "ok", nothing, or JSON with `ok: true`; a page is some proxy's, whatever its status. */
function readReason(body: string, status: number): string | undefined {
  const { ok, error } = readObject(body);
  if (ok !== false && isOk(status) && !/^\s*</.test(body)) return undefined;
  return [error, body.trim()].find(isReason) ?? `http_${status}`;
}

function isOk(status: number): boolean {
  return status >= 200 && status < 300;
}
