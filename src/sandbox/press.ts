/** The interactive element that a person presses, as `block_actions` tells it. */

import type { KnownBlock } from '@slack/types';
import { isObject, type JsonObject, readObjects, readString } from './json.ts';

export interface Pressed {
  readonly blockId: string;
  readonly actionId: string;
  /** For an element with options: the value of the one chosen. */
  readonly option?: string;
}

export type FoundAction =
  | { readonly kind: 'found'; readonly action: JsonObject; readonly state: JsonObject }
  | { readonly kind: 'missing'; readonly error: string };

/** Elements whose choice Slack also reports in `state`. */
const STATEFUL = new Set(['static_select', 'radio_buttons']);

/** @param ts the time of the press, in Slack's form */
export function findAction(blocks: readonly KnownBlock[] | undefined, pressed: Pressed, ts: string): FoundAction {
  const block = findObject(blocks, (value) => value.block_id === pressed.blockId);
  const element = block && findObject(block, (value) => value.action_id === pressed.actionId);
  if (element === undefined) {
    return { kind: 'missing', error: 'action_not_found' };
  }
  const action = { action_id: pressed.actionId, block_id: pressed.blockId, type: element.type, action_ts: ts };
  switch (element.type) {
    case 'button':
      return { kind: 'found', action: { ...action, ...pick(element, ['text', 'value', 'url', 'style']) }, state: {} };
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return choose(element, action, pressed);
    default:
      return { kind: 'missing', error: `the sandbox cannot press a ${element.type}` };
  }
}

function choose(element: JsonObject, action: JsonObject, pressed: Pressed): FoundAction {
  const options = [
    ...readObjects(element, 'options'),
    ...readObjects(element, 'option_groups').flatMap((group) => readObjects(group, 'options')),
  ];
  const option = options.find((candidate) => readString(candidate, 'value') === pressed.option);
  if (option === undefined) {
    return { kind: 'missing', error: 'option_not_found' };
  }
  const state = STATEFUL.has(String(element.type))
    ? { [pressed.blockId]: { [pressed.actionId]: { type: element.type, selected_option: option } } }
    : {};
  return { kind: 'found', action: { ...action, selected_option: option }, state };
}

function findObject(value: unknown, matches: (value: JsonObject) => boolean): JsonObject | undefined {
  if (isObject(value) && matches(value)) {
    return value;
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  for (const inner of Object.values(value)) {
    const found = findObject(inner, matches);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function pick(value: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.filter((key) => key in value).map((key) => [key, value[key]]));
}
