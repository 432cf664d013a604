/** A data_table block: a real table with a caption, which can be sorted by each column and turned page by page. */

import type { DataTableBlock } from '@slack/types';
import { useState } from 'react';
import { LibraryBlock } from './text.tsx';

type Cell = DataTableBlock['rows'][number][number];

interface Order {
  readonly column: number;
  readonly isDescending: boolean;
}

/** Slack's, where the app says nothing. */
const PAGE_SIZE = 5;

export function DataTable({ block }: { readonly block: DataTableBlock }) {
  const [order, setOrder] = useState<Order>();
  const [page, setPage] = useState(0);
  const [header = [], ...rows] = block.rows;
  const size = block.page_size ?? PAGE_SIZE;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const shown = Math.min(page, pages - 1);
  const sorted = order === undefined ? rows : sortRows(rows, order);
  const rowHeader = block.row_header_column_index ?? 0;
  const sortBy = (column: number) => {
    setOrder({ column, isDescending: order?.column === column && !order.isDescending });
    setPage(0);
  };
  return (
    <div className="data-table">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard (WCAG 2.1.1). */}
      <section className="data-table-scroll" tabIndex={0} aria-label={block.caption}>
        <table>
          <caption>{block.caption}</caption>
          <thead>
            <tr>
              {header.map((cell, column) => (
                <th
                  // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place.
                  key={column}
                  scope="col"
                  className={rows[0]?.[column]?.type === 'raw_number' ? 'number' : undefined}
                  aria-sort={ariaSort(order, column)}
                >
                  <button type="button" onClick={() => sortBy(column)}>
                    {textOf(cell)}
                    <span aria-hidden="true">{signOf(order, column)}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(shown * size, (shown + 1) * size).map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name, and hold nothing that could be mixed up.
              <tr key={index}>
                {row.map((cell, column) =>
                  column === rowHeader ? (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place.
                    <th key={column} scope="row">
                      <CellView cell={cell} />
                    </th>
                  ) : (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place.
                    <td key={column} className={cell.type === 'raw_number' ? 'number' : undefined}>
                      <CellView cell={cell} />
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {pages > 1 && (
        <nav className="data-table-pages" aria-label={`Pages of ${block.caption}`}>
          <button type="button" className="button" disabled={shown === 0} onClick={() => setPage(shown - 1)}>
            Previous
          </button>
          <span role="status">
            {shown * size + 1}–{Math.min(rows.length, (shown + 1) * size)} of {rows.length}
          </span>
          <button type="button" className="button" disabled={shown === pages - 1} onClick={() => setPage(shown + 1)}>
            Next
          </button>
        </nav>
      )}
    </div>
  );
}

function CellView({ cell }: { readonly cell: Cell }) {
  return cell.type === 'rich_text' ? <LibraryBlock block={cell} /> : cell.text;
}

function sortRows(rows: readonly (readonly Cell[])[], { column, isDescending }: Order): readonly (readonly Cell[])[] {
  const sign = isDescending ? -1 : 1;
  return rows.toSorted((one, other) => sign * compareCells(one[column], other[column]));
}

function compareCells(one: Cell | undefined, other: Cell | undefined): number {
  return one?.type === 'raw_number' && other?.type === 'raw_number'
    ? one.value - other.value
    : textOf(one).localeCompare(textOf(other), undefined, { numeric: true });
}

function textOf(cell: Cell | undefined): string {
  return cell === undefined ? '' : cell.type === 'rich_text' ? readTexts(cell) : cell.text;
}

/** The texts within a rich_text block, in their order. */
function readTexts(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map(readTexts).join('');
  }
  if (typeof value !== 'object' || value === null) {
    return '';
  }
  const text: unknown = Reflect.get(value, 'text');
  return typeof text === 'string' ? text : readTexts(Reflect.get(value, 'elements'));
}

function ariaSort(order: Order | undefined, column: number): 'ascending' | 'descending' | 'none' {
  return order?.column === column ? (order.isDescending ? 'descending' : 'ascending') : 'none';
}

function signOf(order: Order | undefined, column: number): string {
  return { none: ' ↕', ascending: ' ↑', descending: ' ↓' }[ariaSort(order, column)];
}
