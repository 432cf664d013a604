/** A Slack of our own: all its parts put together. It does not listen; whoever has a server passes requests on to it. */

import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { createActs } from './acts.ts';
import { createDelivery, type Receipt } from './delivery/delivery.ts';
import type { Retry, Transport } from './delivery/parcel.ts';
import { createRepeated } from './delivery/repeated.ts';
import { createSignedHttp, verifyUrl } from './delivery/signed-http.ts';
import { type Break, createSockets, type DisconnectReason } from './delivery/sockets.ts';
import { createFailures, type Failure } from './failures.ts';
import { createFileStore } from './files.ts';
import { type JsonObject, readString } from './json.ts';
import { createLinkShares } from './link-shares.ts';
import { decodeManifest } from './manifest.ts';
import { buildMethods } from './methods/table.ts';
import type { PageAct, PageState } from './page-api.ts';
import type { ActResult } from './page-server.ts';
import { buildPageState } from './page-state.ts';
import { createPanels } from './panel.ts';
import { createResponseUrls } from './response-urls.ts';
import { type BotSaid, sayAs } from './say-as.ts';
import { SLACK_TIMING, type Timing } from './timing.ts';
import { createTraffic, describeCall, type Traffic, watchTransport } from './traffic.ts';
import { createTriggers } from './triggers.ts';
import { createViewStore, type StoredView } from './view-store.ts';
import { type Call, createWebApi } from './web-api.ts';
import { createWorkspace, type Person, type Workspace } from './workspace.ts';
import { createIdentity, sendEvent, type World } from './world.ts';

export interface SandboxOptions {
  /** The app's manifest, parsed: its scopes, commands, unfurl domains and events are what the app gets. */
  readonly manifest: unknown;
  /** Optional scopes that an administrator did not grant: none, unless said otherwise. */
  readonly declined?: readonly string[];
  /** How many of the app's calls are kept: all, unless said otherwise. */
  readonly maxCalls?: number;
  /** The sandbox's own address, such as `http://127.0.0.1:3000`; asked once it is needed. */
  readonly origin: () => string;
  /** Slack's own clocks, unless a test shortens some. */
  readonly timing?: Partial<Timing>;
}

interface EventDelivery {
  /** How often Slack delivers it, with the same event_id: once, unless said otherwise. */
  readonly times?: number;
  /** To deliver it as a retry. */
  readonly retry?: Retry;
  readonly eventId?: string;
}

/** One of the workspace's people. */
type SomeoneKnown = Pick<Person, 'id'>;

export interface Sandbox {
  /** @returns false when the request is for none of the sandbox's doors */
  listener(request: IncomingMessage, response: ServerResponse): boolean;
  /** Takes a WebSocket connection for Socket Mode. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly workspace: Workspace;
  /** Every call of the app's, oldest first. */
  readonly calls: readonly Call[];
  /** Those that are open or published. */
  readonly views: readonly StoredView[];
  /** @param person who acts: the one at the keyboard, unless said otherwise */
  act(act: PageAct, person?: SomeoneKnown): Promise<ActResult>;
  /** What a person sees: the one at the keyboard, unless said otherwise. */
  state(person?: SomeoneKnown): PageState;
  /** @returns an end to it */
  onChange(listener: () => void): () => void;
  /** What went between Slack and the app: calls `listener` with the last of it, and then with each that comes. */
  onTraffic: Traffic['onTraffic'];
  /**
   * Waits for something to become true; asked again at each change.
   *
   * @param read undefined means "not yet"
   * @throws Error after `timeoutMs`
   */
  until<T>(read: () => T | undefined, timeoutMs?: number): Promise<T>;
  /**
   * Delivers an event as it is, if the app subscribed to it.
   *
   * @returns how each delivery went, once all are acked or given up; nothing when the app did not subscribe
   */
  deliverEvent(event: JsonObject, delivery?: EventDelivery): Promise<readonly Receipt[]>;
  /**
   * Delivers by signed HTTP from now on.
   *
   * @param url the app's one request URL
   * @throws Error when nothing there answers the challenge
   */
  deliverTo(url: string): Promise<void>;
  /** The next calls of a method fail; `response_url` stands for all response URLs. */
  failNext(method: string, failure: Failure, times?: number): void;
  /** No more of those failures. */
  mend(): void;
  /** Messages, and previews, with such blocks or elements are refused from now on, as where Slack has not rolled them out. */
  refuseBlocks(types: readonly string[]): void;
  /**
   * Posts what another app's bot says.
   *
   * @param bot its id
   * @param channel a conversation's id
   * @returns the message's `ts`
   * @throws Error for a person, for the app's own bot, and for an unknown conversation
   */
  sayAs(bot: string, channel: string, said: BotSaid): string;
  /** All that goes to the app is delivered so often from now on, each time the same. */
  setDeliveries(times: number): void;
  /** Every answer of the Web API and of response URLs takes this much longer. */
  setLatency(ms: number): void;
  disconnectSockets(reason: DisconnectReason): void;
  /** Breaks every socket: without a word, unless said otherwise. */
  dropSockets(how?: Break): void;
  close(): void;
}

const UNTIL_MS = 3_000;

export function createSandbox(options: SandboxOptions): Sandbox {
  const timing: Timing = { ...SLACK_TIMING, ...options.timing };
  const app = decodeManifest(options.manifest, options.declined ?? []);
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of [...listeners]) {
      listener();
    }
  };
  const calls: Call[] = [];
  const secrets = createSecrets();
  const failures = createFailures();
  const traffic = createTraffic();
  let latencyMs = 0;
  let deliveries = 1;
  let http: Transport | undefined;

  const sockets = createSockets(timing, changed);
  const delivery = createDelivery(
    () => createRepeated(watchTransport(http ?? sockets, traffic, timing.now), () => deliveries),
    timing,
  );
  const world: World = {
    app,
    timing,
    origin: options.origin,
    workspace: createWorkspace(app.name, timing, changed),
    delivery,
    triggers: createTriggers(timing),
    responseUrls: createResponseUrls(timing),
    linkShares: createLinkShares(changed),
    files: createFileStore(),
    panels: createPanels(changed),
    views: createViewStore(timing, changed),
    chosen: new Map(),
    refusedBlocks: new Set(),
  };
  const acts = createActs(world);
  const webApi = createWebApi({
    world,
    methods: buildMethods(() => `${options.origin().replace(/^http/, 'ws')}${sockets.issuePath()}`),
    failures,
    tokens: { bot: secrets.botToken, app: secrets.appToken },
    latencyMs: () => latencyMs,
    record(call, at) {
      calls.push(call);
      calls.splice(0, calls.length - (options.maxCalls ?? calls.length));
      traffic.record(describeCall(call, at, timing.now()));
      changed();
    },
  });
  const onChange = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  const findPerson = (wanted: SomeoneKnown = world.workspace.me): Person => {
    const person = world.workspace.people.find(({ id, isBot }) => id === wanted.id && !isBot);
    if (person === undefined) {
      throw new Error(`nobody at a keyboard has the id ${wanted.id}`);
    }
    return person;
  };

  return {
    ...secrets,
    listener: webApi.listener,
    upgrade: sockets.upgrade,
    workspace: world.workspace,
    calls,
    views: world.views.all,
    act: (act, person) => acts.act(act, findPerson(person)),
    state: (person) =>
      buildPageState(world, findPerson(person), {
        isBotConnected: http !== undefined || sockets.openCount > 0,
        previews: acts.composer.findPreviews,
      }),
    onChange,
    onTraffic: traffic.onTraffic,
    until: (read, timeoutMs = UNTIL_MS) => waitUntil(onChange, read, timeoutMs),
    async deliverEvent(event, { times = 1, retry, eventId } = {}) {
      if (readString(event, 'type') === 'link_shared') {
        world.linkShares.adopt(event);
      }
      const made = createIdentity(world);
      const identity = { ...made, eventId: eventId ?? made.eventId };
      const sent = await Promise.all(Array.from({ length: times }, () => sendEvent(world, event, identity, retry)));
      return sent.filter((receipt) => receipt !== undefined);
    },
    async deliverTo(url) {
      const target = { url, signingSecret: secrets.signingSecret };
      if (!(await verifyUrl(target, timing))) {
        throw new Error(`${url} did not answer with the challenge of url_verification`);
      }
      http = createSignedHttp(target, timing);
      changed();
    },
    failNext: (method, failure, times = 1) => failures.plan(method, failure, times),
    mend: failures.clear,
    refuseBlocks(types) {
      for (const type of types) {
        world.refusedBlocks.add(type);
      }
    },
    sayAs(id, channelId, said) {
      const bot = world.workspace.people.find((person) => person.id === id && person.isBot);
      const channel = world.workspace.findChannel(channelId);
      if (bot === undefined || bot.id === world.workspace.bot.id || channel === undefined) {
        throw new Error(`no other app's bot is ${id}, or no conversation ${channelId}`);
      }
      return sayAs(world, bot, channel, said).ts;
    },
    setDeliveries(times) {
      deliveries = times;
    },
    setLatency(ms) {
      latencyMs = ms;
    },
    disconnectSockets: sockets.disconnect,
    dropSockets: (how = 'drop') => sockets.breakOff(how),
    close() {
      delivery.close();
      acts.composer.close();
      sockets.close();
    },
  };
}

/** In the form of Slack's, and new each time: nothing that leaks from a sandbox opens another. */
function createSecrets(): { readonly botToken: string; readonly appToken: string; readonly signingSecret: string } {
  return {
    botToken: `xoxb-sandbox-${randomBytes(16).toString('hex')}`,
    appToken: `xapp-sandbox-${randomBytes(16).toString('hex')}`,
    signingSecret: randomBytes(16).toString('hex'),
  };
}

function waitUntil<T>(
  onChange: (listener: () => void) => () => void,
  read: () => T | undefined,
  timeoutMs: number,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const value = read();
      if (value !== undefined) {
        end();
        resolve(value);
      }
    };
    const end = (): void => {
      clearTimeout(timer);
      stop();
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`nothing came within ${timeoutMs} ms: ${read}`));
    }, timeoutMs);
    const stop = onChange(look);
    look();
  });
}
