/** One message: who said it and when, its text or blocks, its unfurls, and the way into its thread. */

import { memo } from 'react';
import type { PageMessage } from '../page-api.ts';
import { Blocks } from './blocks.tsx';
import { nameOf, usePage } from './page-context.ts';
import { Mrkdwn } from './text.tsx';
import { Unfurl } from './unfurl.tsx';

export interface ThreadSummary {
  readonly count: number;
  readonly lastTs: string;
}

interface MessageProps {
  readonly channel: string;
  readonly message: PageMessage;
  /** Where a thread can be opened; left out within one. */
  readonly openThread?: (ts: string) => void;
  readonly replies?: ThreadSummary | undefined;
}

/** Every push brings new objects; comparing what they say spares all messages but the changed one a new rendering. */
export const MessageView = memo(
  Message,
  (before, after) =>
    before.openThread === after.openThread &&
    JSON.stringify([before.channel, before.message, before.replies]) ===
      JSON.stringify([after.channel, after.message, after.replies]),
);

function Message({ channel, message, openThread, replies }: MessageProps) {
  const { state, act } = usePage();
  const { ts, author, blocks, ephemeral } = message;
  const name = nameOf(state, author);
  const isBot = state.people.some((person) => person.id === author && person.isBot);
  const pressIn = (unfurl: { readonly unfurlUrl?: string }) => (blockId: string, actionId: string, option?: string) =>
    act({ kind: 'press', channel, ts, blockId, actionId, ...unfurl, ...(option === undefined ? {} : { option }) });
  const repliesLabel = replies && `${replies.count} ${replies.count === 1 ? 'reply' : 'replies'}`;

  return (
    <article
      className={ephemeral ? 'message ephemeral' : 'message'}
      aria-label={`${name}, ${formatTime(ts)}`}
      data-ts={ts}
    >
      <span className={isBot ? 'avatar app' : 'avatar'} aria-hidden="true">
        {initialsOf(name)}
      </span>
      <div className="message-body">
        <header>
          <strong className="author">{name}</strong>
          {isBot && <span className="badge">APP</span>}
          <time dateTime={dateOf(ts).toISOString()} title={dateOf(ts).toLocaleString()}>
            {formatTime(ts)}
          </time>
          {openThread && !ephemeral && (
            <button
              type="button"
              className="reply"
              onClick={() => openThread(ts)}
              aria-label={`Reply to ${name} in a thread`}
            >
              Reply
            </button>
          )}
        </header>
        {ephemeral && <p className="only-you">Only visible to you</p>}
        {blocks ? <Blocks blocks={blocks} press={pressIn({})} /> : <Mrkdwn text={message.text} />}
        {message.edited && <span className="edited">(edited)</span>}
        {message.failure && (
          <p className="failure" role="alert">
            {message.failure}
          </p>
        )}
        {message.unfurls.map((unfurl) => (
          <Unfurl key={unfurl.url} unfurl={unfurl} press={pressIn({ unfurlUrl: unfurl.url })} />
        ))}
        {openThread && replies && (
          <button type="button" className="replies" onClick={() => openThread(ts)}>
            {repliesLabel} <span>· last {formatTime(replies.lastTs)}</span>
          </button>
        )}
      </div>
    </article>
  );
}

function dateOf(ts: string): Date {
  return new Date(Number(ts) * 1000);
}

function formatTime(ts: string): string {
  return dateOf(ts).toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' });
}

function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join('');
}
