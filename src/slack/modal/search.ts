/** Opens the search: by its shortcut, by `/attack` with nothing typed, from the Home. */

import type { GlobalShortcut, Middleware, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { type ModalState, NEW_SEARCH } from '../../reply/modal/state.ts';
import { modalView } from '../../reply/views/modal.ts';
import type { Deps } from '../deps.ts';
import { groundOf } from '../ground.ts';

/** In the manifest too. */
export const SEARCH_SHORTCUT = 'search_attack';

export function createSearchShortcut(deps: Deps): Middleware<SlackShortcutMiddlewareArgs<GlobalShortcut>> {
  return async ({ shortcut, ack, client, context }) => {
    await ack();
    await openModal(client, shortcut.trigger_id, NEW_SEARCH, context.teamId ?? '', deps);
  };
}

/**
 * @param triggerId of what the person did, at most three seconds ago
 * @throws Slack's error, also where that is longer ago: nothing opened, and its person is to know
 */
export async function openModal(
  client: WebClient,
  triggerId: string,
  state: ModalState,
  team: string,
  deps: Deps,
): Promise<void> {
  const { catalog, vantage } = await groundOf(team, deps);
  const view = modalView(state, catalog, deps.now(), { vantage });
  await client.views.open({ trigger_id: triggerId, view });
}
