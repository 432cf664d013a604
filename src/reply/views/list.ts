/** What filters leave, a page at a time: a table where Slack takes one, else lines with links; and menus to open one and to turn the pages. */

import type { KnownBlock } from '@slack/types';
import type { AttackObject } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import type { Answer } from '../answer.ts';
import { context, type Piece, row, section } from '../blocks.ts';
import { openMenu, pageMenu } from '../selects.ts';
import { escapeMrkdwn, plain } from '../text/mrkdwn.ts';
import { didYouMean, pageButtons } from './alternatives.ts';
import { describeConditions } from './conditions.ts';
import { countObjects, labelKind, particularsOf } from './facts.ts';
import { ageNotes } from './notes.ts';
import { quote } from './quote.ts';
import { linkTo, nameOf } from './title.ts';

type ListAnswer = Extract<Answer, { kind: 'list' }>;

/** As many as both forms and the text hold, with their menus, within a message's budget. */
const ROWS_A_PAGE = 15;
/** In UTF-16 units. */
const LONGEST_NAME = 70;
const LONGEST_CELL = 40;
const ROWS_A_SECTION = 8;
const FEW_PAGES = 3;

export function listView(found: ListAnswer, catalog: Catalog, now: number): readonly Piece[] {
  const { asked, objects, namesakes } = found;
  const { shown, page, pages } = pageOf(asked.page, objects);
  const areTechniques = shown.every(({ kind }) => kind === 'technique');
  const rows = shown.map((object) => rowOf(object, areTechniques, catalog));
  const { what, limits, words, place } = headOf(found);
  const heading = [`*${escapeMrkdwn(what)}*`, ...limits.map(escapeMrkdwn), ...words.map((typed) => quote(typed))];
  return [
    section(heading.join(' · ') + place),
    {
      newer: table(pages > 1 ? `${describeRange(page, shown.length)} of ${what}` : what, areTechniques, rows),
      instead: chunk(rows, ROWS_A_SECTION).map((some) => section(some.map((one) => line(one, catalog)).join('\n'))),
    },
    ...controls({ asked, shown, page, pages, list: what.replace(/^\d+ /, '') }, catalog),
    ...didYouMean(
      catalog,
      namesakes.map((object) => ({ object })),
    ),
    ...ageNotes(catalog, shown, now).map(context),
  ];
}

/** Plain text: how many there are of what, and which of them are shown. */
export function captionOf(found: ListAnswer): string {
  const { what, limits, words, place } = headOf(found);
  return [what, ...limits, ...words].join(' · ') + place;
}

function headOf({ asked, conditions, objects }: ListAnswer) {
  const what = countObjects(objects);
  const { page, pages } = pageOf(asked.page, objects);
  return {
    what,
    limits: describeConditions(conditions, what),
    words: asked.text === '' ? [] : [asked.text],
    place: pages > 1 ? `, page ${page} of ${pages}` : '',
  };
}

/** Pages count from 1; one beyond the last is the last. */
export function pageOf(asked: number, objects: readonly AttackObject[]) {
  const pages = Math.ceil(objects.length / ROWS_A_PAGE);
  const page = Math.min(asked, pages);
  return { shown: objects.slice((page - 1) * ROWS_A_PAGE, page * ROWS_A_PAGE), page, pages };
}

interface Page {
  readonly asked: ListAnswer['asked'];
  readonly shown: readonly AttackObject[];
  readonly page: number;
  readonly pages: number;
  /** What it is a list of, such as "groups". */
  readonly list: string;
}

function controls({ asked, shown, page, pages, list }: Page, catalog: Catalog): readonly KnownBlock[] {
  const turn = (to: number) => ({ ...asked, page: to });
  const buttons = pageButtons(page, pages, turn, { list, of: '' });
  const further = pages > FEW_PAGES ? pageMenu(asked, page, pages) : [];
  return row([...openMenu(catalog, shown), ...buttons, ...further]);
}

/** What both forms say of an object, as plain text and cut alike. */
interface Row {
  readonly object: AttackObject;
  readonly name: string;
  /** Its type and state, then what tells it apart: of techniques alone their tactics and their platforms. */
  readonly facts: readonly string[];
}

/** @param isDetailed whether tactics and platforms have a cell each */
function rowOf(object: AttackObject, isDetailed: boolean, catalog: Catalog): Row {
  const particulars = particularsOf(catalog, object);
  const told = isDetailed ? particulars : [particulars.filter(Boolean).join(' · ') || alsoCalled(object)];
  return {
    object,
    name: plain(nameOf(catalog, object), LONGEST_NAME),
    facts: [describeKind(object), ...told].map(cutAtItem),
  };
}

/** No item of a list in part: "Privilege Escal…" makes one look twice. */
function cutAtItem(fact: string): string {
  const whole = plain(fact);
  const at = whole.lastIndexOf(', ', LONGEST_CELL - ', …'.length);
  return whole.length > LONGEST_CELL && at > 0 ? `${whole.slice(0, at)}, …` : plain(whole, LONGEST_CELL);
}

/** What the heading does not say already: "16 to 30". */
function describeRange(page: number, rows: number): string {
  const first = (page - 1) * ROWS_A_PAGE + 1;
  return `${first} to ${first + rows - 1}`;
}

/** Plain text throughout. */
function table(caption: string, areTechniques: boolean, shown: readonly Row[]): KnownBlock {
  const head = ['ID', 'Name', 'Type', ...(areTechniques ? ['Tactics', 'Platforms'] : ['Details'])];
  const rows = shown.map(({ object, name, facts }) => [object.id, name, ...facts]);
  return {
    type: 'data_table',
    caption,
    page_size: ROWS_A_PAGE,
    row_header_column_index: 0,
    rows: [head, ...rows].map((texts) => texts.map(cell)),
  };
}

/** What tells a group from others is what else it is called. */
function alsoCalled({ aliases }: AttackObject): string {
  return aliases.length === 0 ? '' : `also ${aliases.join(', ')}`;
}

/** A cell must say something. */
function cell(text: string) {
  return { type: 'raw_text', text: plain(text) || '–' } as const;
}

/** Mrkdwn. */
function line({ object, name, facts }: Row, catalog: Catalog): string {
  const title = linkTo(catalog, object, object.id === '' ? name : `${object.id} · ${name}`);
  return `• ${title}: ${escapeMrkdwn(facts.filter(Boolean).join(' · '))}`;
}

/** "Enterprise technique, deprecated" */
function describeKind(object: AttackObject): string {
  return labelKind(object) + describeState(object);
}

function describeState({ status }: AttackObject): string {
  return status === 'active' ? '' : `, ${status}`;
}

function chunk<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
