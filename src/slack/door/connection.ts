/** The two doors through which Slack's events come in: a socket that the bot opens, or signed requests at an address of its own. */

import { createSecretKey } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger, Receiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import { HTTPReceiver, SocketModeReceiver } from '../bolt.ts';
import type { Deps } from '../deps.ts';
import { createHearing, type Hearing } from './hearing.ts';
import { finalReason, IdentityError } from './identity.ts';
import { readRequest } from './request.ts';
import { pause, retryDelay } from './retry.ts';

export interface Connection extends Pick<Hearing, 'isOpen' | 'isReady'> {
  readonly receiver: Receiver;
  /** @throws IdentityError when Slack refuses the token */
  readonly open: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly listener: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
}

/** In ms, from the attempt to open the socket to Slack's `hello` on it. */
const GREETING_PATIENCE = 10_000;

/**
 * The socket is opened again by a loop of ours: the client's own waits five seconds and more at each of Slack's refreshes, and ends
 * the process with an unhandled rejection when a reconnect is refused (socket-mode 3.1.0, `delayReconnectAttempt`).
 */
export function createSocketConnection(
  appToken: string,
  api: WebClientOptions,
  { log, observer }: Pick<Deps, 'log' | 'observer'>,
): Connection {
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    processEventErrorHandler: async ({ error }) => {
      tellUnread(log, error);
      return false;
    },
    installerOptions: { clientOptions: { ...api, retryConfig: { retries: 0 } } },
    ...(api.logger ? { logger: api.logger } : {}),
  });
  const { client } = receiver;
  const [read] = client.listeners('ws_message');
  // Called by the client itself, it leaves what it throws to nobody.
  client.removeAllListeners('ws_message').on('ws_message', async (...frame: unknown[]) => {
    try {
      await read?.apply(client, frame);
    } catch (error) {
      tellUnread(log, error);
    }
  });
  const closed = new AbortController();
  const hearing = createHearing(() => performance.now());
  let impatience: NodeJS.Timeout | undefined;
  client.on('connecting', () => {
    clearTimeout(impatience);
    // The client itself waits for the greeting for ever, and for the connection for five minutes.
    impatience = setTimeout(() => client.websocket?.disconnect(), GREETING_PATIENCE);
  });
  client.on('connected', () => {
    clearTimeout(impatience);
    hearing.opened();
    observer.connected();
  });
  client.on('disconnected', () => {
    clearTimeout(impatience);
    hearing.lost();
  });

  /** Resolves with the socket open. */
  async function connect(): Promise<void> {
    for (let failures = 0; !closed.signal.aborted; failures += 1) {
      try {
        await client.start();
        return;
      } catch (error) {
        const reason = finalReason(error);
        if (reason !== undefined) throw new IdentityError('SLACK_APP_TOKEN', reason);
        if (closed.signal.aborted) return;
        log.warn({ err: error ?? 'closed before it opened' }, 'the socket to Slack does not open; trying again');
        await pause(retryDelay(failures, error), closed.signal);
      }
    }
  }

  async function reconnect(): Promise<void> {
    log.debug('the socket to Slack was closed; opening another');
    for (let refusals = 0; !closed.signal.aborted; refusals += 1) {
      try {
        return await connect();
      } catch (error) {
        hearing.givenUp();
        // A token that worked before: an administrator may bring it back, and a stop would hide the reason.
        log.error({ err: error }, 'Slack refuses the socket');
        await pause(retryDelay(refusals + 6), closed.signal);
      }
    }
  }

  return {
    receiver,
    async open() {
      await connect();
      client.on('disconnected', () => {
        if (!closed.signal.aborted)
          reconnect().catch((error: unknown) => log.error({ err: error }, 'reconnecting failed'));
      });
    },
    async close() {
      closed.abort();
      hearing.givenUp();
      if (client.websocket?.isActive()) await client.disconnect();
    },
    isOpen: hearing.isOpen,
    isReady: hearing.isReady,
    listener: undefined,
  };
}

export function createHttpConnection(
  signingSecret: string,
  logger: Logger,
  { log, observer, now }: Pick<Deps, 'log' | 'observer' | 'now'>,
): Connection {
  const key = createSecretKey(signingSecret, 'utf8');
  const receiver = new HTTPReceiver({
    signingSecret,
    // `readRequest` does, for every request that gets so far; twice would take a fifth of an answer's time.
    signatureVerification: false,
    logger,
    processEventErrorHandler: async ({ error, response }) => {
      tellUnread(log, error);
      if (!response.headersSent) response.writeHead(500).end();
      return false;
    },
  });
  let isOpen = false;
  return {
    receiver,
    async open() {
      isOpen = true;
    },
    async close() {
      isOpen = false;
    },
    isOpen: () => isOpen,
    isReady: () => isOpen,
    listener(request, response) {
      response.once('finish', () => {
        if (response.statusCode >= 400) observer.turnedAway(response.statusCode);
      });
      if (!isOpen) return refuse(response, 503);
      readRequest(request, key, now()).then(
        (read) => {
          if (read.kind === 'refused') return refuse(response, read.status);
          // Bolt takes the body from here (`BufferedIncomingMessage`).
          receiver.requestListener(Object.assign(request, { rawBody: read.body }), response);
        },
        // It broke off: nobody is left to be answered.
        () => void response.destroy(),
      );
    },
  };
}

/** V8's messages quote what could not be read, and that is what people wrote. */
function tellUnread(log: Deps['log'], error: unknown): void {
  const { name, code } = Object(error) as { readonly name?: unknown; readonly code?: unknown };
  log.error({ error: name, code }, 'what came from Slack cannot be read');
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'text/plain', Connection: 'close' }).end();
}
