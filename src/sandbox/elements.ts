/** The interactive elements of blocks, wherever they stand: in sections, rows of actions, inputs, or blocks within blocks. */

import { isObject, type JsonObject, readString } from './json.ts';

export interface PlacedElement {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: JsonObject;
  /** The block that it stands in. */
  readonly block: JsonObject;
}

/** @param blocks with the ids that Slack fills in */
export function listElements(blocks: unknown): readonly PlacedElement[] {
  return [...visit(blocks, undefined)];
}

export function findElement(blocks: unknown, blockId: string, actionId: string): PlacedElement | undefined {
  return listElements(blocks).find((placed) => placed.blockId === blockId && placed.actionId === actionId);
}

function* visit(value: unknown, within: JsonObject | undefined): Generator<PlacedElement> {
  if (Array.isArray(value)) {
    for (const item of value) {
      yield* visit(item, within);
    }
    return;
  }
  if (!isObject(value)) {
    return;
  }
  const block = 'block_id' in value ? value : within;
  const actionId = readString(value, 'action_id');
  if (actionId !== undefined && block !== undefined) {
    yield { blockId: readString(block, 'block_id') ?? '', actionId, element: value, block };
  }
  for (const inner of Object.values(value)) {
    yield* visit(inner, block);
  }
}
