/** Answers through a response URL, which works where the bot is no member. Bolt's own `respond` hides why Slack refuses. */

import { setTimeout as sleep } from 'node:timers/promises';
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
 * @throws ResponseUrlError, or fetch's errors when Slack cannot be reached in time
 */
export async function respond(url: string, content: Content, placement: Placement): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { response, reason } = await send(url, JSON.stringify({ ...content, ...placement }));
    if (reason === undefined) return;
    const retryAfter = response.status === 429 ? Number(response.headers.get('retry-after') ?? 1) : Number.NaN;
    if (tries === MOST_TRIES || !(retryAfter <= LONGEST_RETRY_AFTER))
      throw new ResponseUrlError(response.status, reason);
    await sleep(retryAfter * 1000);
  }
}

async function send(
  url: string,
  content: string,
): Promise<{ readonly response: Response; readonly reason: string | undefined }> {
  const startedAt = performance.now();
  let result = 'unreachable';
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body: content,
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const reason = readReason(await readText(response), response);
    result = response.ok ? (reason ?? 'ok') : nameStatus(response.status);
    return { response, reason };
  } finally {
    noteCall({ method: 'response_url', result, seconds: (performance.now() - startedAt) / 1000 });
  }
}

/** A success is the word "ok", nothing, or JSON with `ok: true`; a page is some proxy's, whatever its status. */
function readReason(body: string, { ok: isOk, status }: Response): string | undefined {
  const { ok, error } = readObject(body);
  if (ok !== false && isOk && !/^\s*</.test(body)) return undefined;
  return [error, body.trim()].find(isReason) ?? `http_${status}`;
}
