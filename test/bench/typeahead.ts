/** Every letter of real names, aliases and IDs as it is typed into the search, slips included: from the payload's text to the answer's. */

import { type MenuTerm, setMenu } from '../../src/reply/modal/narrowing.ts';
import { NEW_SEARCH } from '../../src/reply/modal/state.ts';
import { modalView } from '../../src/reply/views/modal.ts';
import { buildText } from '../../src/search/build.ts';
import { type Catalog, withNews } from '../../src/search/catalog.ts';
import { runAtOnce } from '../../src/search/slices.ts';
import { offerFor } from '../../src/slack/modal/options.ts';
import { type Summary, summarize } from './samples.ts';
import { createDraw, slipWord } from './search/slips.ts';
import { buildTable, showNumber } from './table.ts';

/** Each in ms. */
interface Typing {
  readonly title: string;
  readonly keystrokes: number;
  readonly took: Summary;
}

/** In ms: what the 99th of a hundred keystrokes may take, of the hundred that a person does not notice. */
const MOST = 25;
/** One name in so many. */
const EVERY = 9;
const LONGEST = 40;

/** @param catalog without texts; they are built here, for a question that no name answers asks them */
export function measureTypeahead(catalog: Catalog): readonly Typing[] {
  const known = withNews(catalog, { text: runAtOnce(buildText(catalog, [])) });
  const active = known.objects.filter(({ status, id }) => status === 'active' && id !== '');
  const names = pick(active.map(({ name }) => name));
  const aliases = pick(active.flatMap((object) => object.aliases));
  const draw = createDraw();
  const samples = [
    ['IDs', pick(active.map(({ id }) => id))],
    ['names', names],
    ['aliases', aliases],
    ['names and aliases with a slip', [...names, ...aliases].map((name) => slipWord(name, draw))],
    ['words of descriptions', pick(active.map(({ description }) => description.slice(0, LONGEST)))],
  ] as const;
  // The first round is for the compiler to see what is hot.
  for (const [, texts] of samples) timeAll(known, texts.slice(0, 40), []);
  const typings = [
    ...samples.map(([title, texts]) => ({ title, took: timeAll(known, texts, []) })),
    {
      title: 'names, narrowed',
      took: timeAll(known, names, [setMenu('domain', 'Enterprise'), setMenu('platform', 'Windows')]),
    },
  ];
  return [
    ...typings.map(({ title, took }) => ({ title, keystrokes: took.length, took: summarize(took) })),
    summarizeAll(typings.map(({ took }) => took)),
  ];
}

export function showTypeahead(typings: readonly Typing[]): string {
  const rows = typings.map(({ title, keystrokes, took: { p50, p99, max } }) => [
    title,
    keystrokes.toLocaleString('en'),
    ...[p50, p99, max].map(showNumber),
  ]);
  const worst = typings.at(-1)?.took.p99 ?? Number.POSITIVE_INFINITY;
  const verdict =
    worst < MOST ? `holds: p99 < ${MOST} ms` : `FAILS: p99 of ${showNumber(worst)} ms is not < ${MOST} ms`;
  return `${buildTable('Search as you type, in process, in ms', [['', 'keystrokes', 'p50', 'p99', 'max'], ...rows])}\n  ${verdict}`;
}

function summarizeAll(took: readonly (readonly number[])[]): Typing {
  const all = took.flat();
  return { title: 'all', keystrokes: all.length, took: summarize(all) };
}

function timeAll(catalog: Catalog, texts: readonly string[], narrowed: readonly MenuTerm[]): number[] {
  const view = modalView({ ...NEW_SEARCH, search: { narrowed, turn: 0 } }, catalog, 0);
  return texts.flatMap((text) =>
    Array.from({ length: Math.min(text.length, LONGEST) }, (_, at) => {
      const payload = JSON.stringify({
        type: 'block_suggestion',
        action_id: 'pick',
        value: text.slice(0, at + 1),
        view,
      });
      const begin = performance.now();
      JSON.stringify({ option_groups: offerFor(JSON.parse(payload), catalog) });
      return performance.now() - begin;
    }),
  );
}

function pick(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].filter((text, at) => text !== '' && at % EVERY === 0);
}
