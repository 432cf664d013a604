/** A Work Object: its card under a message, and its details in a panel beside the channel. */

import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { PagePanel, PageUnfurl } from '../page-api.ts';
import { usePage } from './page-context.ts';
import { Mrkdwn } from './text.tsx';

type Entity = NonNullable<PageUnfurl['entity']>;

interface EntityCardProps {
  readonly entity: Entity;
  readonly open: (() => void) | undefined;
}

export function EntityCard({ entity, open }: EntityCardProps) {
  return (
    <div className="entity">
      <p className="entity-type">{entity.kind}</p>
      <button type="button" className="entity-title" onClick={open}>
        {entity.title}
      </button>
      <Fields fields={entity.fields} />
    </div>
  );
}

export function EntityPanel({ panel }: { readonly panel: PagePanel }) {
  const { act } = usePage();
  const title = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each object that opens takes the focus, and gives it back when it closes.
  useEffect(() => {
    const before = document.activeElement;
    title.current?.focus();
    return () => {
      if (before instanceof HTMLElement) {
        before.focus();
      }
    };
  }, [panel.url]);
  const close = () => void act({ kind: 'close-panel' });
  return (
    <aside
      className="thread panel"
      aria-label="Details"
      onKeyDown={(event: KeyboardEvent) => event.key === 'Escape' && close()}
    >
      <header className="bar">
        <h2 ref={title} tabIndex={-1}>
          {panel.title}
        </h2>
        <button type="button" className="icon" aria-label="Close details" onClick={close}>
          ✕
        </button>
      </header>
      <div className="panel-body" aria-busy={panel.status === 'waiting'}>
        <p className="entity-type">{panel.kind}</p>
        {panel.status === 'waiting' && <p role="status">Waiting for the app …</p>}
        {panel.status === 'failed' && <p role="alert">{panel.message ?? 'The app sent no details.'}</p>}
        {panel.status === 'shown' && panel.message !== undefined && <p>{panel.message}</p>}
        <Fields fields={panel.fields} />
        <a href={panel.url} target="_blank" rel="noopener noreferrer">
          Open the link <span aria-hidden="true">↗</span>
        </a>
      </div>
    </aside>
  );
}

function Fields({ fields }: Pick<Entity, 'fields'>) {
  return (
    <dl className="fields">
      {fields.map(({ label, value }) => (
        <div key={`${label} ${value}`}>
          <dt>{label}</dt>
          <dd>
            <Mrkdwn text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
