/** The channels and direct messages at the left; on a phone, a drawer. */

import { Fragment } from 'react';
import { type PageFrame, usePage } from './page-context.ts';

interface ChannelListProps {
  readonly selected: string;
  readonly unread: ReadonlySet<string>;
  readonly select: (id: string) => void;
}

export function ChannelList({ selected, unread, select }: ChannelListProps) {
  const { frame } = usePage();
  const groups = [
    { title: 'Channels', channels: frame.channels.filter((channel) => !channel.isDirect) },
    { title: 'Direct messages', channels: frame.channels.filter((channel) => channel.isDirect) },
  ];
  const entry = (channel: PageFrame['channels'][number]) => (
    <li key={channel.id}>
      <button
        type="button"
        aria-current={channel.id === selected ? 'page' : undefined}
        className={unread.has(channel.id) ? 'unread' : ''}
        onClick={() => select(channel.id)}
      >
        <span className="sigil" aria-hidden="true">
          {channel.isDirect ? '@' : '#'}
        </span>
        {channel.name}
        {unread.has(channel.id) && <span className="visually-hidden"> (new messages)</span>}
      </button>
    </li>
  );
  return (
    <nav className="channels" id="channels" aria-label="Channels">
      <h1>
        ATT&CK bot <span>sandbox</span>
      </h1>
      {groups.map(({ title, channels }) => (
        <section key={title} aria-label={title}>
          <h2>{title}</h2>
          <ul>{channels.map(entry)}</ul>
        </section>
      ))}
      <p className="about">
        A small Slack of its own, on this machine: what you write stays here. The bot itself may fetch ATT&CK from
        MITRE.
      </p>
      <p className="about">
        You are <strong>{frame.me.name}</strong>
        {frame.people
          .filter((person) => !person.isBot && person.id !== frame.me.id)
          .map((person) => (
            <Fragment key={person.id}>
              {' · '}
              {/* A link: two tabs can be two people. */}
              <a href={`/?as=${encodeURIComponent(person.id)}#${selected}`}>switch to {person.name}</a>
            </Fragment>
          ))}
      </p>
    </nav>
  );
}
