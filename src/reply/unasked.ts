/** What the bot shows without being asked: IDs in what people write, and links to attack.mitre.org. Silence is the default. */

import { isSafeBare, readAttackUrl } from '../attack/id.ts';
import type { AttackObject } from '../attack/object.ts';
import type { Catalog } from '../search/catalog.ts';
import { findMentions, type Mention } from '../search/mentions.ts';
import { context, createMessage, LIMITS, type Message, piecesOf } from './blocks.ts';
import { type Asking, reply } from './reply.ts';
import { escapeMrkdwn, plain } from './text/mrkdwn.ts';
import { type Entity, previewEntity, referTo } from './views/entity.ts';
import { releaseOf } from './views/notes.ts';
import { titleOf } from './views/title.ts';

/**
 * The IDs in a message's text that mean ATT&CK beyond doubt, in order. IDs that are also linked are left to the link's own preview.
 *
 * @param text as Slack delivers it
 */
export function findUnasked(text: string, catalog: Catalog): readonly string[] {
  const mentions = findMentions(text, (id) => catalog.byId.has(id));
  return mentions.filter((mention) => isMeant(mention, text)).map(({ id }) => id);
}

/** A link that was made harmless to click names its object as surely as any, and has no preview that could show it. */
function isMeant({ id, form, start, end }: Mention, text: string): boolean {
  switch (form) {
    case 'bare':
      return isSafeBare(id);
    case 'tag':
      return true;
    case 'link':
      return /^hxxp|\[\.\]/i.test(text.slice(start, end));
  }
}

/** Whether Slack previews all that was written, so that an answer would say it twice. */
export function isAllPreviewed(typed: string, catalog: Catalog): boolean {
  const words = typed.split(/\s+/).filter(Boolean);
  return words.length > 0 && words.every((word) => /^https?:/.test(word) && findLinked(word, catalog) !== undefined);
}

/** What a link grows into. */
export interface Preview extends Message {
  /** Plain text, for the box in which the link is being written. */
  readonly title: string;
  /** The same as a Work Object, for where these are wanted; several objects are none. */
  readonly entity?: () => Entity;
}

/** A link and the object that it names. */
export interface LinkedObject {
  /** As it was posted. */
  readonly url: string;
  readonly id: string;
}

/** From this many links on, one card for all of them. */
const COMBINED_FROM = 3;

/** The links to objects that are known, each object once, by the first. What links to none of them stays quiet. */
export function findLinks(urls: readonly string[], catalog: Catalog): readonly LinkedObject[] {
  const links = urls.flatMap((url) => {
    const object = findLinked(url, catalog);
    return object ? [{ url, id: object.id }] : [];
  });
  return links.filter(({ id }, at) => links.findIndex((one) => one.id === id) === at);
}

/**
 * A preview for each link, by its address; where the message has many links, one card beneath the first.
 *
 * @param links those to preview
 * @param linked how many objects the message links to, with those that need no preview
 */
export function previewLinks(
  links: readonly LinkedObject[],
  linked: number,
  catalog: Catalog,
  asking: Asking,
): ReadonlyMap<string, Preview> {
  const [first, second] = links;
  if (first !== undefined && second !== undefined && linked >= COMBINED_FROM)
    return new Map([[first.url, previewTogether(links, catalog, asking)]]);
  return new Map(
    links.flatMap(({ url }) => {
      const preview = previewLink(url, catalog, asking);
      return preview ? [[url, preview] as const] : [];
    }),
  );
}

/** @returns undefined for an address of no object that is known: it stays quiet */
export function previewLink(url: string, catalog: Catalog, asking: Asking): Preview | undefined {
  const object = findLinked(url, catalog);
  if (!object) return undefined;
  const card = reply({ kind: 'lookup', terms: [object.id] }, catalog, asking);
  const notes = noteVersion(url, 'The link', catalog);
  return {
    ...createMessage([...piecesOf(card), ...notes.map((note) => context(escapeMrkdwn(note)))]),
    title: plain(titleOf(catalog, object), LIMITS.previewTitle),
    entity: () => previewEntity(catalog, object, referTo(catalog, object, url), { now: asking.now, notes }),
  };
}

function previewTogether(links: readonly LinkedObject[], catalog: Catalog, asking: Asking): Preview {
  const ids = links.map(({ id }) => id);
  const cards = reply({ kind: 'lookup', terms: ids }, catalog, asking);
  const notes = links.flatMap(({ url, id }) => noteVersion(url, `The link to ${id}`, catalog)).map(escapeMrkdwn);
  return {
    ...createMessage([...piecesOf(cards), ...(notes.length === 0 ? [] : [context(notes.join('\n'))])]),
    title: plain(ids.join(', '), LIMITS.previewTitle),
  };
}

/** Plain text, for a link that pins a release. */
function noteVersion(url: string, link: string, catalog: Catalog): readonly string[] {
  const version = readAttackUrl(url)?.version;
  if (version === undefined) return [];
  return [`${link} is to version ${version}; this is ${releaseOf(catalog.copies)}.`];
}

function findLinked(url: string, catalog: Catalog): AttackObject | undefined {
  const address = readAttackUrl(url);
  return address && catalog.byId.get(address.id)?.[0];
}
