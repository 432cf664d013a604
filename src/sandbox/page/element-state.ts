/** What a person has entered in an element, in the shape of Slack's `view.state.values`. Pure. */

import type { KnownBlock, Option } from '@slack/types';
import type { PageChoice } from '../page-api.ts';

export type ElementState =
  | { readonly type: 'plain_text_input'; readonly value: string | null }
  | {
      readonly type: 'static_select' | 'external_select' | 'radio_buttons';
      readonly selected_option: Option | null;
    }
  | { readonly type: 'checkboxes' | 'multi_static_select'; readonly selected_options: readonly Option[] }
  | { readonly type: 'conversations_select'; readonly selected_conversation: string | null }
  | { readonly type: 'users_select'; readonly selected_user: string | null };

/** block_id → action_id → what was entered. */
export type Entered = Readonly<Record<string, Readonly<Record<string, ElementState>>>>;

export interface Place {
  readonly blockId: string;
  readonly actionId: string;
}

interface AnyElement {
  readonly type: string;
  readonly action_id?: string;
}

interface Initial {
  readonly initial_value?: string;
  readonly initial_option?: Option;
  readonly initial_options?: readonly Option[];
  readonly initial_conversation?: string;
  readonly default_to_current_conversation?: boolean;
  readonly initial_user?: string;
}

/**
 * @param conversation the one that is open, for a select that begins with it
 * @returns undefined for an element that holds nothing, such as a button
 */
export function readInitial(element: AnyElement, conversation: string | undefined): ElementState | undefined {
  // Each property stands in the elements that have it; reading it from another gives undefined.
  const initial = element as Initial;
  switch (element.type) {
    case 'plain_text_input':
      return { type: element.type, value: initial.initial_value ?? null };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type: element.type, selected_option: initial.initial_option ?? null };
    case 'checkboxes':
    case 'multi_static_select':
      return { type: element.type, selected_options: initial.initial_options ?? [] };
    case 'conversations_select': {
      const current = initial.default_to_current_conversation === true ? conversation : undefined;
      return { type: element.type, selected_conversation: initial.initial_conversation ?? current ?? null };
    }
    case 'users_select':
      return { type: element.type, selected_user: initial.initial_user ?? null };
    default:
      return undefined;
  }
}

/** All that the blocks hold now: what was entered, else what each element begins with. */
export function readValues(blocks: readonly KnownBlock[], entered: Entered, conversation: string | undefined): Entered {
  const values: Record<string, Record<string, ElementState>> = {};
  for (const { blockId, element } of findElements(blocks)) {
    const actionId = element.action_id ?? '';
    const state = entered[blockId]?.[actionId] ?? readInitial(element, conversation);
    if (state !== undefined) {
      values[blockId] = { ...values[blockId], [actionId]: state };
    }
  }
  return values;
}

/** The `block_id` of each input block that must be filled in and is empty. */
export function findMissing(blocks: readonly KnownBlock[], values: Entered): readonly string[] {
  return blocks.flatMap((block) => {
    if (block.type !== 'input' || block.optional === true || block.block_id === undefined) {
      return [];
    }
    return Object.values(values[block.block_id] ?? {}).some(isEmpty) ? [block.block_id] : [];
  });
}

export function enter(entered: Entered, { blockId, actionId }: Place, state: ElementState): Entered {
  return { ...entered, [blockId]: { ...entered[blockId], [actionId]: state } };
}

/** @returns undefined for a select that is empty */
export function choiceOf(state: ElementState): PageChoice | undefined {
  switch (state.type) {
    case 'plain_text_input':
      return state.value ?? '';
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return state.selected_option?.value;
    case 'checkboxes':
    case 'multi_static_select':
      return state.selected_options.map((option) => option.value ?? '');
    case 'conversations_select':
      return state.selected_conversation ?? undefined;
    case 'users_select':
      return state.selected_user ?? undefined;
  }
}

function isEmpty(state: ElementState): boolean {
  return (choiceOf(state) ?? '').length === 0;
}

function findElements(
  blocks: readonly KnownBlock[],
): readonly { readonly blockId: string; readonly element: AnyElement }[] {
  return blocks.flatMap((block) => {
    const blockId = block.block_id ?? '';
    switch (block.type) {
      case 'input':
        return [{ blockId, element: block.element }];
      case 'section':
        return block.accessory === undefined ? [] : [{ blockId, element: block.accessory }];
      case 'actions':
        return block.elements.map((element) => ({ blockId, element }));
      case 'container':
        return findElements(block.child_blocks);
      default:
        return [];
    }
  });
}
