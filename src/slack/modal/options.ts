/** Answers each keystroke in the search's menu, before anything that waits: the reader is typing on. */

import type { BlockSuggestion, Middleware, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import { decodeState } from '../../reply/modal/state.ts';
import { offerObjects } from '../../reply/offers.ts';
import type { Catalog } from '../../search/catalog.ts';
import type { Deps } from '../deps.ts';
import { groundOf } from '../ground.ts';
import { readMenus } from '../read/menus.ts';

export function createOptions(deps: Deps): Middleware<SlackOptionsMiddlewareArgs<'block_suggestion'>> {
  return async ({ payload, ack, context }) => {
    const { catalog } = await groundOf(context.teamId ?? '', deps);
    const groups = offerFor(payload, catalog);
    await ack(groups.length === 0 ? { options: [] } : { option_groups: groups });
  };
}

/** Slack refuses a group without options, and says by itself that there are no results. */
export function offerFor({ value, view }: Pick<BlockSuggestion, 'value' | 'view'>, catalog: Catalog) {
  const { search } = decodeState(view?.private_metadata ?? '');
  const narrowed = readMenus(view?.state?.values, search?.narrowed ?? []);
  return offerObjects(catalog, value, narrowed).map(({ label, options }) => ({
    label: { type: 'plain_text' as const, text: label, emoji: false },
    options: [...options],
  }));
}
