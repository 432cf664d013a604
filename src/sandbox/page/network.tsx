/** The network drawer: each payload to the bot and each call from it, with what was answered. */

import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { PageTraffic } from '../page-api.ts';
import { filterTraffic, useTraffic } from './traffic.ts';

/** So near to the end counts as being at it. */
const NEAR_PX = 40;

export function Network({ close }: { readonly close: () => void }) {
  const traffic = useTraffic();
  const [filter, setFilter] = useState('');
  const shown = filterTraffic(traffic, filter);
  const list = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const input = useRef<HTMLInputElement>(null);
  const newest = shown.at(-1)?.id;

  useEffect(() => input.current?.focus(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what came in decides when to follow, not what is read here.
  useLayoutEffect(() => {
    if (list.current !== null && isFollowing.current) {
      list.current.scrollTop = list.current.scrollHeight;
    }
  }, [newest, filter]);

  return (
    <section
      className="network"
      aria-label="Network"
      onKeyDown={(event: KeyboardEvent) => event.key === 'Escape' && close()}
    >
      <header className="bar">
        <h2>Network</h2>
        <input
          ref={input}
          type="search"
          aria-label="Filter by name, direction or outcome"
          placeholder="Filter"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <span className="bar-note" role="status">
          {shown.length === traffic.length ? traffic.length : `${shown.length} of ${traffic.length}`}
        </span>
        <button type="button" className="icon" aria-label="Close network" onClick={close}>
          ✕
        </button>
      </header>
      <div
        ref={list}
        className="traffic"
        role="log"
        aria-label="Payloads and calls"
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard (WCAG 2.1.1).
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isFollowing.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
        }}
      >
        {shown.map((one) => (
          <Exchange key={one.id} traffic={one} />
        ))}
        {shown.length === 0 && (
          <p className="traffic-empty">
            {traffic.length === 0 ? 'Nothing has gone to the bot or come from it yet.' : 'Nothing here has that name.'}
          </p>
        )}
      </div>
    </section>
  );
}

function Exchange({ traffic }: { readonly traffic: PageTraffic }) {
  // Written out only when looked at: there are hundreds, and some are long.
  const [isOpen, setOpen] = useState(false);
  const frame = useRef<HTMLDetailsElement>(null);
  const isToBot = traffic.direction === 'to bot';
  useEffect(() => {
    if (isOpen) {
      frame.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [isOpen]);
  return (
    <details ref={frame} className="exchange" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className={isToBot ? 'arrow to' : 'arrow from'} aria-hidden="true">
          {isToBot ? '→' : '←'}
        </span>
        <span className="visually-hidden">{traffic.direction}</span>
        <span className="exchange-name">{traffic.name}</span>
        <span className={traffic.outcome === 'ok' ? 'outcome' : 'outcome bad'}>{traffic.outcome}</span>
        <span className="ms">{Math.round(traffic.ms)} ms</span>
        <time dateTime={new Date(traffic.at).toISOString()}>{new Date(traffic.at).toLocaleTimeString()}</time>
      </summary>
      {isOpen && (
        <div className="exchange-body">
          <Json title={isToBot ? 'Payload' : 'Arguments'} value={traffic.sent} />
          {traffic.received !== undefined && <Json title="Answer" value={traffic.received} />}
        </div>
      )}
    </details>
  );
}

function Json({ title, value }: { readonly title: string; readonly value: unknown }) {
  return (
    <figure>
      <figcaption>{title}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1). */}
      <pre tabIndex={0}>{JSON.stringify(value, null, 2)}</pre>
    </figure>
  );
}
