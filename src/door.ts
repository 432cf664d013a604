/** The bot's one HTTP server: what it is asked goes from one answerer to the next until one takes it. */

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

// An `import` of Node's HTTP asks it for all that it has, its WebSocket too: for that it loads a client of its own, which takes 60 ms.
const { createServer } = process.getBuiltinModule('node:http');

export interface DoorOptions {
  /** Alone or behind a proxy it listens on every interface; a sandbox only on this machine's own. */
  readonly host: string | undefined;
  readonly port: number;
  /** In the order in which they are asked. */
  readonly answerers: readonly Answerer[];
}

/** Takes a request and answers it, now or later; false for one that is not its own, which it leaves untouched. */
export type Answerer = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface Door {
  readonly port: number;
  /** Ends idle connections at once, and those with a request under way after a moment. */
  readonly close: () => Promise<void>;
}

/** In ms. Answers are finished by then; what is left is a request that never ends, and anyone can send one. */
const PATIENCE = 1000;

/** In ms: how long a request's head may take, and all of it, and how often that is looked after. */
const SLOWEST = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2000 };

/** Opens the server; rejects when the port is taken. */
export async function openDoor({ host, port, answerers }: DoorOptions): Promise<Door> {
  const answer = firstOf(answerers);
  const server = createServer(SLOWEST, (request, response) => {
    if (!answer(request, response)) say(response, 404, 'Not found');
  });
  await listen(server, port, host);
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

export function firstOf(answerers: readonly Answerer[]): Answerer {
  return (request, response) => answerers.some((answer) => answer(request, response));
}

/** Answers `POST /slack/events`, where Slack's events come in by HTTP. */
export function createSlackEvents(listener: (request: IncomingMessage, response: ServerResponse) => void): Answerer {
  return (request, response) => {
    if (request.method !== 'POST' || pathOf(request) !== '/slack/events') return false;
    listener(request, response);
    return true;
  };
}

/**
 * Answers `GET /healthz` and `GET /readyz`.
 *
 * @param isReady whether there is a catalog and Slack is connected
 */
export function createHealth(isReady: () => boolean): Answerer {
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
