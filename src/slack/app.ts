/** The bot as Slack sees it: the table of what it listens to. */

import { App, type BlockAction, type ButtonAction, type MessageShortcut } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { COPY_CALLBACK } from '../reply/views/copy.ts';
import { FOUND_CALLBACK, TICK_ACTION } from '../reply/views/found.ts';
import { createAction } from './action.ts';
import { createCommand } from './command.ts';
import { type Connection, createHttpConnection, createSocketConnection } from './connection.ts';
import type { Deps } from './deps.ts';
import { createErrorHandler } from './failure.ts';
import { createFoundShortcut, createFoundSubmission } from './found.ts';
import { readIdentity } from './identity.ts';
import { createLink } from './link.ts';
import { createBoltLogger } from './logger.ts';
import { createDirectMessage, createMention } from './mention.ts';
import { createMessage } from './message.ts';
import { createLinkNote, createMessageNote } from './noted.ts';
import { createOnce } from './once.ts';

export interface SlackOptions {
  readonly botToken: string;
  /** One of the two: the way Slack's events come in. */
  readonly door:
    | { readonly kind: 'socket'; readonly appToken: string }
    | { readonly kind: 'http'; readonly signingSecret: string };
  /** Another Web API base, ending in `/api/`. */
  readonly apiUrl: string | undefined;
  /** Whether bare IDs in messages get a card. */
  readonly unfurlIds: boolean;
}

export interface SlackApp {
  /**
   * Resolves once Slack knows the token and the door is open; tries until then, however long the network is down.
   *
   * @throws IdentityError when Slack refuses the tokens
   */
  readonly start: () => Promise<void>;
  /** Takes nothing new, finishes the answers under way, and closes the door. */
  readonly stop: () => Promise<void>;
  readonly isConnected: () => boolean;
  /** For `POST /slack/events`; undefined with Socket Mode. */
  readonly listener: Connection['listener'];
}

const COOL_DOWN_SECONDS = 30 * 60;
/** In ms; a WebClient of its own accord waits for ever and tries for half an hour. */
const PATIENT: WebClientOptions = {
  timeout: 10_000,
  retryConfig: { retries: 3, factor: 2, minTimeout: 500, maxTimeout: 5000 },
};
const HASTY: WebClientOptions = {
  timeout: 4000,
  rejectRateLimitedCalls: true,
  retryConfig: { retries: 1, minTimeout: 300, maxTimeout: 1000 },
};
const DRAIN_PATIENCE = 10_000;

export function createSlackApp({ botToken, door, apiUrl, unfurlIds }: SlackOptions, deps: Deps): SlackApp {
  const logger = createBoltLogger(deps.log);
  const api: WebClientOptions = { logger, ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }) };
  const connection =
    door.kind === 'socket'
      ? createSocketConnection(door.appToken, { ...api, timeout: PATIENT.timeout ?? 0 }, deps.log)
      : createHttpConnection(door.signingSecret, logger, deps.now);
  const client = new WebClient(botToken, { ...api, ...PATIENT });
  const unfurlClient = new WebClient(botToken, { ...api, ...HASTY });
  const stopped = new AbortController();
  const identity = Promise.withResolvers<Awaited<ReturnType<typeof readIdentity>>>();

  const app = new App({
    receiver: connection.receiver,
    // Asked once at the start and kept: Bolt acknowledges an event only after this, so it must not wait for the network.
    authorize: async () => ({ botToken, ...(await identity.promise) }),
    clientOptions: { ...api, ...PATIENT },
    convoStore: false,
    logger,
    extendedErrorHandler: true,
  });
  const once = createOnce();
  app.use(once.middleware);
  app.command('/attack', createCommand(deps));
  app.event('app_mention', createMention(deps));
  app.event('message', createDirectMessage(deps));
  app.event('message', createMessageNote(deps));
  app.event('link_shared', createLinkNote(deps));
  if (unfurlIds) app.event('message', createMessage(deps, COOL_DOWN_SECONDS));
  app.event('link_shared', createLink(deps, unfurlClient));
  app.action<BlockAction<ButtonAction>>(/^ask\b/, createAction(deps, unfurlClient));
  app.shortcut<MessageShortcut>({ type: 'message_action', callback_id: 'find_techniques' }, createFoundShortcut(deps));
  app.view(FOUND_CALLBACK, createFoundSubmission(deps));
  // The box of "Copy as Markdown" asks for nothing: its button only closes it.
  app.view(COPY_CALLBACK, ({ ack }) => ack());
  // What is ticked counts when the modal is submitted; Slack wants every tick acknowledged all the same.
  app.action(TICK_ACTION, ({ ack }) => ack());
  app.error(createErrorHandler(deps, client));

  return {
    async start() {
      identity.resolve(await readIdentity(client, deps.log, stopped.signal));
      await connection.open();
    },
    async stop() {
      stopped.abort();
      await connection.close();
      await once.settle(DRAIN_PATIENCE);
    },
    isConnected: connection.isOpen,
    listener: connection.listener,
  };
}
