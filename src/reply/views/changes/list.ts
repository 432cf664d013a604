/** Changes one by one, a page at a time: a table where Slack takes one, else lines with links; a menu opens what one object has of them. */

import type { KnownBlock } from '@slack/types';
import { type ObjectChange, subjectOf } from '../../../search/changes/change.ts';
import { button, context, type Piece, row, section } from '../../blocks.ts';
import type { ComparisonAnswer } from '../../changes/answer.ts';
import { isOfficial, labelList, nameList } from '../../changes/topic.ts';
import { diffMenu, pageMenu } from '../../selects.ts';
import { cutText, escapeMrkdwn, plain } from '../../text/mrkdwn.ts';
import { pageButtons } from '../alternatives.ts';
import { labelKind } from '../facts.ts';
import { ageNotes } from '../notes.ts';
import { nameOf } from '../title.ts';
import { headOf } from './overview.ts';
import { countType, homeOf, linkOf, tellOfficial, tellShort } from './words.ts';

type ListAnswer = Extract<ComparisonAnswer, { kind: 'change list' }>;

/** As many as both forms and the text hold, with their menus, within a message's budget. */
const ROWS_A_PAGE = 12;
const ROWS_A_SECTION = 6;
const FEW_PAGES = 3;
/** In UTF-16 units. */
const LONGEST_NAME = 60;
const LONGEST_NEWS = 100;

export function changeListView(found: ListAnswer, now: number): readonly Piece[] {
  const { asked, comparison } = found;
  const { shown, page, pages } = pageOfChanges(found);
  const summary = button('Back to the summary', { ...withoutList(asked), page: 1 });
  if (shown.length === 0) {
    return [
      section(captionOfChanges(found)),
      context('There is none. The summary says what there is.'),
      ...row([summary]),
    ];
  }
  const rows = shown.map((one) => rowOf(one, found));
  const list = nameList(asked.list);
  const turn = (to: number) => ({ ...asked, page: to });
  return [
    section(captionOfChanges(found)),
    {
      newer: table(labelList(asked.list), rows),
      instead: chunk(rows).map((some) => section(some.map(({ line }) => line).join('\n'))),
    },
    ...row([
      ...diffMenu(comparison, shown.map(subjectOf)),
      ...pageButtons(page, pages, turn, { list, of: '' }),
      ...(pages > FEW_PAGES ? pageMenu(asked, page, pages) : []),
      summary,
    ]),
    ...ageNotes(comparison.later, shown.map(subjectOf), now).map(context),
  ];
}

/** Mrkdwn. */
export function captionOfChanges(found: ListAnswer): string {
  const { page, pages } = pageOfChanges(found);
  const { objects, asked } = found;
  const place = pages > 1 ? `, page ${page} of ${pages}` : '';
  return `*${labelList(asked.list)}:* ${countType(objects.length, 'object')}${place} · ${headOf(found)}`;
}

/** Mrkdwn, a line for each object of the page. */
export function linesOfChanges(found: ListAnswer): readonly string[] {
  return pageOfChanges(found).shown.map((one) => rowOf(one, found).line);
}

/** Pages count from 1; one beyond the last is the last. */
function pageOfChanges({ asked, objects }: ListAnswer) {
  const pages = Math.max(1, Math.ceil(objects.length / ROWS_A_PAGE));
  const page = Math.min(asked.page, pages);
  return { shown: objects.slice((page - 1) * ROWS_A_PAGE, page * ROWS_A_PAGE), page, pages };
}

interface Row {
  /** Plain texts. */
  readonly cells: readonly string[];
  /** Mrkdwn. */
  readonly line: string;
}

function rowOf(change: ObjectChange, { asked, comparison }: ListAnswer): Row {
  const object = subjectOf(change);
  const name = plain(nameOf(homeOf(object, comparison), object), LONGEST_NAME);
  const news = newsOf(change, isOfficial(asked.list));
  const title = linkOf(object, comparison, object.id === '' ? name : `${object.id} · ${name}`);
  const kind = labelKind(object);
  return {
    cells: [object.id, name, kind, news],
    line: `• ${title} (${escapeMrkdwn(kind)}): ${escapeMrkdwn(news)}`,
  };
}

function newsOf(change: ObjectChange, isForOfficial: boolean): string {
  const seen = tellShort(change);
  const official = isForOfficial ? [tellOfficial(change) ?? 'not in the changelog'] : [];
  const told = isForOfficial && seen.length === 0 ? ['nothing that a reader sees'] : seen;
  return cutAtItem(plain([...official, ...told].join('; ')));
}

/** No item of a list in part. */
function cutAtItem(news: string): string {
  const at = news.lastIndexOf('; ', LONGEST_NEWS - 3);
  return news.length > LONGEST_NEWS && at > 0 ? `${news.slice(0, at)}; …` : cutText(news, LONGEST_NEWS);
}

/** Plain text throughout. */
function table(caption: string, rows: readonly Row[]): KnownBlock {
  const head = ['ID', 'Name', 'Type', 'What changed'];
  return {
    type: 'data_table',
    caption,
    page_size: ROWS_A_PAGE,
    row_header_column_index: 0,
    rows: [head, ...rows.map(({ cells }) => cells)].map((texts) =>
      texts.map((text) => ({ type: 'raw_text', text: plain(text) || '–' })),
    ),
  };
}

function withoutList({ list: _, ...asked }: ListAnswer['asked']) {
  return asked;
}

function chunk<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / ROWS_A_SECTION) }, (_, at) =>
    items.slice(at * ROWS_A_SECTION, (at + 1) * ROWS_A_SECTION),
  );
}
