/** The app's Home tab, as it has published it for this person. */

import { useEffect } from 'react';
import type { PageView } from '../../page-api.ts';
import { Blocks } from '../blocks.tsx';
import { usePage } from '../page-context.ts';
import { SurfaceContext } from '../surface.ts';
import { useViewSurface } from './view-surface.ts';

interface HomeTabProps {
  readonly app: string;
  /** Undefined until the app has published one. */
  readonly view: PageView | undefined;
}

export function HomeTab({ app, view }: HomeTabProps) {
  const { act } = usePage();
  useEffect(() => {
    void act({ kind: 'open-home' });
  }, [act]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section className="home" aria-label={`Home of ${app}`} tabIndex={0}>
      {view === undefined ? (
        <p className="home-empty">{app} has put nothing here yet.</p>
      ) : (
        <PublishedHome key={view.id} view={view} />
      )}
    </section>
  );
}

function PublishedHome({ view }: { readonly view: PageView }) {
  const { surface, problem } = useViewSurface(view, view.errors, undefined);
  const failure = problem ?? view.failure;
  return (
    <SurfaceContext value={surface}>
      {failure !== undefined && (
        <p className="view-failure" role="alert">
          {failure}
        </p>
      )}
      <Blocks blocks={view.blocks} />
    </SurfaceContext>
  );
}
