/** Pins a release for a workspace, or leaves it again. */

import type { Message } from '../../reply/blocks.ts';
import { numberOf } from '../../reply/views/notes.ts';
import { missingReleaseMessage } from '../../reply/views/release.ts';
import { pinnedMessage, unpinnedMessage } from '../../reply/views/settings/release.ts';
import type { Deps } from '../deps.ts';
import { findRelease, type OnSlow } from '../find-release.ts';
import { type Changer, explainRole } from './change.ts';

/** What became of it: a message, or in mrkdwn why nothing did. */
export type Pinned =
  | { readonly kind: 'done'; readonly message: Message }
  | { readonly kind: 'refused'; readonly note: string }
  | { readonly kind: 'missing'; readonly message: Message };

/** The release is loaded first: one that cannot be had is not pinned. */
export async function pinRelease(
  wanted: string,
  { client, team, person }: Changer,
  deps: Deps,
  onSlow?: OnSlow,
): Promise<Pinned> {
  const objection = explainRole(await deps.roles.of(client, team, person));
  if (objection !== undefined) return { kind: 'refused', note: `Nothing was pinned: ${objection}` };
  const found = await findRelease(wanted, deps, onSlow);
  if (found.kind !== 'found')
    return { kind: 'missing', message: missingReleaseMessage(found, { kind: 'pin', release: wanted }) };
  const newest = numberOf(deps.catalog());
  const pin = { release: found.release, by: person, at: deps.now(), told: newest };
  const before = await deps.memory.pins.set(team, pin);
  return { kind: 'done', message: pinnedMessage(pin, before, newest) };
}

export async function unpinRelease({ client, team, person }: Changer, deps: Deps): Promise<Pinned> {
  const objection = explainRole(await deps.roles.of(client, team, person));
  if (objection !== undefined) return { kind: 'refused', note: `Nothing was changed: ${objection}` };
  const before = await deps.memory.pins.set(team, undefined);
  return { kind: 'done', message: unpinnedMessage(before, numberOf(deps.catalog()), person) };
}
