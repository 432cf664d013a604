/** Answers each keystroke in the search's menu, before anything that waits: the reader is typing on. */

import type { BlockSuggestion, Middleware, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import { decodeState } from '../reply/modal-state.ts';
import { suggest } from '../reply/suggestions.ts';
import type { Deps } from './deps.ts';
import { readFilter } from './filter.ts';

export function createOptions(deps: Pick<Deps, 'catalog'>): Middleware<SlackOptionsMiddlewareArgs<'block_suggestion'>> {
  return async ({ payload, ack }) => {
    const groups = suggestFor(payload, deps);
    await ack(groups.length === 0 ? { options: [] } : { option_groups: groups });
  };
}

/** Slack refuses a group without options, and says by itself that there are no results. */
export function suggestFor(
  { value, view }: Pick<BlockSuggestion, 'value' | 'view'>,
  { catalog }: Pick<Deps, 'catalog'>,
) {
  const { search } = decodeState(view?.private_metadata ?? '');
  const filter = readFilter(view?.state?.values, search?.filter ?? {});
  return suggest(catalog(), value, filter).map(({ label, options }) => ({
    label: { type: 'plain_text' as const, text: label, emoji: false },
    options: [...options],
  }));
}
