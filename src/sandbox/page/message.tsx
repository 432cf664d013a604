/** One message: who said it and when, its text or blocks, its unfurls, and the way into its thread. */

import { memo, useState } from 'react';
import type { PageMessage } from '../page-api.ts';
import { Blocks } from './blocks.tsx';
import { EditBox } from './edit-box.tsx';
import { Files } from './files.tsx';
import { MessageMenu } from './message-menu.tsx';
import { MessageSurface } from './message-surface.tsx';
import { findHome, nameOf, usePage } from './page-context.ts';
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
  /** Opens the app's Home tab, where there is one. */
  readonly openHome?: (() => void) | undefined;
}

/** Every push brings new objects; comparing what they say spares all messages but the changed one a new rendering. */
export const MessageView = memo(
  Message,
  (before, after) =>
    before.openThread === after.openThread &&
    before.openHome === after.openHome &&
    JSON.stringify([before.channel, before.message, before.replies]) ===
      JSON.stringify([after.channel, after.message, after.replies]),
);

function Message({ channel, message, openThread, replies, openHome }: MessageProps) {
  const { frame, act } = usePage();
  const [isEditing, setEditing] = useState(false);
  const { ts, author, ephemeral } = message;
  const name = nameOf(frame, author);
  const isBot = frame.people.some((person) => person.id === author && person.isBot);
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
          {openHome && findHome(frame)?.name === name ? (
            <button type="button" className="author" aria-label={`${name}: open its Home`} onClick={openHome}>
              {name}
            </button>
          ) : (
            <strong className="author">{name}</strong>
          )}
          {isBot && <span className="badge">APP</span>}
          <time dateTime={dateOf(ts).toISOString()} title={dateOf(ts).toLocaleString()}>
            {formatTime(ts)}
          </time>
          {!ephemeral && (
            <span className="tools">
              {openThread && (
                <button
                  type="button"
                  className="tool"
                  onClick={() => openThread(ts)}
                  aria-label={`Reply to ${name} in a thread`}
                >
                  Reply
                </button>
              )}
              <MessageMenu channel={channel} message={message} edit={() => setEditing(true)} />
            </span>
          )}
        </header>
        {ephemeral && <p className="only-you">Only visible to you</p>}
        {isEditing ? (
          <EditBox channel={channel} message={message} close={() => setEditing(false)} />
        ) : (
          <Content channel={channel} message={message} />
        )}
        {message.files.length > 0 && <Files files={message.files} />}
        {message.failure && (
          <p className="failure" role="alert">
            {message.failure}
          </p>
        )}
        {message.unfurls.map((unfurl) => (
          <MessageSurface key={unfurl.url} channel={channel} ts={ts} unfurlUrl={unfurl.url}>
            <Unfurl unfurl={unfurl} openPanel={() => void act({ kind: 'open-panel', channel, ts, url: unfurl.url })} />
          </MessageSurface>
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

function Content({ channel, message }: Pick<MessageProps, 'channel' | 'message'>) {
  return (
    <>
      {message.blocks ? (
        <MessageSurface channel={channel} ts={message.ts}>
          <Blocks blocks={message.blocks} />
        </MessageSurface>
      ) : (
        <Mrkdwn text={message.text} />
      )}
      {message.edited && <span className="edited">(edited)</span>}
    </>
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
