/** Several objects at once: the cards of many IDs, and the ranked list to choose from. */

import type { KnownBlock } from '@slack/types';
import type { AttackObject } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import { type Answer, keyOf } from '../answer.ts';
import { button, context, row, section } from '../blocks.ts';
import { escapeMrkdwn, plain } from '../text/mrkdwn.ts';
import { pageButtons } from './alternatives.ts';
import { aliasesOf, count, factsOf, labelKind, list } from './facts.ts';
import { ageNotes, releaseOf } from './notes.ts';
import { quote } from './quote.ts';
import { successionOf } from './succession.ts';
import { isOtherName, linkTo, shortNameOf, titleOf } from './title.ts';
import { whyFound } from './why.ts';

/** Each with a button beside it. */
const CHOICES_A_PAGE = 6;
const MOST_CARDS = 10;
/** Of those without a card; of more there are their IDs. */
const MOST_LINKED = 10;

export function choicesView(
  { asked, hits, page: wanted }: Extract<Answer, { kind: 'choices' }>,
  catalog: Catalog,
  now: number,
): readonly KnownBlock[] {
  const pages = Math.ceil(hits.length / CHOICES_A_PAGE);
  const page = Math.min(wanted, pages);
  const shown = hits.slice((page - 1) * CHOICES_A_PAGE, page * CHOICES_A_PAGE);
  const turn = (to: number) => ({ kind: 'search', text: asked, page: to }) as const;
  const opens = openLabels(
    catalog,
    shown.map(({ object }) => object),
  );
  const place = pages > 1 ? `, page ${page} of ${pages}` : '';
  return [
    section(
      hits.length === 1
        ? `*Is it this one?* It is the nearest to ${quote(asked)}:`
        : `*Which one?* ${count(hits.length, 'object')} may be meant by ${quote(asked)}${place}:`,
    ),
    ...shown.map((hit, at) => choice(catalog, hit.object, opens[at], hit.label, whyFound(catalog, hit, asked))),
    ...row(pageButtons(page, pages, turn, { list: 'results', of: ` for ${plain(asked)}` })),
    ...ageNotes(
      catalog,
      shown.map(({ object }) => object),
      now,
    ).map(context),
  ];
}

export function cardsView(
  { objects, unknown }: Extract<Answer, { kind: 'cards' }>,
  catalog: Catalog,
  now: number,
): readonly KnownBlock[] {
  const shown = objects.slice(0, MOST_CARDS);
  const opens = openLabels(catalog, shown);
  const rest = objects.slice(MOST_CARDS);
  const named = rest.map((object) =>
    rest.length > MOST_LINKED ? escapeMrkdwn(shortNameOf(object)) : linkTo(catalog, object),
  );
  return [
    ...shown.map((object, at) => choice(catalog, object, opens[at])),
    ...(named.length === 0 ? [] : [context(`And ${list(named, 50)}. \`/attack\` with their IDs shows more of them.`)]),
    ...(unknown.length === 0
      ? []
      : [context(`Not in ${escapeMrkdwn(releaseOf(catalog.copies))}: ${escapeMrkdwn(list(unknown, 20))}`)]),
    ...ageNotes(catalog, shown, now).map(context),
  ];
}

/** Two or three lines with a button that opens the card. `label` is the alias that was found, if it is not the name. */
function choice(catalog: Catalog, object: AttackObject, opens = '', label?: string, why = ''): KnownBlock {
  const succession = successionOf(catalog, object);
  const isAlias = label !== undefined && isOtherName(catalog, object, label);
  const lines = [
    `*${linkTo(catalog, object)}*${isAlias ? ` (“${escapeMrkdwn(label)}”)` : ''}`,
    succession ? succession.notice : factsOf(catalog, object),
    succession || isAlias ? '' : aliasesOf(object),
    why,
  ];
  const spoken = `Open ${titleOf(catalog, object)}`;
  const look = spoken.startsWith(opens) ? { spoken } : {};
  return section(lines.filter(Boolean).join('\n'), button(opens, { kind: 'open', key: keyOf(object, catalog) }, look));
}

/** Each label stands alone and tells its object from the others: by its ID where that is enough, else by more. */
function openLabels(catalog: Catalog, objects: readonly AttackObject[]): readonly string[] {
  const names = [
    shortNameOf,
    (one: AttackObject) => titleOf(catalog, one),
    (one: AttackObject) => `${titleOf(catalog, one)} (${labelKind(one)})`,
  ];
  return objects.map((object) => {
    const isOwn = (name: (one: AttackObject) => string) =>
      objects.every((other) => other === object || name(other) !== name(object));
    const name = names.find(isOwn) ?? shortNameOf;
    return `Open ${name(object)}`;
  });
}
