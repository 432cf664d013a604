/** The measurements as tables: each line a figure of the bot, the same of the baseline, and their ratio. */

import { type Figure, limitByBaseline, limitByValue, notMeasured } from './figures.ts';
import type { Comparison } from './in-process.ts';
import type { Latency } from './latency.ts';
import type { Memory } from './processes.ts';
import { type Summary, summarize } from './samples.ts';
import type { Start } from './startup.ts';
import { buildTable, showNumber, showRatio, showSpread } from './table.ts';

export interface MemoryReading {
  readonly title: string;
  /** Undefined where the operating system does not tell. */
  readonly bot: Memory | undefined;
  readonly bare: Memory | undefined;
}

export function showStarts(starts: readonly Start[]): string {
  const bare = summarize(starts.map((start) => start.bare));
  const loadings = starts.flatMap(({ loading }) => loading ?? []);
  const row = (title: string, ms: readonly number[]) => {
    if (ms.length === 0) return [title, 'not measured', '', ''];
    const bot = summarize(ms);
    return [title, showSpread(bot, 's'), showSpread(bare, 's'), showRatio(bot.p50, bare.p50)];
  };
  const cold = starts.map((start) => start.cold);
  const warm = starts.map((start) => start.warm);
  const renewed = loadings.map(({ renewedAfter }) => renewedAfter);
  const silences = loadings.map(({ silence }) => silence);
  return buildTable(`Time to ready: median of ${starts.length} starts (fastest–slowest)`, [
    ['', 'bot', 'bare Bolt', 'ratio'],
    row('cold: nothing on disk', cold),
    row('  … until all domains are from the feed', renewed),
    // The bare app loads nothing: there is nothing to set beside it.
    ...(silences.length > 0 ? [['  … longest silence meanwhile', showSpread(summarize(silences), 's'), '', '']] : []),
    row('warm: copies on disk', warm),
    row(
      '  … until a question asked at once is answered',
      starts.map(({ answered }) => answered),
    ),
  ]);
}

const PARSES = 1.5;
const TIMES_BARE = 2.2;
const MOST_MEMORY = 200;

export function compareReady(starts: readonly Start[]): Figure {
  const median = (read: (start: Start) => number) => summarize(starts.map(read)).p50;
  const [bare, parse] = [median((start) => start.bare), median((start) => start.parse)];
  return limitByBaseline(
    { title: 'ready from the disk copies', value: median(({ warm }) => warm), unit: 'ms' },
    { of: `bare Bolt ${showNumber(bare)} + ${PARSES} × JSON.parse ${showNumber(parse)}`, value: bare + PARSES * parse },
    1,
  );
}

export function compareMemory(bot: Memory | undefined, bare: Memory | undefined): readonly Figure[] {
  const title = 'resident memory at rest';
  if (!bot || !bare) return [notMeasured(title, `≤ ${TIMES_BARE}×`, 'needs Linux')];
  const measured = { title, value: bot.resident, unit: 'MB' } as const;
  const baseline = { of: 'bare Bolt', value: bare.resident };
  return [limitByBaseline(measured, baseline, TIMES_BARE), limitByValue(measured, MOST_MEMORY, baseline)];
}

export function showMemory(readings: readonly MemoryReading[]): string {
  const rows = readings.map(({ title, bot, bare }) =>
    bot && bare
      ? [title, showMemoryOf(bot), showMemoryOf(bare), showRatio(bot.resident, bare.resident)]
      : [title, 'not measured: needs Linux', '', ''],
  );
  return buildTable('Resident memory (its peak), in MB', [['', 'bot', 'bare Bolt', 'ratio'], ...rows]);
}

export function showLatencies(latencies: readonly Latency[]): string {
  const rows = latencies.flatMap(({ title, ack, answer, bareAck }) => [
    [title, '', '', ''],
    ['  acknowledged', showPercentiles(ack), showPercentiles(bareAck), showRatio(ack.p50, bareAck.p50)],
    ['  answered', showPercentiles(answer), '(its ack)', showRatio(answer.p50, bareAck.p50)],
  ]);
  return buildTable('Through the signed HTTP door: p50 / p95 / p99 in ms, one question at a time; ratio of the p50', [
    ['', 'bot', 'bare Bolt', 'ratio'],
    ...rows,
  ]);
}

export function showInProcess(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ title, took, baseline, baselineTook }) => [
    title,
    showSpread(took, 'ms'),
    baseline,
    showSpread(baselineTook, 'ms'),
    showRatio(took.p50, baselineTook.p50),
  ]);
  return buildTable('In process: median (fastest–slowest)', [['', 'bot', 'baseline', '', 'ratio'], ...rows]);
}

function showMemoryOf({ resident, peak }: Memory): string {
  return `${showNumber(resident)} (${showNumber(peak)})`;
}

function showPercentiles({ p50, p95, p99 }: Summary): string {
  return [p50, p95, p99].map(showNumber).join(' / ');
}
