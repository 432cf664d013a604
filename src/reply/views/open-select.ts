/** A menu that opens one of the objects which a text beside it names. */

import type { ActionsBlock } from '@slack/types';
import type { AttackObject } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import { LIMITS } from '../blocks.ts';
import { plain } from '../mrkdwn.ts';
import { optionOf } from '../suggestions.ts';

/** Slack's limit. */
const MOST_OPTIONS = 100;
const LABEL = 'Open one of these';

/**
 * Its `action_id` is `open`, the value of an option is the object's key. No block where there is nothing to open.
 *
 * @param of what the objects belong to, for a screen reader
 */
export function openSelect(catalog: Catalog, objects: readonly AttackObject[], of: string): readonly ActionsBlock[] {
  const options = [...new Set(objects)]
    .flatMap((object) => optionOf(catalog, object))
    .slice(0, MOST_OPTIONS)
    // What tells them apart stands in the text beside the menu, and a message has no room to say it twice.
    .map(({ text, value }) => ({ text, ...(value === undefined ? {} : { value }) }));
  if (options.length === 0) return [];
  const placeholder = { type: 'plain_text', text: plain(`${LABEL} (${of})`, LIMITS.optionText), emoji: false } as const;
  return [{ type: 'actions', elements: [{ type: 'static_select', action_id: 'open', placeholder, options }] }];
}
