/** The objects that a message names, for those who count them later: nothing is answered, so that links count as much as bare IDs. */

import { isSafeBare } from '../attack/id.ts';
import type { Catalog } from '../search/catalog.ts';
import { findMentions } from '../search/mentions.ts';

/** @param text mrkdwn as Slack delivers it */
export function findNamed(text: string, catalog: Catalog): readonly string[] {
  const mentions = findMentions(text, (id) => catalog.byId.has(id));
  return mentions.filter(({ id, form }) => form !== 'bare' || isSafeBare(id)).map(({ id }) => id);
}
