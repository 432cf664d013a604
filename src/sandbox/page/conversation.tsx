/** A channel as it is read and written: its messages outside of threads, and the box. */

import { useMemo } from 'react';
import type { PageChannel } from '../page-api.ts';
import { Composer, type ComposerHandle } from './composer.tsx';
import { Log } from './log.tsx';
import { MessageView, type ThreadSummary } from './message.tsx';
import { usePage } from './page-context.ts';
import { Welcome } from './welcome.tsx';

interface ConversationProps {
  readonly channel: PageChannel;
  readonly openThread: (ts: string) => void;
  readonly openHome: (() => void) | undefined;
  readonly composer: React.RefObject<ComposerHandle | null>;
}

export function Conversation({ channel, openThread, openHome, composer }: ConversationProps) {
  const { frame } = usePage();
  const threads = useMemo(() => countReplies(channel), [channel]);
  const topLevel = channel.messages.filter((message) => message.threadTs === undefined);
  const hasSpoken = topLevel.some((message) => message.author === frame.me.id || message.ephemeral);
  const label = `Messages in ${channel.name}`;
  return (
    <>
      <Log label={label} messages={topLevel}>
        {topLevel.map((message) => (
          <MessageView
            key={message.ts}
            channel={channel.id}
            message={message}
            openThread={openThread}
            openHome={openHome}
            replies={threads.get(message.ts)}
          />
        ))}
        {!hasSpoken && <Welcome channel={channel} send={(text) => composer.current?.send(text)} />}
      </Log>
      <Composer channel={channel} ref={composer} />
    </>
  );
}

function countReplies(channel: PageChannel): ReadonlyMap<string, ThreadSummary> {
  const threads = new Map<string, ThreadSummary>();
  for (const { threadTs, ts } of channel.messages) {
    if (threadTs !== undefined) {
      threads.set(threadTs, { count: (threads.get(threadTs)?.count ?? 0) + 1, lastTs: ts });
    }
  }
  return threads;
}
