/** The card of one object: a few lines that serve under stress, and buttons that open more beneath them. */

import type { KnownBlock } from '@slack/types';
import { firstSentences, parseMarkup } from '../../attack/markup.ts';
import type { AttackObject } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import { keep } from '../../search/keep.ts';
import { type Answer, keyOf } from '../answer.ts';
import { button, context, fold, type Piece, row, section } from '../blocks.ts';
import { INSTEAD, labelSection, type SectionName } from '../section-name.ts';
import { openMenu } from '../selects.ts';
import { escapeMrkdwn, renderMrkdwn } from '../text/mrkdwn.ts';
import { aboveButtons } from './above.ts';
import { didYouMean, pageButtons } from './alternatives.ts';
import { aliasesOf, factsOf, labelKind } from './facts.ts';
import { meaningFor } from './meaning.ts';
import { ageNotes, sourceNote } from './notes.ts';
import { quote } from './quote.ts';
import { type Section, sectionsOf } from './sections.ts';
import { successionOf } from './succession.ts';
import { linkTo, nameOf, shortNameOf } from './title.ts';

type CardAnswer = Extract<Answer, { kind: 'card' }>;

/** About three lines in a channel of usual width. */
const SUMMARY_LIMIT = 320;

export function cardView(
  { object, namesakes, others, open, asked, label }: CardAnswer,
  catalog: Catalog,
  now: number,
): readonly Piece[] {
  const succession = successionOf(catalog, object);
  const shown = succession?.successor ?? object;
  const sections = sectionsOf(catalog, shown);
  const opened = open && findSection(sections, open.section);
  const key = keyOf(shown, catalog);
  return [
    ...(asked === undefined ? [] : [context(`${meaningFor(catalog, object, asked) || `Nearest to ${quote(asked)}`}:`)]),
    ...(succession ? [section(succession.notice)] : []),
    section(summarize(catalog, shown, label)),
    context([sourceNote(catalog, shown), ...namesakes.map((other) => describeNamesake(catalog, other))].join(' · ')),
    ...ageNotes(catalog, [shown], now).map(context),
    ...row([...sections.map((one) => openButton(one, key, shown, one === opened)), ...aboveButtons(catalog, shown)]),
    ...(opened && open ? openSection(opened, open.page, shown, catalog) : missingSection(open?.section, shown)),
    ...didYouMean(catalog, others),
  ];
}

/** Mrkdwn: title, facts, first sentences. `label` is the name that was asked for. */
function summarize(catalog: Catalog, object: AttackObject, label?: string): string {
  const { title, facts, summary } = wordsOf(catalog, object);
  return [title, facts, aliasesOf(object, label), summary].filter(Boolean).join('\n');
}

const wordsOf = keep((catalog: Catalog, object: AttackObject) => ({
  title: `*${linkTo(catalog, object)}*`,
  facts: factsOf(catalog, object),
  summary: renderMrkdwn(firstSentences(parseMarkup(object.description, 1), SUMMARY_LIMIT)),
}));

export function findSection(sections: readonly Section[], wanted: SectionName): Section | undefined {
  const names = [wanted, ...(INSTEAD[wanted] ?? [])];
  return names.flatMap((name) => sections.find((one) => one.name === name) ?? [])[0];
}

function openButton({ name, count }: Section, key: string, object: AttackObject, isOpen: boolean) {
  const label = count === undefined ? labelSection(name) : `${labelSection(name)} (${count})`;
  // In words too: the colour of the primary style is not seen by all.
  const state = isOpen ? ', open' : '';
  return button(
    label + state,
    { kind: 'section', key, section: name, page: 1 },
    { spoken: `${label}${state} of ${shortNameOf(object)}`, isPrimary: isOpen },
  );
}

function openSection(
  { name, count, pages, read, objectsOn }: Section,
  asked: number,
  object: AttackObject,
  catalog: Catalog,
): readonly Piece[] {
  const key = keyOf(object, catalog);
  const page = Math.min(asked, pages);
  const turn = (to: number) => ({ kind: 'section', key, section: name, page: to }) as const;
  const place = `${count === undefined ? '' : ` (${count})`}${pages > 1 ? `, page ${page} of ${pages}` : ''}`;
  const of = ` of ${shortNameOf(object)}`;
  return fold(labelSection(name) + place, [
    ...pack(read(page)).map((text) => section(text)),
    ...row(openMenu(catalog, objectsOn(page), name)),
    ...row([
      ...pageButtons(page, pages, turn, { list: name, of }),
      button(`Close ${name}`, { kind: 'lookup', terms: [key] }, { spoken: `Close ${name}${of}` }),
    ]),
  ]);
}

function missingSection(name: SectionName | undefined, object: AttackObject): readonly KnownBlock[] {
  if (name === undefined) return [];
  const id = escapeMrkdwn(shortNameOf(object));
  return [context(`ATT&amp;CK lists no ${name} for ${id}.`)];
}

/** Entries joined into as few section texts as Slack's limit allows. */
function pack(entries: readonly string[]): readonly string[] {
  const texts: string[] = [];
  for (const entry of entries) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + entry.length < 2800) texts[texts.length - 1] = `${last}\n${entry}`;
    else texts.push(entry);
  }
  return texts;
}

function describeNamesake(catalog: Catalog, other: AttackObject): string {
  const { successor } = successionOf(catalog, other) ?? {};
  const state = other.status === 'active' ? '' : `, ${other.status}`;
  return escapeMrkdwn(
    `${other.id} is also the ID of ${nameOf(catalog, other)} (${labelKind(other)}${state}${successor ? `, now ${shortNameOf(successor)}` : ''})`,
  );
}
