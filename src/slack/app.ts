/** The bot as Slack sees it: the table of what it listens to. */

import type { AppOptions, BlockAction, GlobalShortcut, MessageShortcut } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { COPY_CALLBACK } from '../reply/views/copy.ts';
import { FOUND_CALLBACK, TICK_ACTION } from '../reply/views/found.ts';
import { MODAL_ACTIONS } from '../reply/views/modal.ts';
import type { Courier } from '../reply/watch/delivery.ts';
import { createAction } from './action.ts';
import { createCommand } from './command.ts';
import type { Deps } from './deps.ts';
import { createDetails } from './details.ts';
import { type Connection, createHttpConnection, createSocketConnection } from './door/connection.ts';
import { readIdentity } from './door/identity.ts';
import { createBoltLogger } from './door/logger.ts';
import { createOnce } from './door/once.ts';
import { FollowedApp } from './door/requests.ts';
import { createTurns } from './door/turns.ts';
import { createEdit } from './edit.ts';
import { createFoundShortcut, createFoundSubmission, FOUND_SHORTCUT } from './found.ts';
import { createHome, createHomeAction, createRedrawHome } from './home.ts';
import { createLink } from './link.ts';
import { createDirectMessage, createMention } from './mention.ts';
import { createMessage } from './message.ts';
import { createOptions } from './modal/options.ts';
import { createSearchShortcut, SEARCH_SHORTCUT } from './modal/search.ts';
import { createCopySubmission, createViewAction } from './modal/view-action.ts';
import { tellOfNewest } from './newer.ts';
import { createLinkNote, createMessageNote } from './noted.ts';
import { createApiFetch } from './out/api-fetch.ts';
import { createCountedFetch } from './out/calls.ts';
import { createCourier } from './out/courier.ts';
import { createErrorHandler } from './out/failure.ts';
import { createShown } from './settings/noise.ts';
import { createRoles } from './settings/roles.ts';
import { createSettingsAction } from './settings-action.ts';

export interface SlackOptions {
  readonly botToken: string;
  /** One of the two: the way Slack's events come in. */
  readonly door:
    | { readonly kind: 'socket'; readonly appToken: string }
    | { readonly kind: 'http'; readonly signingSecret: string };
  /** Another Web API base, ending in `/api/`. */
  readonly apiUrl: string | undefined;
  /** Whether link previews are Work Objects, which the app's settings have to allow. */
  readonly workObjects: boolean;
}

export interface SlackApp {
  /**
   * Resolves once Slack knows the token and the door is open; tries until then, however long the network is down.
   *
   * @param ready what the door waits for before it opens; meanwhile Slack is asked who the bot is
   * @throws IdentityError when Slack refuses the tokens, or what `ready` rejects with
   */
  readonly start: (ready?: Promise<void>) => Promise<void>;
  /** Takes nothing new, finishes the answers under way, and closes the door. */
  readonly stop: () => Promise<void>;
  readonly isConnected: () => boolean;
  /** As `isConnected`, but for a moment also while a socket that was lost is opened again. */
  readonly isReady: () => boolean;
  /** Tells whom it concerns that there is a newer release, if there is. Never rejects. */
  readonly tellOfNewest: () => Promise<void>;
  /** For what nobody asked for just now. */
  readonly courier: Courier;
  /** For `POST /slack/events`; undefined with Socket Mode. */
  readonly listener: Connection['listener'];
}

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
/** For messages whose sender tries again by itself. */
const SINGLE: WebClientOptions = { timeout: 10_000, rejectRateLimitedCalls: true, retryConfig: { retries: 0 } };
const DRAIN_PATIENCE = 10_000;
const SLACK_API = 'https://slack.com/api/';

export function createSlackApp(
  { botToken, door, apiUrl = SLACK_API, workObjects }: SlackOptions,
  given: Omit<Deps, 'roles'>,
): SlackApp {
  const deps: Deps = { ...given, roles: createRoles(given.log) };
  const shown = createShown(deps.now);
  const logger = createBoltLogger(deps.log);
  const api: WebClientOptions = {
    logger,
    slackApiUrl: apiUrl,
    fetch: createCountedFetch(apiUrl, createApiFetch(apiUrl), deps.observer.called),
  };
  const connection =
    door.kind === 'socket'
      ? createSocketConnection(door.appToken, { ...api, timeout: PATIENT.timeout ?? 0 }, deps)
      : createHttpConnection(door.signingSecret, logger, deps);
  const client = new WebClient(botToken, { ...api, ...PATIENT });
  const unfurlClient = new WebClient(botToken, { ...api, ...HASTY });
  const stopped = new AbortController();
  const identity = Promise.withResolvers<Awaited<ReturnType<typeof readIdentity>>>();

  const options: AppOptions = {
    receiver: connection.receiver,
    // Asked once at the start and kept: Bolt acknowledges an event only after this, so it must not wait for the network.
    authorize: async () => ({ botToken, ...(await identity.promise) }),
    clientOptions: { ...api, ...PATIENT },
    convoStore: false,
    logger,
    extendedErrorHandler: true,
  };
  const app = new FollowedApp(options, deps.observer, deps.log);
  const once = createOnce();
  app.use(once.middleware);
  app.use(createTurns());
  app.command('/attack', createCommand(deps));
  app.event('app_mention', createMention(deps));
  app.event('message', createDirectMessage(deps));
  app.event('message', createMessageNote(deps));
  app.event('link_shared', createLinkNote(deps));
  app.event('message', createMessage(deps, shown));
  app.event('message', createEdit(deps, shown));
  app.event('link_shared', createLink(deps, shown, unfurlClient, workObjects));
  app.event('entity_details_requested', createDetails(deps));
  app.event('app_home_opened', createHome(deps));
  app.shortcut<GlobalShortcut>(SEARCH_SHORTCUT, createSearchShortcut(deps));
  app.shortcut<MessageShortcut>({ type: 'message_action', callback_id: FOUND_SHORTCUT }, createFoundShortcut(deps));
  app.options({ type: 'block_suggestion', action_id: MODAL_ACTIONS.pick }, createOptions(deps));
  const inView = createViewAction(deps);
  const inMessage = createAction(deps, unfurlClient);
  app.action<BlockAction>(/^(?:ask|open)\b/, (args) => (args.body.view ? inView(args) : inMessage(args)));
  app.action<BlockAction>(/^(?:pick|narrow|back)\b/, inView);
  app.action<BlockAction>(/^settings\b/, createSettingsAction(deps, createRedrawHome(deps)));
  app.action<BlockAction>(/^home\b/, createHomeAction(deps));
  // What is ticked counts when the modal is submitted; Slack wants every tick acknowledged all the same.
  app.action(TICK_ACTION, ({ ack }) => ack());
  app.view(FOUND_CALLBACK, createFoundSubmission(deps));
  app.view(COPY_CALLBACK, createCopySubmission(deps));
  app.error(createErrorHandler(deps, client));

  return {
    async start(ready) {
      const [who] = await Promise.all([readIdentity(client, deps.log, stopped.signal), ready]);
      stopped.signal.throwIfAborted();
      identity.resolve(who);
      await connection.open();
    },
    async stop() {
      stopped.abort();
      await connection.close();
      await once.settle(DRAIN_PATIENCE);
    },
    isConnected: connection.isOpen,
    isReady: connection.isReady,
    tellOfNewest: () => tellOfNewest(client, deps),
    courier: createCourier(new WebClient(botToken, { ...api, ...SINGLE }), deps),
    listener: connection.listener,
  };
}
