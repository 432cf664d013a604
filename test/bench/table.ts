/** Figures for a terminal: plain lines, the first column to the left and all others to the right. */

import type { Summary } from './samples.ts';

/** @param rows the first is the heading */
export function buildTable(title: string, rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const lines = rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('   '),
  );
  const [heading = '', ...body] = lines.map((line) => `  ${line.trimEnd()}`);
  return ['', title, heading, `  ${'-'.repeat(widths.reduce((sum, width) => sum + width + 3, -3))}`, ...body].join(
    '\n',
  );
}

/** Such as `1.52 (1.48–1.60)`. */
export function showSpread({ min, p50, max }: Summary, unit: 's' | 'ms'): string {
  const scale = unit === 's' ? 1000 : 1;
  const [middle = '', low = '', high = ''] = [p50, min, max].map((ms) => showNumber(ms / scale));
  return `${middle} (${low}–${high}) ${unit}`;
}

/** Such as `2.4×`. */
export function showRatio(value: number, baseline: number): string {
  return `${showNumber(value / baseline)}×`;
}

/** Three digits that mean something. */
export function showNumber(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(value >= 0.1 ? 2 : 3);
}
