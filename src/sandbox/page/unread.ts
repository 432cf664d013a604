/** Which channels have something that the person has not seen. */

import { useState } from 'react';
import type { PageState } from '../page-api.ts';

/** The channels that have grown since they were last open. */
export function useUnread(state: PageState, open: string | undefined): ReadonlySet<string> {
  const [seen, setSeen] = useState<ReadonlyMap<string, number>>(
    () => new Map(state.channels.map(({ id, messages }) => [id, messages.length])),
  );
  const openLength = state.channels.find(({ id }) => id === open)?.messages.length;
  if (open !== undefined && openLength !== undefined && seen.get(open) !== openLength) {
    setSeen(new Map(seen).set(open, openLength));
  }
  return new Set(
    state.channels.filter(({ id, messages }) => messages.length > (seen.get(id) ?? 0)).map(({ id }) => id),
  );
}
