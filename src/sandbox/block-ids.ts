/** Blocks as Slack keeps them: it gives a `block_id` to every block and an `action_id` to every interactive element without one. */

import { randomUUID } from 'node:crypto';
import type { KnownBlock } from '@slack/types';

const INTERACTIVE = /(_select|_input|buttons?|picker|checkboxes|overflow)$/;

export function fillIds(blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  return blocks.map((block) => fillBlock(block)) as KnownBlock[];
}

function fillBlock(block: object): object {
  return { block_id: createId(), ...fillProperties(block) };
}

function fillProperties(value: object): object {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'child_blocks' && Array.isArray(inner) ? inner.map(fillBlock) : fillValue(inner),
    ]),
  );
}

function fillValue(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(fillValue);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const type: unknown = Reflect.get(value, 'type');
  const filled = fillProperties(value);
  return typeof type === 'string' && INTERACTIVE.test(type) ? { action_id: createId(), ...filled } : filled;
}

function createId(): string {
  return randomUUID().slice(0, 5);
}
