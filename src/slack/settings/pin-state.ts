/** Which release a workspace has pinned, and which there are. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { PinState } from '../../reply/settings/pin.ts';
import { numberOf } from '../../reply/views/notes.ts';
import type { Deps } from '../deps.ts';

/** In ms: whoever looks at settings does not wait for feeds. */
const LIST_PATIENCE = 1500;

export async function readPinState(
  team: string,
  { memory, releases, catalog }: Pick<Deps, 'memory' | 'releases' | 'catalog'>,
): Promise<PinState> {
  const newest = numberOf(catalog());
  const patience = new AbortController();
  const listed = await Promise.race([
    releases.list(),
    sleep(LIST_PATIENCE, undefined, { signal: patience.signal }).catch(() => undefined),
  ]);
  patience.abort();
  return { pin: await memory.pins.of(team), newest, listed: listed ?? (newest === undefined ? [] : [newest]) };
}
