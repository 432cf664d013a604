/** Reads what the search's menus are set to: as the person sees them, or as the view remembers where Slack does not tell. */

import { FACETS, type Filter } from '../reply/facets.ts';
import { ANY, MODAL_ACTIONS } from '../reply/views/modal.ts';

/** The part of `view.state.values` that is read: block_id → action_id → the menu's state. */
export type MenuStates = Readonly<
  Record<string, Readonly<Record<string, { readonly selected_option?: { readonly value?: string } | null }>>>
>;

export function readFilter(values: MenuStates | undefined, remembered: Filter): Filter {
  const menus = Object.assign({}, ...Object.values(values ?? {})) as MenuStates[string];
  const set = FACETS.flatMap((facet) => {
    const chosen = menus[`${MODAL_ACTIONS.narrow}.${facet}`]?.selected_option?.value ?? remembered[facet];
    return chosen === undefined || chosen === ANY ? [] : [[facet, chosen] as const];
  });
  return Object.fromEntries(set);
}
