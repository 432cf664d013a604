/** A link's preview: under its message with a bar at the left, or above the box while the link is being typed. */

import type { PageUnfurl } from '../page-api.ts';
import { Blocks } from './blocks.tsx';
import { EntityCard } from './entity.tsx';
import { type Surface, SurfaceContext } from './surface.ts';

interface UnfurlProps {
  readonly unfurl: PageUnfurl;
  /** Opens the panel of a Work Object. */
  readonly openPanel: () => void;
}

/** Above the box nothing can be pressed yet: the message does not exist. */
const SILENT: Surface = {
  entered: {},
  keep: () => undefined,
  press: async () => undefined,
  errors: {},
  conversation: undefined,
};

export function ComposerPreview({ unfurl }: { readonly unfurl: PageUnfurl }) {
  return (
    <div inert>
      <SurfaceContext value={SILENT}>
        <Unfurl unfurl={unfurl} openPanel={() => undefined} />
      </SurfaceContext>
    </div>
  );
}

/** The title stands for blocks that are not there; above blocks that begin with it, it would only be said twice. */
export function Unfurl({ unfurl: { url, title, blocks, entity }, openPanel }: UnfurlProps) {
  return (
    <aside className="unfurl" aria-label={`Preview of ${url}`}>
      {title && !blocks && !entity && (
        <a className="unfurl-title" href={url} target="_blank" rel="noopener noreferrer">
          {title}
        </a>
      )}
      {entity && <EntityCard entity={entity} open={openPanel} />}
      {blocks && <Blocks blocks={blocks} />}
    </aside>
  );
}
