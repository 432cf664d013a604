/** The sandbox's page: the channels, the one that is open, its thread, and what is wrong with the line, if anything. */

import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import type { PageAct, PageState } from '../page-api.ts';
import { ChannelList } from './channel-list.tsx';
import type { ComposerHandle } from './composer.tsx';
import { type Connection, createConnection } from './connection.ts';
import { Conversation } from './conversation.tsx';
import { PageContext } from './page-context.ts';
import { Thread } from './thread.tsx';

const darkness = window.matchMedia('(prefers-color-scheme: dark)');

function App({ connection }: { readonly connection: Connection }) {
  const { state, isLive } = useSyncExternalStore(connection.subscribe, connection.read);
  const theme = useSyncExternalStore(subscribeToTheme, () => (darkness.matches ? 'dark' : 'light'));
  const [error, setError] = useState<string>();
  const act = useCallback(
    async (next: PageAct) => {
      const problem = await connection.act(next);
      setError(problem);
      return problem === undefined;
    },
    [connection],
  );
  const context = useMemo(() => state && ({ state, theme, act } as const), [state, theme, act]);
  if (state === undefined || context === undefined) {
    return <p className="starting">{isLive ? 'Starting …' : 'Connecting to the sandbox …'}</p>;
  }
  return (
    <PageContext value={context}>
      <div className="banners">
        {!isLive && <p role="alert">The line to the sandbox is down. Trying again …</p>}
        {isLive && !state.isBotConnected && <p role="status">The bot is not connected, so nobody answers yet.</p>}
        {error && (
          <p role="alert">
            {error}
            <button type="button" className="icon" aria-label="Dismiss" onClick={() => setError(undefined)}>
              ✕
            </button>
          </p>
        )}
      </div>
      <Workspace state={state} />
    </PageContext>
  );
}

function Workspace({ state }: { readonly state: PageState }) {
  const [chosen, setChosen] = useState(() => location.hash.slice(1));
  const [thread, setThread] = useState<string>();
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const composer = useRef<ComposerHandle>(null);
  const channel = state.channels.find(({ id }) => id === chosen) ?? state.channels[0];
  const unread = useUnread(state, channel?.id);
  useSlashKey(composer);
  useEffect(() => {
    if (isDrawerOpen) {
      document.querySelector<HTMLElement>('#channels [aria-current]')?.focus();
    }
  }, [isDrawerOpen]);

  const select = (id: string) => {
    // So that a reload stays in the channel.
    history.replaceState(null, '', `#${id}`);
    setChosen(id);
    setThread(undefined);
    setDrawerOpen(false);
  };
  const openThread = useCallback((ts: string) => setThread(ts), []);
  const closeDrawer = () => {
    setDrawerOpen(false);
    composer.current?.focus();
  };
  const closeThread = useCallback(() => setThread(undefined), []);

  if (channel === undefined) {
    return <p className="starting">There is no channel yet.</p>;
  }
  const name = channel.isDirect ? channel.name : `#${channel.name}`;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the drawer from anywhere, beside its button.
    <div
      className={`workspace${thread === undefined ? '' : ' with-thread'}${isDrawerOpen ? ' with-drawer' : ''}`}
      onKeyDown={(event) => event.key === 'Escape' && isDrawerOpen && closeDrawer()}
    >
      <button type="button" className="skip" onClick={() => composer.current?.focus()}>
        Skip to the message box (/)
      </button>
      <ChannelList selected={channel.id} unread={unread} select={select} />
      <main aria-label={name}>
        <header className="bar">
          <button
            type="button"
            className="icon drawer-toggle"
            aria-label="Channels"
            aria-expanded={isDrawerOpen}
            aria-controls="channels"
            onClick={() => setDrawerOpen(!isDrawerOpen)}
          >
            ☰{unread.size > 0 && <span className="dot" />}
          </button>
          <h2>{name}</h2>
          <span className={state.isBotConnected ? 'presence on' : 'presence'}>
            {state.isBotConnected ? 'bot connected' : 'bot not connected'}
          </span>
        </header>
        <Conversation key={channel.id} channel={channel} openThread={openThread} composer={composer} />
      </main>
      {isDrawerOpen && (
        <button type="button" className="backdrop" aria-label="Close the channels" onClick={closeDrawer} />
      )}
      {thread !== undefined && <Thread channel={channel} ts={thread} close={closeThread} />}
    </div>
  );
}

/** The channels that have grown since they were last open. */
function useUnread(state: PageState, open: string | undefined): ReadonlySet<string> {
  const [seen, setSeen] = useState<ReadonlyMap<string, number>>(
    () => new Map(state.channels.map(({ id, messages }) => [id, messages.length])),
  );
  const openLength = state.channels.find(({ id }) => id === open)?.messages.length;
  if (open !== undefined && openLength !== undefined && seen.get(open) !== openLength) {
    setSeen(new Map(seen).set(open, openLength));
  }
  return new Set(
    state.channels.filter(({ id, messages }) => messages.length > (seen.get(id) ?? 0)).map(({ id }) => id),
  );
}

/** `/` begins a command from anywhere on the page. */
function useSlashKey(composer: React.RefObject<ComposerHandle | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.closest('textarea, input, select') !== null;
      if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
        composer.current?.focus();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [composer]);
}

function subscribeToTheme(listener: () => void): () => void {
  darkness.addEventListener('change', listener);
  return () => darkness.removeEventListener('change', listener);
}

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(<App connection={createConnection()} />);
}
