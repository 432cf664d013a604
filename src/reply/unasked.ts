/** What the bot shows without being asked: IDs in what people write, and links to attack.mitre.org. Silence is the default. */

import { isSafeBare, readAttackUrl } from '../attack/id.ts';
import type { Catalog } from '../search/catalog.ts';
import { findMentions } from '../search/mentions.ts';
import { context, createMessage, LIMITS, type Message } from './blocks.ts';
import { escapeMrkdwn, plain } from './mrkdwn.ts';
import { type Asking, reply } from './reply.ts';
import { releaseOf } from './views/notes.ts';
import { titleOf } from './views/title.ts';

/**
 * The IDs in a message's text that mean ATT&CK beyond doubt, in order. IDs that are also linked are left to the link's own preview.
 *
 * @param text as Slack delivers it
 */
export function findUnasked(text: string, catalog: Catalog): readonly string[] {
  const mentions = findMentions(text, (id) => catalog.byId.has(id));
  return mentions.filter(({ id, form }) => form === 'tag' || (form === 'bare' && isSafeBare(id))).map(({ id }) => id);
}

/** What a link grows into. */
export interface Preview extends Message {
  /** Plain text, for the box in which the link is being written. */
  readonly title: string;
}

/** @returns undefined for an address of no object that is known: it stays quiet */
export function previewLink(url: string, catalog: Catalog, asking: Asking): Preview | undefined {
  const address = readAttackUrl(url);
  const object = address && catalog.byId.get(address.id)?.[0];
  if (!object) return undefined;
  const { blocks } = reply({ kind: 'lookup', terms: [address.id] }, catalog, asking);
  const note = `The link is to version ${address.version}; this is ${releaseOf(catalog.copies)}.`;
  const notes = address.version === undefined ? [] : [context(escapeMrkdwn(note))];
  return { ...createMessage([...blocks, ...notes]), title: plain(titleOf(catalog, object), LIMITS.previewTitle) };
}
