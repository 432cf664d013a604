/** Reads what the menus beside the search are set to: as the person sees them, or as the view remembers where Slack does not tell. */

import { isMenuTerm, MENU_FIELDS, type MenuTerm, setMenu } from '../../reply/modal/narrowing.ts';
import { ANY, MODAL_ACTIONS } from '../../reply/views/modal.ts';

/** The part of `view.state.values` that is read: block_id → action_id → the menu's state. */
type MenuStates = Readonly<
  Record<string, Readonly<Record<string, { readonly selected_option?: { readonly value?: string } | null }>>>
>;

/** What no menu of ours offers, for its length alone, is none. */
export function readMenus(values: MenuStates | undefined, remembered: readonly MenuTerm[]): readonly MenuTerm[] {
  const menus = Object.assign({}, ...Object.values(values ?? {})) as MenuStates[string];
  return MENU_FIELDS.flatMap((field) => {
    const before = remembered.find((term) => term.field === field)?.value;
    const chosen = menus[`${MODAL_ACTIONS.narrow}.${field}`]?.selected_option?.value ?? before;
    return chosen === undefined || chosen === ANY ? [] : [setMenu(field, chosen)].filter(isMenuTerm);
  });
}
