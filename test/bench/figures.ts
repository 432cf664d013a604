/** What the bot promises of its speed and size: each figure with its baseline and its limit, whether it is reached or not. */

import { buildTable, showNumber, showRatio } from './table.ts';

export type Unit = 'ms' | 'µs' | 's' | 'MB' | '%';

export interface Figure {
  readonly title: string;
  readonly bot: string;
  readonly baseline: string;
  readonly ratio: string;
  readonly limit: string;
  /** Undefined where it was not measured. */
  readonly isReached: boolean | undefined;
}

interface Measured {
  readonly title: string;
  readonly value: number;
  readonly unit: Unit;
}

interface Baseline {
  /** What it is the figure of. */
  readonly of: string;
  readonly value: number;
}

/** A figure that may be so many times its baseline. */
export function limitByBaseline({ title, value, unit }: Measured, baseline: Baseline, times: number): Figure {
  return {
    title,
    ...showPair({ title, value, unit }, baseline),
    limit: `≤ ${times >= 0.1 ? showNumber(times).replace(/\.?0+$/, '') : `1/${Math.round(1 / times)}`}×`,
    isReached: value <= baseline.value * times,
  };
}

/** A figure that may be so much, whatever stands beside it. */
export function limitByValue(measured: Measured, most: number, baseline?: Baseline): Figure {
  const { title, value, unit } = measured;
  return { title, ...showPair(measured, baseline), limit: `≤ ${most} ${unit}`, isReached: value <= most };
}

export function notMeasured(title: string, limit: string, why: string): Figure {
  return { title, bot: why, baseline: '', ratio: '', limit, isReached: undefined };
}

export function showFigures(title: string, figures: readonly Figure[]): string {
  return buildTable(title, [HEADING, ...figures.map(listCells)]);
}

/** For the README. */
export function showMarkdown(figures: readonly Figure[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(HEADING), row(HEADING.map(() => '---')), ...figures.map((figure) => row(listCells(figure)))].join('\n');
}

const HEADING = ['figure', 'bot', 'baseline', 'ratio', 'limit', ''];

function listCells({ title, bot, baseline, ratio, limit, isReached }: Figure): readonly string[] {
  const verdict = isReached === undefined ? 'not measured' : isReached ? 'reached' : 'NOT reached';
  return [title, bot, baseline, ratio, limit, verdict];
}

function showPair({ value, unit }: Measured, baseline: Baseline | undefined) {
  return {
    bot: `${showNumber(value)} ${unit}`,
    baseline: baseline ? `${showNumber(baseline.value)} ${unit} (${baseline.of})` : '',
    ratio: baseline ? showRatio(value, baseline.value) : '',
  };
}
