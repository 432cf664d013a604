/** A thread in a panel beside its channel; on a phone it covers the channel. */

import { useEffect, useRef } from 'react';
import type { PageChannel } from '../page-api.ts';
import { Composer, type ComposerHandle } from './composer.tsx';
import { Log } from './log.tsx';
import { MessageView } from './message.tsx';

interface ThreadProps {
  readonly channel: PageChannel;
  readonly ts: string;
  readonly close: () => void;
}

export function Thread({ channel, ts, close }: ThreadProps) {
  const composer = useRef<ComposerHandle>(null);
  const messages = channel.messages.filter((message) => message.ts === ts || message.threadTs === ts);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each thread that opens takes the focus, and gives it back when it closes.
  useEffect(() => {
    const before = document.activeElement;
    composer.current?.focus();
    return () => {
      if (before instanceof HTMLElement) {
        before.focus();
      }
    };
  }, [ts]);

  return (
    <aside className="thread" aria-label="Thread" onKeyDown={(event) => event.key === 'Escape' && close()}>
      <header className="bar">
        <h2>Thread</h2>
        <span className="bar-note">{channel.isDirect ? channel.name : `#${channel.name}`}</span>
        <button type="button" className="icon" aria-label="Close thread" onClick={close}>
          ✕
        </button>
      </header>
      <Log label="Messages in this thread" messages={messages}>
        {messages.map((message) => (
          <MessageView key={message.ts} channel={channel.id} message={message} />
        ))}
      </Log>
      <Composer key={ts} channel={channel} threadTs={ts} ref={composer} />
    </aside>
  );
}
