/** The bot's own work without Slack, processes and sockets around it, each piece beside the least work that has its shape. */

import type { Bundle } from '../../src/attack/bundle.ts';
import { decodeBundle } from '../../src/attack/decode.ts';
import { DOMAINS } from '../../src/attack/domain.ts';
import { reply } from '../../src/reply/reply.ts';
import { buildCatalog } from '../../src/search/build.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import { parseAnswerable } from '../fixtures/answerable.ts';
import { editionOf } from '../fixtures/bundle.ts';
import { readBundleText } from './data.ts';
import { type Summary, summarize } from './samples.ts';

/** In ms. */
export interface Comparison {
  readonly title: string;
  readonly took: Summary;
  readonly baseline: string;
  readonly baselineTook: Summary;
}

const LOADS = 5;
const BATCHES = 40;
const ASKING = { now: Date.now(), isPrivate: true };

/** Reading what the feeds give: what it costs beyond `JSON.parse`, which nobody can do without. */
export async function measureLoad(): Promise<{ readonly catalog: Catalog; readonly comparison: Comparison }> {
  const texts = await Promise.all(DOMAINS.map(async (domain) => ({ domain, text: await readBundleText(domain) })));
  const parsing: number[] = [];
  const building: number[] = [];
  let catalog: Catalog | undefined;
  for (let load = 0; load < LOADS; load += 1) {
    catalog = undefined;
    globalThis.gc?.();
    const begin = performance.now();
    const parsed = texts.map(({ domain, text }) => ({ domain, json: JSON.parse(text) as unknown }));
    const middle = performance.now();
    catalog = build(parsed.map(({ domain, json }) => decodeBundle(json, domain)));
    parsing.push(middle - begin);
    building.push(performance.now() - middle);
  }
  if (!catalog) throw new Error('nothing was loaded');
  const size = texts.reduce((sum, { text }) => sum + text.length, 0) / 2 ** 20;
  return {
    catalog,
    comparison: {
      title: `decode and build ${catalog.objects.length.toLocaleString('en')} objects`,
      took: summarize(building),
      baseline: `JSON.parse of ${size.toFixed(1)} M characters`,
      baselineTook: summarize(parsing),
    },
  };
}

export function measureAnswers(catalog: Catalog): readonly Comparison[] {
  const labels = catalog.names.labels.map(({ folded }) => folded);
  const ask = (text: string) => () => reply(parseAnswerable(text), catalog, ASKING);
  const stringify = (text: string) => {
    const answer = ask(text)();
    return () => JSON.stringify(answer);
  };
  return [
    compare('card of T1055', 100, ask('T1055'), 'JSON.stringify of it', stringify('T1055')),
    compare('card of T1105', 100, ask('T1105'), 'JSON.stringify of it', stringify('T1105')),
    compare('"proces injecton"', 20, ask('proces injecton'), `includes() on ${labels.length} names`, () =>
      labels.filter((label) => label.includes('proces injecton')),
    ),
  ];
}

/** In turns, in batches long enough for the clock. */
function compare(
  title: string,
  calls: number,
  work: () => unknown,
  baseline: string,
  least: () => unknown,
): Comparison {
  const took: number[] = [];
  const baselineTook: number[] = [];
  globalThis.gc?.();
  for (let batch = 0; batch < BATCHES * 2; batch += 1) {
    const [one, other] = [timeEach(calls, work), timeEach(calls, least)];
    // The first half is for the compiler to see what is hot.
    if (batch < BATCHES) continue;
    took.push(one);
    baselineTook.push(other);
  }
  return { title, took: summarize(took), baseline, baselineTook: summarize(baselineTook) };
}

function timeEach(calls: number, work: () => unknown): number {
  const begin = performance.now();
  for (let call = 0; call < calls; call += 1) work();
  return (performance.now() - begin) / calls;
}

function build(bundles: readonly Bundle[]): Catalog {
  return buildCatalog(
    bundles.map((bundle) => editionOf(bundle)),
    { endedAt: undefined, errors: [], nextAt: undefined },
  );
}
