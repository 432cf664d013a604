/** What the bot shows without being asked: IDs in what people write, and links to attack.mitre.org. Silence is the default. */

import { isSafeBare, readAttackUrl } from '../attack/id.ts';
import type { AttackObject } from '../attack/object.ts';
import type { Catalog } from '../search/catalog.ts';
import { findMentions, type Mention } from '../search/mentions.ts';
import { context, createMessage, LIMITS, type Message, piecesOf } from './blocks.ts';
import { type Asking, reply } from './reply.ts';
import { escapeMrkdwn, plain } from './text/mrkdwn.ts';
import { type Stand, tellVantage } from './vantage.ts';
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
  readonly stand: Stand;
}

/** From this many links on, one card for all of them. */
const COMBINED_FROM = 3;

/** The release that a link pins, such as `17`. */
export function versionOf(url: string): string | undefined {
  return readAttackUrl(url)?.version;
}

/**
 * The links to objects that are known, each object of a release once, by the first. What links to none of them stays quiet.
 *
 * @param standOf where a link's object is looked up
 */
export function findLinks(urls: readonly string[], standOf: (url: string) => Stand): readonly LinkedObject[] {
  const links = urls.flatMap((url) => {
    const stand = standOf(url);
    const object = findLinked(url, stand.catalog);
    return object ? [{ url, id: object.id, stand }] : [];
  });
  const isSame = (a: LinkedObject, b: LinkedObject) => a.id === b.id && a.stand.catalog === b.stand.catalog;
  return links.filter((link, at) => links.findIndex((one) => isSame(one, link)) === at);
}

/**
 * A preview for each link, by its address; where the message has many links, one card beneath the first, for each release of its own.
 *
 * @param links those to preview
 * @param linked how many objects the message links to, with those that need no preview
 */
export function previewLinks(
  links: readonly LinkedObject[],
  linked: number,
  asking: Asking,
): ReadonlyMap<string, Preview> {
  const together = [...Map.groupBy(links, ({ stand }) => stand.catalog).values()];
  return new Map(
    together.flatMap((some): readonly (readonly [string, Preview])[] => {
      const [first] = some;
      if (first !== undefined && some.length > 1 && linked >= COMBINED_FROM)
        return [[first.url, previewTogether(some, first.stand, asking)]];
      return some.flatMap(({ url, stand }) => {
        const preview = previewLink(url, stand, asking);
        return preview ? [[url, preview] as const] : [];
      });
    }),
  );
}

/** @returns undefined for an address of no object that is known: it stays quiet */
export function previewLink(url: string, stand: Stand, asking: Asking): Preview | undefined {
  const { catalog } = stand;
  const object = findLinked(url, catalog);
  if (!object) return undefined;
  // The panel that opens from the preview knows its release by the address.
  const reference = () => ({ ...referTo(catalog, object, url), ...(stand.release === undefined ? {} : { url }) });
  const notes = [
    ...noteVersion(url, 'The link', stand),
    ...(stand.vantage ? [tellVantage(catalog, stand.vantage)] : []),
  ];
  return {
    ...createMessage([
      ...piecesOf(cardsOf([object.id], stand, asking)),
      ...noteVersion(url, 'The link', stand).map((note) => context(escapeMrkdwn(note))),
    ]),
    title: plain(titleOf(catalog, object), LIMITS.previewTitle),
    entity: () => previewEntity(catalog, object, reference(), { now: asking.now, notes }),
  };
}

function previewTogether(links: readonly LinkedObject[], stand: Stand, asking: Asking): Preview {
  const ids = [...new Set(links.map(({ id }) => id))];
  const notes = links
    .flatMap(({ url, id, stand: own }) => noteVersion(url, `The link to ${id}`, own))
    .map(escapeMrkdwn);
  return {
    ...createMessage([
      ...piecesOf(cardsOf(ids, stand, asking)),
      ...(notes.length === 0 ? [] : [context(notes.join('\n'))]),
    ]),
    title: plain(ids.join(', '), LIMITS.previewTitle),
  };
}

function cardsOf(terms: readonly string[], { catalog, vantage, release }: Stand, asking: Asking): Message {
  const question = { kind: 'lookup', terms, ...(release === undefined ? {} : { release }) } as const;
  return reply(question, catalog, { ...asking, vantage });
}

/** Plain text, for a link that pins a release which is not at hand. */
function noteVersion(url: string, link: string, { catalog, release }: Stand): readonly string[] {
  const version = versionOf(url);
  if (version === undefined || release !== undefined) return [];
  return [`${link} is to version ${version}; this is ${releaseOf(catalog.copies)}.`];
}

function findLinked(url: string, catalog: Catalog): AttackObject | undefined {
  const address = readAttackUrl(url);
  return address && catalog.byId.get(address.id)?.[0];
}
