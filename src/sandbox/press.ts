/** The interactive element that a person presses, as `block_actions` tells it. */

import { type Choosable, choose, isChosen, isStateful } from './element-state.ts';
import type { PlacedElement } from './elements.ts';
import type { JsonObject } from './json.ts';
import type { PageChoice } from './page-api.ts';

export type Pressed =
  /** `state` is the element's, when Slack keeps it. */
  | { readonly kind: 'pressed'; readonly action: JsonObject; readonly state: JsonObject | undefined }
  | { readonly kind: 'missing'; readonly error: string };

/**
 * @param ts the time of the press, in Slack's form
 * @param before the element's state until now
 */
export function press(
  placed: PlacedElement | undefined,
  choice: PageChoice | undefined,
  choosable: Choosable,
  ts: string,
  before?: JsonObject,
): Pressed {
  if (placed === undefined) {
    return { kind: 'missing', error: 'action_not_found' };
  }
  const { element, blockId, actionId } = placed;
  const action = { action_id: actionId, block_id: blockId, type: element.type, action_ts: ts };
  if (element.type === 'button') {
    return {
      kind: 'pressed',
      action: { ...action, ...pick(element, ['text', 'value', 'url', 'style']) },
      state: undefined,
    };
  }
  if (!isChosen(element)) {
    return { kind: 'missing', error: `the sandbox cannot press a ${element.type}` };
  }
  const state = choice === undefined ? before : choose(placed, choice, choosable, before);
  if (state === undefined) {
    return { kind: 'missing', error: 'option_not_found' };
  }
  return { kind: 'pressed', action: { ...action, ...state }, state: isStateful(element) ? state : undefined };
}

function pick(value: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.filter((key) => key in value).map((key) => [key, value[key]]));
}
