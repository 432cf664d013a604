/**
 * Vocabularies that are tables: the index of Atomic Red Team, and the two columns in which an organisation writes its own words.
 *
 * Atomic's CSV has the columns `Tactic, Technique #, Technique Name, Test #, Test Name, Test GUID, Executor Name`
 * (redcanaryco/atomic-red-team, atomics/Indexes/Indexes-CSV/index.csv: 220 kB); a test appears once for each of its tactics.
 */

import { setImmediate } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import type { Collector } from './phrase.ts';

type Delimiter = ',' | ';' | '\t';

/** Where Atomic's index has what is wanted of it. */
interface AtomicLayout {
  readonly delimiter: Delimiter;
  readonly technique: number;
  readonly test: number;
}

const DELIMITERS: readonly Delimiter[] = [',', '\t', ';'];

/** Characters. Atomic's lines have 100 to 300. */
const MAX_LINE = 16 * 1024;

/** A line costs 25 µs: the event loop gets its turn several times a frame. */
const LINES_A_SLICE = 200;

/** @returns undefined where the first line is not the head of such an index */
export function findAtomicLayout(text: string): AtomicLayout | undefined {
  const head = [...readLines(text.slice(0, MAX_LINE))].find((line) => line !== '') ?? '';
  for (const delimiter of DELIMITERS) {
    const columns = splitLine(head, delimiter)?.map((name) => name.trim().toLowerCase()) ?? [];
    const [technique, test] = [columns.indexOf('technique #'), columns.indexOf('test name')];
    if (technique !== -1 && test !== -1) return { delimiter, technique, test };
  }
  return undefined;
}

/** @throws the signal's reason once it is aborted */
export async function decodeAtomic(
  text: string,
  { delimiter, technique, test }: AtomicLayout,
  collector: Collector,
  signal: AbortSignal,
): Promise<void> {
  let isHead = true;
  for await (const cells of readRows(text, delimiter, collector, signal)) {
    if (!isHead) collector.add(cells[test] ?? '', [cells[technique] ?? '']);
    isHead = false;
  }
}

/**
 * Lines of `phrase <TAB> IDs`, the IDs separated by commas or spaces; or the same with a comma, and then with double quotes around what
 * holds one. A head is a line without an ID, and goes as such.
 *
 * @throws the signal's reason once it is aborted
 */
export async function decodePairs(text: string, collector: Collector, signal: AbortSignal): Promise<void> {
  const delimiter = text.slice(0, MAX_LINE).includes('\t') ? '\t' : ',';
  for await (const [phrase = '', ...ids] of readRows(text, delimiter, collector, signal)) {
    collector.add(
      phrase,
      ids.flatMap((cell) => cell.split(/[\s,;]+/)),
    );
  }
}

async function* readRows(
  text: string,
  delimiter: Delimiter,
  collector: Collector,
  signal: AbortSignal,
): AsyncGenerator<readonly string[]> {
  let count = 0;
  for (const line of readLines(text)) {
    count += 1;
    if (count % LINES_A_SLICE === 0) await setImmediate();
    signal.throwIfAborted();
    if (line === '') continue;
    const cells = line.length > MAX_LINE ? undefined : splitLine(line, delimiter);
    if (cells) yield cells;
    else collector.skip(line.length > MAX_LINE ? 'tooLarge' : 'malformed');
  }
}

/**
 * Each line by itself: no name runs over two, and a quote that is never closed then costs its own line and not the rest of the file,
 * which is what csv-parse's `skip_records_with_error` makes of it.
 */
function splitLine(line: string, delimiter: Delimiter): readonly string[] | undefined {
  // Tab-separated values know no quotes (IANA's registration of text/tab-separated-values).
  const quote = delimiter === '\t' ? null : '"';
  try {
    const [cells] = parse(line, { delimiter, quote, relax_quotes: true });
    return cells;
  } catch {
    return undefined;
  }
}

/**
 * At line feeds, carriage returns or both, as spreadsheets of all systems end their lines. One after the other: a list of all would hold
 * millions where a file is nothing but line breaks.
 */
function* readLines(text: string): Generator<string> {
  const lineBreak = /\r\n?|\n/g;
  let start = 0;
  for (let found = lineBreak.exec(text); found; found = lineBreak.exec(text)) {
    yield text.slice(start, found.index).trimEnd();
    start = lineBreak.lastIndex;
  }
  if (start < text.length) yield text.slice(start).trimEnd();
}
