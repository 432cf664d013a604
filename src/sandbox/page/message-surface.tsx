/** What the elements of a message, or of one of its unfurls, stand on. */

import type { ReactNode } from 'react';
import { usePage } from './page-context.ts';
import { type Surface, SurfaceContext, useEntered } from './surface.ts';

interface MessageSurfaceProps {
  readonly channel: string;
  readonly ts: string;
  readonly unfurlUrl?: string;
  readonly children: ReactNode;
}

export function MessageSurface({ channel, ts, unfurlUrl, children }: MessageSurfaceProps) {
  const { act } = usePage();
  const { entered, keep } = useEntered();
  const unfurl = unfurlUrl === undefined ? {} : { unfurlUrl };
  const surface: Surface = {
    entered,
    keep,
    press: (place, choice) =>
      act({ kind: 'press', channel, ts, ...place, ...unfurl, ...(choice === undefined ? {} : { choice }) }),
    errors: {},
    conversation: channel,
  };
  return <SurfaceContext value={surface}>{children}</SurfaceContext>;
}
