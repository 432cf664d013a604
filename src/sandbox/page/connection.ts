/** The page's line to its server: the newest state, whether the line holds, and acts. */

import type { PageAct, PageOptionGroup, PageState } from '../page-api.ts';

interface Snapshot {
  /** Undefined until the first state has come. */
  readonly state: PageState | undefined;
  readonly isLive: boolean;
  /** The page's address names a person whom the workspace does not know. */
  readonly isStranger: boolean;
}

export interface ActReply {
  /** What went wrong, for the person to read; undefined when the server took it. */
  readonly error: string | undefined;
  /** What answers a `suggest`. */
  readonly groups: readonly PageOptionGroup[];
}

export interface Connection {
  subscribe(listener: () => void): () => void;
  read(): Snapshot;
  act(act: PageAct): Promise<ActReply>;
}

/** A browser gives up on a stream that is answered with an error; we ask again after this long. */
const RETRY_MS = 2000;

/** @param as the person at the keyboard; the workspace's first where it is undefined */
export function createConnection(as: string | undefined): Connection {
  const query = as === undefined ? '' : `?as=${encodeURIComponent(as)}`;
  const listeners = new Set<() => void>();
  let snapshot: Snapshot = { state: undefined, isLive: false, isStranger: false };
  const set = (next: Partial<Snapshot>) => {
    snapshot = { ...snapshot, ...next };
    for (const listener of listeners) {
      listener();
    }
  };
  const open = () => {
    const source = new EventSource(`/page/events${query}`);
    source.addEventListener('message', (event: MessageEvent<string>) =>
      // Our own server wrote it, with the type that stands here.
      set({ state: JSON.parse(event.data) as PageState, isLive: true, isStranger: false }),
    );
    source.addEventListener('error', () => {
      set({ isLive: false });
      if (source.readyState === EventSource.CLOSED) {
        // The stream does not tell with which status it was refused.
        void isMissing(`/page/state${query}`).then((isStranger) => set({ isStranger }));
        setTimeout(open, RETRY_MS);
      }
    });
  };
  open();

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: () => snapshot,
    act: (act) => postAct(`/page/acts${query}`, act),
  };
}

async function postAct(path: string, act: PageAct): Promise<ActReply> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(act),
    });
    const result = (await response.json()) as { ok: boolean; error?: string; groups?: readonly PageOptionGroup[] };
    const error = result.ok ? undefined : (result.error ?? 'The sandbox refused this.');
    return { error, groups: result.groups ?? [] };
  } catch {
    return { error: 'The sandbox cannot be reached. Is it still running?', groups: [] };
  }
}

async function isMissing(path: string): Promise<boolean> {
  try {
    return (await fetch(path)).status === 404;
  } catch {
    return false;
  }
}
