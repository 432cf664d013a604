/** A small world for the page's tests: it keeps the acts it is given and answers a few of them. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PageAct, PageMessage, PageState } from '../../src/sandbox/page-api.ts';
import { type ActResult, createPage } from '../../src/sandbox/page-server.ts';

export interface PageServer {
  readonly url: string;
  readonly acts: PageAct[];
  state(): PageState;
  set(state: PageState): void;
  /** What the next acts are answered with. */
  refuse(error: string | undefined): void;
  listeners(): number;
  close(): Promise<void>;
}

const ME = { id: 'U1', name: 'ada', isBot: false };
export const BOT = { id: 'U9', name: 'ATT&CK bot', isBot: true };
export const CHANNEL = 'C1';

export function buildMessage(ts: string, message: Partial<PageMessage>): PageMessage {
  return { ts, author: ME.id, text: '', unfurls: [], ephemeral: false, edited: false, files: [], ...message };
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
    shortcuts: [],
    modals: [],
    home: { isEnabled: false },
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
  const acts: PageAct[] = [];
  const listeners = new Set<() => void>();
  const page = createPage({
    state: () => state,
    async act(act): Promise<ActResult> {
      acts.push(act);
      return error === undefined ? { ok: true } : { ok: false, error };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onTraffic: () => () => {},
  });
  const server = createServer((req, res) => {
    if (!page.listener(req, res)) {
      res.writeHead(404).end('not the page');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    acts,
    state: () => state,
    set(next) {
      state = next;
      for (const listener of listeners) {
        listener();
      }
    },
    refuse(next) {
      error = next;
    },
    listeners: () => listeners.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
