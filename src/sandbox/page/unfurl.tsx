/** A link's preview: under its message with a bar at the left, or above the box while the link is being typed. */

import type { PageUnfurl } from '../page-api.ts';
import { Blocks } from './blocks.tsx';
import type { Press } from './press.tsx';

/** Above the box nothing can be pressed yet: the message does not exist. */
const pressNothing: Press = async () => undefined;

/** The title stands for blocks that are not there; above blocks that begin with it, it would only be said twice. */
export function Unfurl({ unfurl, press }: { readonly unfurl: PageUnfurl; readonly press?: Press }) {
  return (
    <aside className="unfurl" aria-label={`Preview of ${unfurl.url}`} inert={press === undefined}>
      {unfurl.title && !unfurl.blocks && (
        <a className="unfurl-title" href={unfurl.url} target="_blank" rel="noopener noreferrer">
          {unfurl.title}
        </a>
      )}
      {unfurl.blocks && <Blocks blocks={unfurl.blocks} press={press ?? pressNothing} />}
    </aside>
  );
}
