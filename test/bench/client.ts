/** Keep-alive connections to a Slack app, posting what Slack would post, signed as Slack signs. */

import { createHmac } from 'node:crypto';
import { Pool } from 'undici';
import type { Delivery } from './questions.ts';
import type { Arrival } from './slack-api.ts';

/** What both apps are started with. */
export const SIGNING_SECRET = 'bench-signing-secret';

/** In ms. Given up before a busy server would, which closes what was idle for five seconds even as a request is on its way. */
const IDLE = 1000;

/** In ms of `performance.now()`. */
export interface Acknowledgement {
  readonly sentAt: number;
  readonly ackedAt: number;
  /** What came with it; a Slack app may answer a command so. */
  readonly answer: Arrival | undefined;
}

export interface AppClient {
  /** @throws Error for any other status than 200 */
  readonly deliver: (delivery: Delivery) => Promise<Acknowledgement>;
  /** Of a GET: its status, and how long it took in ms. */
  readonly readStatus: (path: string) => Promise<{ readonly status: number; readonly took: number }>;
  readonly close: () => Promise<void>;
}

/**
 * @param port of 127.0.0.1
 * @param connections how many requests may be under way at once
 */
export function createAppClient(port: number, connections: number): AppClient {
  const client = new Pool(`http://127.0.0.1:${port}`, { pipelining: 1, connections, keepAliveMaxTimeout: IDLE });
  return {
    async deliver({ contentType, body }) {
      const headers = { 'Content-Type': contentType, ...sign(body) };
      const sentAt = performance.now();
      const answer = await client.request({ method: 'POST', path: '/slack/events', headers, body });
      const ackedAt = performance.now();
      const json = await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`An event was answered with HTTP ${answer.statusCode}`);
      return { sentAt, ackedAt, answer: json === '' ? undefined : { at: performance.now(), json } };
    },
    async readStatus(path) {
      const begin = performance.now();
      const answer = await client.request({ method: 'GET', path });
      await answer.body.dump();
      return { status: answer.statusCode, took: performance.now() - begin };
    },
    close: () => client.close(),
  };
}

function sign(body: string): Readonly<Record<string, string>> {
  const time = String(Math.floor(Date.now() / 1000));
  const hash = createHmac('sha256', SIGNING_SECRET).update(`v0:${time}:${body}`).digest('hex');
  return { 'X-Slack-Request-Timestamp': time, 'X-Slack-Signature': `v0=${hash}` };
}
