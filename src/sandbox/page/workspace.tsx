/** All that stands side by side: the channels, the one that is open with its tabs, its thread or a panel, modals, the network. */

import { useCallback, useEffect, useRef, useState } from 'react';
import type { PageState } from '../page-api.ts';
import { ChannelList } from './channel-list.tsx';
import type { ComposerHandle } from './composer.tsx';
import { Conversation } from './conversation.tsx';
import { EntityPanel } from './entity.tsx';
import { Network } from './network.tsx';
import { findHome, usePage } from './page-context.ts';
import { Thread } from './thread.tsx';
import { useUnread } from './unread.ts';
import { HomeTab } from './views/home-tab.tsx';
import { Modals } from './views/modals.tsx';

type Tab = 'home' | 'messages';

export function Workspace({ state }: { readonly state: PageState }) {
  const [{ id: chosen, tab }, setPlace] = useState(readPlace);
  const [thread, setThread] = useState<string>();
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const [isNetworkOpen, setNetworkOpen] = useState(false);
  const composer = useRef<ComposerHandle>(null);
  const networkButton = useRef<HTMLButtonElement>(null);
  const channel = state.channels.find(({ id }) => id === chosen) ?? state.channels[0];
  const home = findHome(usePage().frame);
  const unread = useUnread(state, channel?.id);
  useSlashKey(composer);
  useEffect(() => {
    if (isDrawerOpen) {
      document.querySelector<HTMLElement>('#channels [aria-current]')?.focus();
    }
  }, [isDrawerOpen]);

  const open = useCallback((id: string, next: Tab) => {
    // So that a reload stays in the channel.
    history.replaceState(null, '', `#${id}${next === 'home' ? '/home' : ''}`);
    setPlace({ id, tab: next });
    setThread(undefined);
    setDrawerOpen(false);
  }, []);
  const homeId = home?.id;
  const openHome = useCallback(() => homeId !== undefined && open(homeId, 'home'), [open, homeId]);
  const openThread = useCallback((ts: string) => setThread(ts), []);
  const closeDrawer = () => {
    setDrawerOpen(false);
    composer.current?.focus();
  };
  const closeThread = useCallback(() => setThread(undefined), []);
  const closeNetwork = () => {
    setNetworkOpen(false);
    networkButton.current?.focus();
  };

  if (channel === undefined) {
    return <p className="starting">There is no channel yet.</p>;
  }
  const name = channel.isDirect ? channel.name : `#${channel.name}`;
  const isHome = channel.id === homeId && tab === 'home';
  const hasSide = thread !== undefined || state.panel !== undefined;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the drawer from anywhere, beside its button. */}
      <div
        className={`workspace${hasSide ? ' with-thread' : ''}${isDrawerOpen ? ' with-drawer' : ''}`}
        onKeyDown={(event) => event.key === 'Escape' && isDrawerOpen && closeDrawer()}
      >
        <button type="button" className="skip" onClick={() => composer.current?.focus()}>
          Skip to the message box (/)
        </button>
        <ChannelList selected={channel.id} unread={unread} select={(id) => open(id, 'messages')} />
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
            <button
              ref={networkButton}
              type="button"
              className="network-toggle"
              aria-expanded={isNetworkOpen}
              onClick={() => setNetworkOpen(!isNetworkOpen)}
            >
              <span aria-hidden="true">⇄</span> Network
            </button>
          </header>
          {channel.id === homeId && <Tabs tab={tab} select={(next) => open(channel.id, next)} />}
          {isHome ? (
            <HomeTab app={channel.name} view={state.home.view} />
          ) : (
            <Conversation
              key={channel.id}
              channel={channel}
              openThread={openThread}
              openHome={home && openHome}
              composer={composer}
            />
          )}
        </main>
        {isDrawerOpen && (
          <button type="button" className="backdrop" aria-label="Close the channels" onClick={closeDrawer} />
        )}
        {state.panel !== undefined ? (
          <EntityPanel panel={state.panel} />
        ) : (
          thread !== undefined && <Thread channel={channel} ts={thread} close={closeThread} />
        )}
      </div>
      {isNetworkOpen && <Network close={closeNetwork} />}
      <Modals views={state.modals} conversation={isHome ? undefined : channel.id} />
    </>
  );
}

function Tabs({ tab, select }: { readonly tab: Tab; readonly select: (tab: Tab) => void }) {
  const names = { home: 'Home', messages: 'Messages' } as const;
  return (
    <nav className="tabs" aria-label="Parts of the app">
      {(['home', 'messages'] as const).map((one) => (
        <button key={one} type="button" aria-current={one === tab ? 'page' : undefined} onClick={() => select(one)}>
          {names[one]}
        </button>
      ))}
    </nav>
  );
}

function readPlace(): { readonly id: string; readonly tab: Tab } {
  const [id = '', tab] = location.hash.slice(1).split('/');
  return { id, tab: tab === 'home' ? 'home' : 'messages' };
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
