/** The bot as Slack sees it: its way in and its way out. What it listens to is in `listeners.ts`, and loaded with the first event. */

import type { AppOptions } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { lazy } from '../lazy.ts';
import type { Deps } from './deps.ts';
import { type Connection, createHttpConnection, createSocketConnection } from './door/connection.ts';
import { readIdentity } from './door/identity.ts';
import { createBoltLogger } from './door/logger.ts';
import { createOnce } from './door/once.ts';
import { FollowedApp } from './door/requests.ts';
import { createTurns } from './door/turns.ts';
import { createApiFetch } from './out/api-fetch.ts';
import { createCountedFetch } from './out/calls.ts';
import type { Unasked } from './unasked.ts';

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
  /** Loads what answers are made of, which the first event would wait for. */
  readonly load: () => Promise<void>;
  /** What it says though nobody asked just now. */
  readonly unasked: () => Promise<Unasked>;
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

/** @param openDeps called once, when the first of them is needed */
export function createSlackApp(
  { botToken, door, apiUrl = SLACK_API, workObjects }: SlackOptions,
  surroundings: Pick<Deps, 'log' | 'observer' | 'now'>,
  openDeps: () => Promise<Omit<Deps, 'log' | 'observer' | 'now' | 'roles'>>,
): SlackApp {
  const { log, observer } = surroundings;
  const logger = createBoltLogger(log);
  const api: WebClientOptions = {
    logger,
    slackApiUrl: apiUrl,
    fetch: createCountedFetch(apiUrl, createApiFetch(apiUrl), observer.called),
  };
  const connection =
    door.kind === 'socket'
      ? createSocketConnection(door.appToken, { ...api, timeout: PATIENT.timeout ?? 0 }, surroundings)
      : createHttpConnection(door.signingSecret, logger, surroundings);
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
  const app = new FollowedApp(options, observer, log);
  const deps = lazy(async (): Promise<Deps> => {
    const [opened, { createRoles }] = await Promise.all([openDeps(), import('./settings/roles.ts')]);
    return { ...surroundings, ...opened, roles: createRoles(log) };
  });
  const listening = lazy(async () => {
    const [given, { listen }] = await Promise.all([deps(), import('./listeners.ts')]);
    listen(app, given, { client, unfurlClient, workObjects, isDirect: door.kind === 'http' });
  });
  const unasked = lazy(async () => {
    const [given, { createUnasked }] = await Promise.all([deps(), import('./unasked.ts')]);
    return createUnasked({ client, single: new WebClient(botToken, { ...api, ...SINGLE }) }, given);
  });
  const once = createOnce();
  app.use(once.middleware);
  app.use(createTurns());
  app.use(async ({ next }) => {
    await listening();
    await next();
  });

  return {
    async start(ready) {
      const [who] = await Promise.all([readIdentity(client, log, stopped.signal), ready]);
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
    load: listening,
    unasked,
    listener: connection.listener,
  };
}
