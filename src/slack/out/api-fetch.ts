/** The way to Slack's Web API for clients that believe what they are told: what is no answer counts as none, and no pause holds up all. */

import type { FetchFunction } from '@slack/web-api';
import { type Dispatcher, request } from 'undici';

/** The part of Fetch's answer that a client reads. */
export type FetchResponse = Awaited<ReturnType<FetchFunction>>;

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
 * Passes what is not the Web API's, such as an upload, as it is. All else goes by undici's `request`, and comes as no more than the client
 * reads: Node's own `fetch` takes twice the time of it, and a tenth of a second to be loaded, which Bolt's undici has been anyway.
 *
 * @param base the Web API's address, ending in `/api/`
 */
export function createApiFetch(base: string): FetchFunction {
  return async (url, init) => {
    const { method, body, headers, signal } = init ?? {};
    const address = String(url);
    if (!address.startsWith(base) || !isPlain(body)) return fetch(url, init as RequestInit);
    const answer = await request(address, {
      method: (method ?? 'GET') as Dispatcher.HttpMethod,
      headers: headers ?? {},
      body: body ?? null,
      signal: signal ?? null,
    });
    if (answer.statusCode !== 200) return refuse(address, answer);
    const text = await readText(answer);
    if (!isAnswer(text)) throw new NoAnswerError('Slack answered with something that is no answer of its');
    return toResponse(address, answer, text);
  };
}

/** Not a form with files in it, which is Node's own. */
function isPlain(body: unknown): body is string | null | undefined {
  return body === undefined || body === null || typeof body === 'string';
}

async function refuse(url: string, answer: Dispatcher.ResponseData): Promise<FetchResponse> {
  await answer.body.dump();
  return answer.statusCode === 429 ? answerTooMany(url, answer) : toResponse(url, answer, '');
}

/** The client obeys a short wait by itself. A long one is an answer, with the wait in its metadata. */
function answerTooMany(url: string, { headers: { 'retry-after': asked } }: Dispatcher.ResponseData): FetchResponse {
  const wait = Number.parseInt(String(asked), 10);
  const seconds = wait >= 0 ? wait : SHORTEST_PAUSE;
  const headers = { 'retry-after': String(seconds) };
  if (seconds <= LONGEST_PAUSE) return toResponse(url, { statusCode: 429, headers }, '');
  return toResponse(url, { statusCode: 200, headers }, JSON.stringify({ ok: false, error: 'ratelimited' }));
}

/** @param headers by their names in small letters */
function toResponse(
  url: string,
  { statusCode: status, headers }: Pick<Dispatcher.ResponseData, 'statusCode' | 'headers'>,
  text: string,
): FetchResponse {
  const find = (name: string) => headers[name.toLowerCase()];
  return {
    ok: status >= 200 && status < 300,
    status,
    statusText: '',
    url,
    headers: {
      get: (name) => find(name)?.toString() ?? null,
      entries: () => Object.entries(headers).map(([name, value]) => [name, String(value)]),
    },
    arrayBuffer: async () => new TextEncoder().encode(text).buffer,
    json: async () => JSON.parse(text),
    text: async () => text,
  };
}

/** @throws NoAnswerError when it is longer than any answer */
export async function readText({ body }: Dispatcher.ResponseData): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // To leave the loop ends the connection.
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
