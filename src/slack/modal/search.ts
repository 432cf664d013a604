/** Opens the search: by its shortcut, by `/attack` with nothing typed, from the Home. */

import type { GlobalShortcut, Middleware, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { type ModalState, NEW_SEARCH } from '../../reply/modal/state.ts';
import { modalView } from '../../reply/views/modal.ts';
import type { Deps } from '../deps.ts';
import { inTime } from '../out/views.ts';

/** In the manifest too. */
export const SEARCH_SHORTCUT = 'search_attack';

export function createSearchShortcut(deps: Deps): Middleware<SlackShortcutMiddlewareArgs<GlobalShortcut>> {
  return async ({ shortcut, ack, client }) => {
    await ack();
    await openModal(client, shortcut.trigger_id, NEW_SEARCH, deps);
  };
}

/**
 * @param triggerId of what the person did, at most three seconds ago
 * @returns whether it opened: not where it came too late
 * @throws Slack's error for any other reason
 */
export function openModal(client: WebClient, triggerId: string, state: ModalState, deps: Deps): Promise<boolean> {
  const view = modalView(state, deps.catalog(), deps.now());
  return inTime(() => client.views.open({ trigger_id: triggerId, view }), deps.log);
}
