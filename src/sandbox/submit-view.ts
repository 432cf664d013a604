/** A modal that is submitted: what is missing in it, and what the app's acknowledgement makes of it. */

import type { Outcome } from './delivery/parcel.ts';
import { isEmpty, isStateful } from './element-state.ts';
import { listElements } from './elements.ts';
import { isObject, type JsonObject, readString } from './json.ts';
import { VIEW_FAILURE } from './outcome.ts';
import { readViewValues } from './payloads-view.ts';
import { checkView } from './view-check.ts';
import { MAX_STACK, type StoredView } from './view-store.ts';
import type { World } from './world.ts';

/** What Slack itself objects to before it asks the app, by block_id. */
export function findMissingInputs(stored: StoredView, world: World): Readonly<Record<string, string>> {
  const values = readViewValues(stored, world);
  const missing = listElements(stored.view.blocks).filter(
    ({ block, element, blockId, actionId }) =>
      block.type === 'input' && block.optional !== true && isStateful(element) && isEmpty(values[blockId]?.[actionId]),
  );
  return Object.fromEntries(missing.map(({ blockId }) => [blockId, 'Please complete this required field.']));
}

/** Nothing with the ack closes the view; `response_action` is one of errors, update, push, clear. */
export function finishSubmission(world: World, id: string, outcome: Outcome): void {
  const stored = world.views.find(id);
  if (stored === undefined) {
    return;
  }
  const isDone = outcome.kind === 'acked' && carryOut(world, stored, outcome.response);
  if (!isDone) {
    world.views.keep({ ...stored, failure: VIEW_FAILURE });
  }
}

/** @returns false for what Slack does not understand or refuses */
function carryOut(world: World, stored: StoredView, response: JsonObject | undefined): boolean {
  const stack = world.views.modalsOf(stored.person);
  const isEmptyAck = response === undefined || Object.keys(response).length === 0;
  switch (isEmptyAck ? 'close' : readString(response, 'response_action')) {
    case 'close':
      world.views.close([stored]);
      return true;
    case 'clear':
      world.views.close(stack);
      return true;
    case 'errors':
      return showErrors(world, stored, response?.errors);
    case 'update':
      return withView(response?.view, (view) => world.views.update(stored, view));
    case 'push':
      return (
        stack.length < MAX_STACK &&
        withView(response?.view, (view) => world.views.push({ person: stored.person, channel: stored.channel, view }))
      );
    default:
      return false;
  }
}

function withView(view: unknown, show: (view: JsonObject) => unknown): boolean {
  if (!isObject(view) || checkView(view, 'modal') !== undefined) {
    return false;
  }
  show(view);
  return true;
}

/** Slack takes errors of input blocks only. */
function showErrors(world: World, stored: StoredView, errors: unknown): boolean {
  const inputs = new Set(
    stored.view.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id ?? ''),
  );
  const entries = isObject(errors) ? Object.entries(errors) : [];
  if (entries.length === 0 || entries.some(([blockId, text]) => !inputs.has(blockId) || typeof text !== 'string')) {
    return false;
  }
  world.views.keep({ ...stored, errors: Object.fromEntries(entries) as Record<string, string>, failure: undefined });
  return true;
}
