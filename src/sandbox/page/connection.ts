/** The page's line to its server: the newest state, whether the line holds, and acts. */

import type { PageAct, PageState } from '../page-api.ts';

interface Snapshot {
  /** Undefined until the first state has come. */
  readonly state: PageState | undefined;
  readonly isLive: boolean;
}

export interface Connection {
  subscribe(listener: () => void): () => void;
  read(): Snapshot;
  /** Undefined when the server took it; else what went wrong, for the person to read. */
  act(act: PageAct): Promise<string | undefined>;
}

/** A browser gives up on a stream that is answered with an error; we ask again after this long. */
const RETRY_MS = 2000;

export function createConnection(): Connection {
  const listeners = new Set<() => void>();
  let snapshot: Snapshot = { state: undefined, isLive: false };
  const set = (next: Snapshot) => {
    snapshot = next;
    for (const listener of listeners) {
      listener();
    }
  };
  const open = () => {
    const source = new EventSource('/page/events');
    source.addEventListener('message', (event: MessageEvent<string>) =>
      // Our own server wrote it, with the type that stands here.
      set({ state: JSON.parse(event.data) as PageState, isLive: true }),
    );
    source.addEventListener('error', () => {
      set({ ...snapshot, isLive: false });
      if (source.readyState === EventSource.CLOSED) {
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
    act: postAct,
  };
}

async function postAct(act: PageAct): Promise<string | undefined> {
  try {
    const response = await fetch('/page/acts', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(act),
    });
    const result = (await response.json()) as { ok: boolean; error?: string };
    return result.ok ? undefined : (result.error ?? 'The sandbox refused this.');
  } catch {
    return 'The sandbox cannot be reached. Is it still running?';
  }
}
