/** What a message costs that nobody asked about: from the event to the IDs in it, or to the finding that there are none. */

import { findNamed } from '../../src/reply/named.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import { findShowable } from '../../src/slack/message.ts';
import { readSaid } from '../../src/slack/read/readable.ts';
import { type MessageEvent, readWritten } from '../../src/slack/read/written.ts';
import { type Figure, limitByValue } from './figures.ts';
import { summarize } from './samples.ts';

interface Sample {
  readonly title: string;
  readonly text: string;
}

/** As long as Slack lets a person write. */
const LENGTH = 4000;
const HOSTILE_LENGTH = 65_536;
/** In µs. */
const MOST = 20;
const MOST_HOSTILE = 2000;
const ROUNDS = 100;
/** So few that a round is seldom interrupted. */
const CALLS = 40;
const ANY_ID = /\b(?:TA|T|G|S|C|M|DS|DC|DET|AN|A)\d{4}(?:\.\d{3})?\b/g;
const NOTHING = { ts: '', person: undefined, texts: [] };
const NOBODY = { botId: 'B0BENCH', botUserId: 'U0BENCH', appId: 'A0BENCH' };

const PROSE =
  'The loader ran on host WS-2231 at 10:42 and beacons every 61 seconds to a server in the 203.0.113.7 range, ticket INC-10443. ';
const MARKUP = [
  'The loader runs through a signed binary, so this is T1218.011 and most likely T1055 afterwards; ask <@U024BE7LH>.',
  '> what did the sensor say about host WS-2231 and the service account?',
  'Beacons every 61 seconds to <https://203.0.113.7/a?x=1&amp;y=2|203.0.113.7>, see `netstat -ano` and ticket INC-10443.',
  'Looks like *G0016* to me, but <https://attack.mitre.org/groups/G0032/|Lazarus> has used S0154 too &amp; we saw T1566_001.',
  '',
].join('\n');
const HOSTILE = ['T1055/', 'T1055-', 'T1055+', '`T1055 ', '<T1055', '_T1055é_', '<http://a|T1055', 'a@T1055,', '&gt; '];

/** By the slower of the two listeners that read every message; beside it one regular expression for all IDs. */
export function measureMessages(catalog: Catalog): readonly Figure[] {
  const ids = [...catalog.byId.keys()].filter((id) => /\d{4}/.test(id));
  const samples: readonly Sample[] = [
    { title: 'without IDs', text: fill(PROSE, LENGTH) },
    { title: 'with one ID', text: strew(ids.slice(0, 1)) },
    { title: 'with ten IDs', text: strew(ids.slice(0, 10)) },
    { title: 'of links, code, quotes, IDs', text: fill(MARKUP, LENGTH) },
    { title: 'of nothing but IDs', text: fill(ids.join(' '), LENGTH) },
  ];
  const hostile = HOSTILE.map((piece) => time(fill(piece, HOSTILE_LENGTH), catalog, 1).ours);
  return [
    ...samples.map(({ title, text }) => {
      const { ours, least } = time(text, catalog, CALLS);
      const measured = {
        title: `reading ${LENGTH.toLocaleString('en')} characters ${title}`,
        value: ours,
        unit: 'µs',
      } as const;
      return limitByValue(measured, MOST, { of: 'one regular expression', value: least });
    }),
    limitByValue(
      { title: 'reading 64 kB of the most hostile text', value: Math.max(...hostile), unit: 'µs' },
      MOST_HOSTILE,
    ),
  ];
}

/** Medians, in µs. */
function time(text: string, catalog: Catalog, calls: number) {
  // As it comes out of a payload: flat, and not a chain of pieces.
  const event = JSON.parse(
    JSON.stringify({ type: 'message', channel: 'C0BENCH', user: 'U0PERSON', ts: '1.1', text }),
  ) as MessageEvent;
  const { text: flat } = event as { readonly text: string };
  const listeners = [
    () => findNamed(readSaid(event), catalog),
    () => findShowable(readWritten(event, NOBODY) ?? NOTHING, catalog),
  ];
  return {
    ours: Math.max(...listeners.map((listener) => timeEach(calls, listener))),
    least: timeEach(calls, () => [...flat.matchAll(ANY_ID)]),
  };
}

function timeEach(calls: number, work: () => unknown): number {
  const took: number[] = [];
  for (let round = 0; round < ROUNDS * 2; round += 1) {
    const begin = performance.now();
    for (let call = 0; call < calls; call += 1) work();
    // The first half is for the compiler to see what is hot.
    if (round >= ROUNDS) took.push(((performance.now() - begin) / calls) * 1000);
  }
  return summarize(took).p50;
}

function fill(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

/** Prose with IDs at equal distances. */
function strew(ids: readonly string[]): string {
  const between = fill(PROSE, Math.floor(LENGTH / (ids.length + 1)) - 12);
  return fill(ids.map((id) => `${between} ${id} `).join('') + PROSE, LENGTH);
}
