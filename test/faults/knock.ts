/** Requests at the bot's HTTP door, as a stranger or as Slack would send them. */

import { createHmac } from 'node:crypto';
import { Agent, type OutgoingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';

export interface Knock {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

export interface Heard {
  /** 0 where the connection broke off. */
  readonly status: number;
  /** Its head and its body. */
  readonly text: string;
}

export interface Knocker {
  /** Sends all of them, so many at a time. */
  knock(knocks: readonly Knock[], atOnce?: number): Promise<readonly Heard[]>;
  /** Writes these bytes on a connection of its own. @returns what came until it was closed, or half a second had passed */
  write(bytes: Buffer): Promise<string>;
}

/** In ms, for a slow machine. Bolt answers after three seconds what nobody acknowledges. */
const PATIENCE = 25_000;
const CLOSING = 500;

/** @param from which of this machine's addresses; Linux has 127.0.0.0/8 */
export function createKnocker(origin: string, from = '127.0.0.1'): Knocker {
  const { hostname, port } = new URL(origin);
  const agent = new Agent({ keepAlive: true, localAddress: from });
  const send = ({ path = '/slack/events', method = 'POST', headers = {}, body = '' }: Knock): Promise<Heard> =>
    new Promise((resolve, reject) => {
      const asking = request({ hostname, port, path, method, headers, agent, timeout: PATIENCE }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        // Also where a refusal comes before all is sent.
        response.on('close', () => {
          const head = JSON.stringify(response.headers);
          resolve({ status: response.statusCode ?? 0, text: `${head}\n${Buffer.concat(chunks)}` });
        });
      });
      asking.on('timeout', () => reject(new Error(`no answer to ${method} ${path} ${String(body).slice(0, 500)}`)));
      asking.on('error', () => resolve({ status: 0, text: '' }));
      asking.end(body);
    });
  return {
    async knock(knocks, atOnce = 50) {
      const heard: Heard[] = [];
      let next = 0;
      const work = async () => {
        for (let at = next++; at < knocks.length; at = next++) heard[at] = await send(knocks[at] ?? {});
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      return heard;
    },
    write: (bytes) =>
      new Promise((resolve) => {
        const chunks: Buffer[] = [];
        const socket = connect(Number(port), hostname, () => socket.write(bytes));
        socket.setTimeout(CLOSING, () => socket.destroy());
        socket.on('data', (chunk) => chunks.push(chunk));
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
      }),
  };
}

/** Slack's headers for a body. @param age of the signature, in seconds; below zero it is of the future */
export function sign(secret: string, body: string | Buffer, age = 0): OutgoingHttpHeaders {
  const seconds = Math.floor(Date.now() / 1000) - age;
  const hash = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'X-Slack-Request-Timestamp': String(seconds), 'X-Slack-Signature': `v0=${hash}` };
}
