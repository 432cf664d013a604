/** The other end of the answers: a Web API and response URLs that say yes at once and note when what arrived. */

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keyOf } from './questions.ts';

export interface Arrival {
  /** When its last byte had come, in ms of `performance.now()`. */
  readonly at: number;
  /** The answer's JSON. */
  readonly json: string;
}

export interface SlackApi {
  /** Ends in `/api/`. */
  readonly apiUrl: string;
  /** The `response_url` that answers under a key of the caller's choice. */
  readonly responseUrl: (key: string) => string;
  /**
   * What is posted to the key's response URL or channel, or unfurled under it as `unfurl_id`. Ask before it can arrive.
   *
   * @throws Error when nothing comes within ten seconds
   */
  readonly expect: (key: string) => Promise<Arrival>;
  /** For an answer that came another way. */
  readonly arrived: (key: string, arrival: Arrival) => void;
  readonly close: () => void;
}

/** To whatever is asked. */
const YES = JSON.stringify({
  ok: true,
  bot_id: 'B0BENCH',
  user_id: 'U0BENCH',
  team_id: 'T0BENCH',
  ts: '1764200001.000100',
});
const RESPONSES = '/respond/';
const PATIENCE = 10_000;

export async function openSlackApi(): Promise<SlackApi> {
  const waiting = new Map<string, (arrival: Arrival) => void>();
  const arrived = (key: string, arrival: Arrival) => waiting.get(key)?.(arrival);
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const at = performance.now();
    response.setHeader('Content-Type', 'application/json').end(YES);
    const { key, json } = readAnswer(request.url ?? '', body);
    arrived(key, { at, json });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${origin}/api/`,
    responseUrl: (key) => `${origin}${RESPONSES}${key}`,
    expect(key) {
      const { promise, resolve, reject } = Promise.withResolvers<Arrival>();
      const timer = setTimeout(() => reject(new Error(`No answer to ${key} has come`)), PATIENCE);
      waiting.set(key, resolve);
      return promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(key);
      });
    },
    arrived,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A response URL takes JSON; a Web API method a form, with JSON in it. */
function readAnswer(url: string, body: string): { readonly key: string; readonly json: string } {
  if (url.startsWith(RESPONSES)) return { key: url.slice(RESPONSES.length), json: body };
  const form = new URLSearchParams(body);
  const [unfurlId, channel = ''] = [form.get('unfurl_id'), form.get('channel') ?? ''];
  return unfurlId === null
    ? { key: keyOf(channel), json: form.get('blocks') ?? '' }
    : { key: unfurlId, json: form.get('unfurls') ?? '' };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
