/** The bot's one HTTP server: is it alive, can it answer, and whatever the chosen Slack needs there. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface DoorOptions {
  /** Alone or behind a proxy it listens on every interface; a sandbox only on this machine's own. */
  readonly host: string | undefined;
  readonly port: number;
  /** Whether there is a catalog and Slack is connected. */
  readonly isReady: () => boolean;
  /** Slack's events at `POST /slack/events`, in HTTP mode. */
  readonly slackEvents: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
}

export interface Door {
  readonly port: number;
  /** Ends idle connections at once, and those with a request under way after a moment. */
  readonly close: () => Promise<void>;
}

/** In ms. Answers are finished by then; what is left is a request that never ends, and anyone can send one. */
const PATIENCE = 1000;

/** Opens the server; rejects when the port is taken. */
export async function openDoor({ host, port, isReady, slackEvents }: DoorOptions): Promise<Door> {
  const answerHealth = createHealth(isReady);
  const server = createServer((request, response) => {
    if (answerHealth(request, response)) return;
    if (slackEvents && request.method === 'POST' && pathOf(request) === '/slack/events')
      return slackEvents(request, response);
    say(response, 404, 'Not found');
  });
  await listen(server, port, host);
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

/** Answers `GET /healthz` and `GET /readyz`; false for any other request. */
export function createHealth(isReady: () => boolean): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    switch (pathOf(request)) {
      case '/healthz':
        say(response, 200, 'alive');
        return true;
      case '/readyz':
        say(response, isReady() ? 200 : 503, isReady() ? 'ready' : 'not ready');
        return true;
      default:
        return false;
    }
  };
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}

function say(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
    .end(`${text}\n`);
}

function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => server.closeAllConnections(), PATIENCE);
    server.close(() => {
      clearTimeout(impatience);
      resolve();
    });
    server.closeIdleConnections();
  });
}
