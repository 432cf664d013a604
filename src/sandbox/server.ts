/** The sandbox on a port of this machine: for tests, and with its page for people. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page, PageHost } from './page-server.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
import { API_PATH } from './web-api.ts';

/** Takes a request, or returns false to leave it to the next. */
export type Route = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface SandboxServerOptions extends Omit<SandboxOptions, 'origin'> {
  /** 0 for any free one. */
  readonly port: number;
  /** Makes the page for people; without it there is none. */
  readonly createPage?: (host: PageHost) => Page;
  /** Tried before everything else, for any Host: health checks. */
  readonly routes?: Route;
}

export interface SandboxServer extends Sandbox {
  /** Where the page is: `http://localhost:3000/`. */
  readonly url: string;
  /** The Web API's base: `http://127.0.0.1:3000/slack/api/`. */
  readonly apiUrl: string;
  /** Also ends every connection, and gives the port back. */
  close(): Promise<void>;
}

/** Only this machine reaches it: it hands out what it knows to anyone who can. */
const HOST = '127.0.0.1';
const HOSTNAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/** @throws the server's error when the port is taken */
export async function startSandbox(options: SandboxServerOptions): Promise<SandboxServer> {
  const { port, createPage, routes, ...rest } = options;
  const server = createServer();
  const findPort = (): number => (server.address() as AddressInfo).port;
  const sandbox = createSandbox({ ...rest, origin: () => `http://${HOST}:${findPort()}` });
  const page = createPage?.({
    ...sandbox,
    // The page's server has checked who that is.
    state: (as) => sandbox.state(as === undefined ? undefined : { id: as }),
    act: (act, as) => sandbox.act(act, as === undefined ? undefined : { id: as }),
  });

  server.on('request', (request, response) => {
    if (routes?.(request, response) === true) {
      return;
    }
    if (!isOurs(request)) {
      response.writeHead(403).end();
      return;
    }
    if (!sandbox.listener(request, response) && page?.listener(request, response) !== true) {
      response.writeHead(404).end();
    }
  });
  server.on('upgrade', (request, socket, head) => {
    if (isOurs(request)) {
      sandbox.upgrade(request, socket, head);
    } else {
      socket.destroy();
    }
  });
  server.listen(port, HOST);
  await once(server, 'listening');

  return {
    ...sandbox,
    url: `http://localhost:${findPort()}/`,
    apiUrl: `http://${HOST}:${findPort()}${API_PATH}`,
    async close() {
      sandbox.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/**
 * Whether a request is meant for this machine and, when a browser says where it comes from, comes from our own page: other sites
 * can make a browser send requests here (CSRF), or name this machine as theirs (DNS rebinding).
 */
function isOurs(request: IncomingMessage): boolean {
  const host = request.headers.host ?? '';
  const { origin } = request.headers;
  return HOSTNAMES.has(host.replace(/:\d+$/, '')) && (origin === undefined || origin === `http://${host}`);
}
