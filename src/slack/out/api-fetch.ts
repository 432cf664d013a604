/** The way to Slack's Web API for clients that believe what they are told: what is no answer counts as none, and no pause holds up all. */

import type { FetchFunction } from '@slack/web-api';

/** In bytes, unpacked; what the bot asks for is answered with a few thousand. */
const LARGEST = 4 * 1024 * 1024;
/** In seconds. A client pauses all its calls for as long as one of them is to wait, and whoever waited longer has asked again. */
const LONGEST_PAUSE = 60;
/** For a refusal that names no time. */
const SHORTEST_PAUSE = 1;
/** A proxy's page is no reason: reasons are shown to people. */
const REASON = /^[\w.:-]{1,80}$/;

/** Slack, or what stands before it, answers what its clients cannot read. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

/**
 * Passes what is not the Web API's, such as an upload, as it is.
 *
 * @param base the Web API's address, ending in `/api/`
 */
export function createApiFetch(base: string): FetchFunction {
  return async (url, init) => {
    const response = await fetch(url, init);
    if (!String(url).startsWith(base)) return response;
    if (response.status === 429) return answerTooMany(response);
    if (response.status !== 200) return replaceBody(response, '');
    const text = await readText(response);
    if (!isAnswer(text)) throw new NoAnswerError('Slack answered with something that is no answer of its');
    return replaceBody(response, text);
  };
}

/** The client obeys a short wait by itself. A long one is an answer, with the wait in its metadata. */
function answerTooMany(response: Response): Response {
  const wait = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  const seconds = wait >= 0 ? wait : SHORTEST_PAUSE;
  const headers = { 'Retry-After': String(seconds) };
  if (seconds <= LONGEST_PAUSE) return new Response('', { status: 429, headers });
  return new Response(JSON.stringify({ ok: false, error: 'ratelimited' }), { status: 200, headers });
}

/** @throws NoAnswerError when it is longer than any answer */
export async function readText({ body }: Response): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // To leave the loop cancels the body.
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > LARGEST) throw new NoAnswerError(`Slack sent more than ${LARGEST} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Whether a text may be shown as Slack's reason for a refusal. */
export function isReason(reason: unknown): reason is string {
  return typeof reason === 'string' && REASON.test(reason);
}

function isAnswer(text: string): boolean {
  const { ok, error } = readObject(text);
  return ok === true || (ok === false && isReason(error));
}

/** The properties of a JSON object; none where it is no such. */
export function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function replaceBody({ status, statusText, headers }: Response, text: string): Response {
  const kept = new Headers(headers);
  for (const name of ['content-encoding', 'content-length']) kept.delete(name);
  return new Response(text, { status, statusText, headers: kept });
}
