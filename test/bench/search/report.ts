/** The measurements as tables. */

import { summarize } from '../samples.ts';
import { buildTable, showNumber } from '../table.ts';
import type { Outcome, Results } from './asking.ts';
import type { Bound } from './bounds.ts';
import type { BuildCost } from './building.ts';
import type { Lift } from './lift.ts';
import type { QuerySet } from './sets.ts';
import { allOutcomes, compareRight, shareRight, shareSure } from './shares.ts';

export interface Row {
  readonly results: Results;
  /** Undefined where the index is another row's. */
  readonly cost: BuildCost | undefined;
}

const LENGTHS = [
  { title: '1–2 words', least: 1, most: 2 },
  { title: '3–5', least: 3, most: 5 },
  { title: '6–10', least: 6, most: 10 },
  { title: 'more', least: 11, most: Number.POSITIVE_INFINITY },
];

export function showEngines(rows: readonly Row[], sets: readonly QuerySet[]): string {
  const counts = sets.map(({ queries }) => String(queries.length));
  return buildTable(
    'First answer right / one of the first five, in %; p50 and p99 of all queries in ms; build in ms (the first); heap in MB',
    [
      ['', ...sets.map(({ title }) => title), 'p50', 'p99', 'build', 'heap'],
      ['queries', ...counts],
      ...rows.map(({ results, cost }) => [
        results.engine,
        ...results.sets.map(
          ({ outcomes }) => `${percent(shareRight(outcomes, 1))}/${percent(shareRight(outcomes, 5))}`,
        ),
        ...showTimes(allOutcomes(results)),
        cost ? `${showNumber(cost.took.p50)} (${showNumber(cost.firstTook)})` : '',
        cost ? cost.heap.toFixed(1) : '',
      ]),
    ],
  );
}

export function showLengths(all: readonly Results[]): string {
  const rows = all.map((results) => [
    results.engine,
    ...LENGTHS.map(({ least, most }) => {
      const some = allOutcomes(results).filter(({ words }) => words >= least && words <= most);
      return some.length > 0 ? showTimes(some).join(' / ') : 'none';
    }),
  ]);
  return buildTable('By length of the query: p50 / p99 in ms', [['', ...LENGTHS.map(({ title }) => title)], ...rows]);
}

export function showCommitments(all: readonly Results[]): string {
  const titles = all[0]?.sets.map(({ title }) => title) ?? [];
  const rows = all.map((results) => [
    results.engine,
    ...[...results.sets.map(({ outcomes }) => outcomes), allOutcomes(results)].map((outcomes) => {
      const { sure, right } = shareSure(outcomes);
      return sure > 0 ? `${percent(sure)}/${percent(right)}` : '0/–';
    }),
  ]);
  return buildTable('Gives one answer as what was meant / is right when it does, in %', [
    ['', ...titles, 'all'],
    ...rows,
  ]);
}

/** @param all the same sets' results, engine by engine */
export function showSlips(all: readonly Results[]): string {
  const titles = all[0]?.sets.map(({ title }) => title) ?? [];
  const rows = all.map(({ engine, sets }) => [
    engine,
    ...sets.map(({ outcomes }) => `${percent(shareRight(outcomes, 1))}/${percent(shareRight(outcomes, 5))}`),
  ]);
  return buildTable('First answer right / one of the first five, in %, with one slip in a word of each query', [
    ['', ...titles],
    ...rows,
  ]);
}

export function showLift({ phrases, before, after }: Lift): string {
  const rows = before.sets.map(({ title, outcomes }, at) => {
    const others = after.sets[at]?.outcomes ?? [];
    const { gain, half } = compareRight(outcomes, others);
    const low = signed(gain - half);
    const high = signed(gain + half);
    return [
      title,
      String(outcomes.length),
      ...[outcomes, others].map((each) => (100 * shareRight(each, 1)).toFixed(1)),
      `${signed(gain)} [${low}, ${high}]`,
    ];
  });
  return buildTable(
    `Community words: the odd lines of sigma and atomic taught (${phrases} phrases), the even ones asked; first answer right, in %`,
    [['', 'queries', 'without', 'with', 'lift [95 %]'], ...rows],
  );
}

export function showBounds(bounds: readonly Bound[]): string {
  return buildTable('Must hold', [
    ['', 'must', 'is', 'holds'],
    ...bounds.map(({ title, must, is, holds }) => [title, must, is, holds ? 'yes' : 'NO']),
  ]);
}

function showTimes(outcomes: readonly Outcome[]): readonly string[] {
  const { p50, p99 } = summarize(outcomes.map(({ took }) => took));
  return [showNumber(p50), showNumber(p99)];
}

/** 100 only where none is missing. */
function percent(share: number): string {
  return share === 1 ? '100' : String(Math.min(99, Math.round(100 * share)));
}

function signed(share: number): string {
  const points = (100 * share).toFixed(1);
  return share > 0 ? `+${points}` : points;
}
