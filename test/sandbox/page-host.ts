/** A small world for the page's tests: it keeps the acts it is given and answers a few of them. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  PageAct,
  PageMessage,
  PageOptionGroup,
  PageState,
  PageTraffic,
  PageView,
} from '../../src/sandbox/page-api.ts';
import { type ActResult, createPage } from '../../src/sandbox/page-server.ts';

export interface PageServer {
  readonly url: string;
  readonly acts: PageAct[];
  /** Who did each of them: undefined where the page did not say. */
  readonly actors: (string | undefined)[];
  state(): PageState;
  set(state: PageState): void;
  /** Forgets the acts, the answers and the traffic, and shows this. */
  reset(state: PageState): void;
  /** What the next acts are answered with. */
  refuse(error: string | undefined): void;
  /** What a `suggest` is answered with. */
  suggest(answer: (text: string) => Promise<readonly PageOptionGroup[]>): void;
  /** Called with each act, before it is answered. */
  onAct(react: (act: PageAct) => Promise<void> | void): void;
  addTraffic(traffic: PageTraffic): void;
  listeners(): number;
  close(): Promise<void>;
}

const ME = { id: 'U1', name: 'ada', isBot: false };
export const BOT = { id: 'U9', name: 'ATT&CK bot', isBot: true };
export const CHANNEL = 'C1';

export function buildMessage(ts: string, message: Partial<PageMessage>): PageMessage {
  return { ts, author: ME.id, text: '', unfurls: [], ephemeral: false, edited: false, files: [], ...message };
}

export function buildView(id: string, view: Partial<PageView>): PageView {
  return { id, hash: `${id}.1`, title: 'A view', blocks: [], errors: {}, ...view };
}

export function buildTraffic(id: number, traffic: Partial<PageTraffic> = {}): PageTraffic {
  const sent = { text: 'T1055' };
  return { id, at: id, direction: 'from bot', name: 'chat.postMessage', sent, outcome: 'ok', ms: 1.5, ...traffic };
}

export function buildState(messages: readonly PageMessage[]): PageState {
  return {
    me: ME,
    people: [ME, BOT, { id: 'U2', name: 'Grace Hopper', isBot: false }],
    channels: [
      { id: CHANNEL, name: 'incident', isDirect: false, messages, composerPreviews: [] },
      { id: 'D1', name: 'ATT&CK bot', isDirect: true, messages: [], composerPreviews: [] },
    ],
    commands: [{ command: '/attack', usageHint: '[ID or words]', description: 'Look up ATT&CK' }],
    shortcuts: [
      { kind: 'global', name: 'Search ATT&CK', callbackId: 'search', description: 'Find as you type' },
      { kind: 'message', name: 'Find techniques', callbackId: 'find', description: 'What this message speaks of' },
    ],
    prompts: [],
    modals: [],
    home: { isEnabled: true },
    isBotConnected: true,
  };
}

/** Adds a message to the first channel. */
export function withMessage(state: PageState, message: PageMessage): PageState {
  const [first, ...others] = state.channels;
  return first === undefined
    ? state
    : { ...state, channels: [{ ...first, messages: [...first.messages, message] }, ...others] };
}

export async function startPageServer(start: PageState): Promise<PageServer> {
  let state = start;
  let error: string | undefined;
  let suggest = async (_text: string): Promise<readonly PageOptionGroup[]> => [];
  let react = (_act: PageAct): Promise<void> | void => undefined;
  const acts: PageAct[] = [];
  const actors: (string | undefined)[] = [];
  const traffic: PageTraffic[] = [];
  const listeners = new Set<() => void>();
  const trafficListeners = new Set<(traffic: PageTraffic) => void>();
  const page = createPage({
    state: (as) => ({ ...state, me: state.people.find((person) => person.id === as) ?? state.me }),
    async act(act, as): Promise<ActResult> {
      acts.push(act);
      actors.push(as);
      await react(act);
      if (error !== undefined) {
        return { ok: false, error };
      }
      return act.kind === 'suggest' ? { ok: true, groups: await suggest(act.text) } : { ok: true };
    },
    onTraffic(listener) {
      for (const entry of traffic) listener(entry);
      trafficListeners.add(listener);
      return () => trafficListeners.delete(listener);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const server = createServer((req, res) => {
    if (!page.listener(req, res)) {
      res.writeHead(404).end('not the page');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const set = (next: PageState) => {
    state = next;
    for (const listener of listeners) {
      listener();
    }
  };
  return {
    url: `http://127.0.0.1:${port}`,
    acts,
    actors,
    state: () => state,
    set,
    reset(next) {
      error = undefined;
      suggest = async () => [];
      react = () => undefined;
      acts.length = 0;
      actors.length = 0;
      traffic.length = 0;
      set(next);
    },
    refuse(next) {
      error = next;
    },
    suggest(next) {
      suggest = next;
    },
    onAct(next) {
      react = next;
    },
    addTraffic(one) {
      traffic.push(one);
      for (const listener of trafficListeners) {
        listener(one);
      }
    },
    listeners: () => listeners.size + trafficListeners.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
