/** `/attack pin v17.1` and `/attack unpin`: told to the one who asks, or in the thread of a mention. */

import { createMessage, type Message, section } from '../../reply/blocks.ts';
import { loadingMessage } from '../../reply/views/release.ts';
import { pinMessage } from '../../reply/views/settings/release.ts';
import type { Deps } from '../deps.ts';
import { type Pinned, pinRelease, unpinRelease } from '../settings/pin.ts';
import { readPinState } from '../settings/pin-state.ts';
import type { Asked } from './errand.ts';
import { tell } from './tell.ts';

/** @param release undefined: only what is pinned is to be told */
export async function runPin(release: string | undefined, asked: Asked, deps: Deps): Promise<void> {
  if (release === undefined) return tell(pinMessage(await readPinState(asked.team, deps), deps.now()), asked, deps);
  const onSlow = (name: string) => tell(loadingMessage(name, 'pin'), asked, deps);
  await tell(messageOf(await pinRelease(release, asked, deps, onSlow)), asked, deps);
}

export async function runUnpin(asked: Asked, deps: Deps): Promise<void> {
  await tell(messageOf(await unpinRelease(asked, deps)), asked, deps);
}

function messageOf(pinned: Pinned): Message {
  return pinned.kind === 'refused' ? createMessage([section(pinned.note)]) : pinned.message;
}
