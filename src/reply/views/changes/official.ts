/** The changelog's figures as MITRE counts them: a table where Slack takes one, else a line for each type. */

import { labelDomain } from '../../../attack/domain.ts';
import { context, type Piece, section } from '../../blocks.ts';
import type { TallyRow } from '../../changes/tally.ts';
import { OFFICIAL_CLASSES, type OfficialClass } from '../../changes/topic.ts';
import { escapeMrkdwn } from '../../text/mrkdwn.ts';
import { pluralOf } from '../facts.ts';
import { formatNumber } from './words.ts';

/** The columns' heads, and behind a number in a line. */
const HEADS: Readonly<Record<OfficialClass, string>> = {
  addition: 'New',
  major: 'Major',
  minor: 'Minor',
  other: 'Other',
  patch: 'Patched',
  revocation: 'Revoked',
  deprecation: 'Deprecated',
  deletion: 'Deleted',
};
/** Slack's limit is 100. */
const MOST_ROWS = 60;
const ROWS_A_PAGE = 10;

/**
 * Nothing where there is nothing to count. Columns that no row has are left out.
 *
 * @param most rows that there is room for
 */
export function officialTable(rows: readonly TallyRow[], most: number = MOST_ROWS): readonly Piece[] {
  const columns = OFFICIAL_CLASSES.filter((one) => rows.some(({ counts }) => counts.has(one)));
  if (columns.length === 0) return [];
  const shown = rows.slice(0, most);
  const rest = rows.length - shown.length;
  const caption = `As MITRE’s changelog counts${rows.some(({ type }) => type === 'tactic') ? ', and tactics beside' : ''}`;
  const lines = shown.map((one) => `• ${escapeMrkdwn(nameRow(one))}: ${tellCounts(one, columns)}`);
  const heads = [['Type', ...columns.map(headOfClass)]];
  const cells = shown.map((one) => [nameRow(one), ...columns.map((column) => countIn(one, column))]);
  const more = rest === 0 ? [] : [context(`${rest} more types: the Markdown file has them all.`)];
  return [
    {
      newer: {
        type: 'data_table',
        caption,
        page_size: ROWS_A_PAGE,
        row_header_column_index: 0,
        rows: [...heads, ...cells].map((texts) => texts.map((text) => ({ type: 'raw_text', text }))),
      },
      instead: [section(`*${caption}*\n${lines.join('\n')}`)],
    },
    ...more,
  ];
}

/** "12 new, 4 major" */
export function tellCounts(row: TallyRow, columns: readonly OfficialClass[] = OFFICIAL_CLASSES): string {
  return columns
    .filter((column) => row.counts.has(column))
    .map((column) => `${countIn(row, column)} ${HEADS[column].toLowerCase()}`)
    .join(', ');
}

/** "Enterprise techniques" */
export function nameRow({ domain, type }: TallyRow): string {
  return `${labelDomain(domain)} ${pluralOf(type)}`;
}

/** "New" */
export function headOfClass(one: OfficialClass): string {
  return HEADS[one];
}

/** A cell must say something. */
export function countIn({ counts }: TallyRow, column: OfficialClass): string {
  const count = counts.get(column);
  return count === undefined ? '–' : formatNumber(count);
}
