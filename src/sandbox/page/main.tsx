/** The sandbox's page: the workspace through the eyes of one person, and what is wrong with the line, if anything. */

import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import type { PageAct } from '../page-api.ts';
import { ConfirmDialog, useConfirm } from './confirm.tsx';
import { type Connection, createConnection } from './connection.ts';
import { PageContext, useFrame } from './page-context.ts';
import { Workspace } from './workspace.tsx';

const TITLE = 'ATT&CK bot · sandbox';
const darkness = window.matchMedia('(prefers-color-scheme: dark)');

function App({ connection }: { readonly connection: Connection }) {
  const { state, isLive, isStranger } = useSyncExternalStore(connection.subscribe, connection.read);
  const theme = useSyncExternalStore(subscribeToTheme, () => (darkness.matches ? 'dark' : 'light'));
  const [error, setError] = useState<string>();
  const act = useCallback(
    async (next: PageAct) => {
      const problem = (await connection.act(next)).error;
      setError(problem);
      return problem === undefined;
    },
    [connection],
  );
  const { asked, confirm } = useConfirm();
  const send = connection.act;
  const frame = useFrame(state);
  const name = frame?.me.name;
  useEffect(() => {
    // Two tabs can be two people.
    document.title = name === undefined ? TITLE : `${name} · ${TITLE}`;
  }, [name]);
  const context = useMemo(
    () => frame && ({ frame, theme, act, send, confirm } as const),
    [frame, theme, act, send, confirm],
  );
  if (isStranger) {
    return (
      <p className="starting" role="alert">
        Nobody here goes by that name. <a href="/">Come in as yourself</a>.
      </p>
    );
  }
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
      {asked && <ConfirmDialog asked={asked} />}
    </PageContext>
  );
}

function subscribeToTheme(listener: () => void): () => void {
  darkness.addEventListener('change', listener);
  return () => darkness.removeEventListener('change', listener);
}

const root = document.getElementById('root');
if (root !== null) {
  const as = new URLSearchParams(location.search).get('as') ?? undefined;
  createRoot(root).render(<App connection={createConnection(as)} />);
}
