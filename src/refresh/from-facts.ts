/**
 * A catalog of nothing but the embedded facts, made here and at once: nobody can be answered before, and another process takes longer to
 * start than they take to read. Without the index of texts, of which they have none but names.
 */

import type { Bundle } from '../attack/bundle.ts';
import { decodeBundle } from '../attack/decode.ts';
import { summarizeBundle } from '../attack/summary.ts';
import { readFacts } from '../feeds/embedded/embedded.ts';
import { buildKnowledge } from '../search/build.ts';
import { type Made, type Material, NO_NEWS } from './press.ts';

/** @param material of embedded facts alone */
export async function makeFromFacts({ domains }: Material): Promise<Made> {
  const bundles: Bundle[] = [];
  for (const { domain, place } of domains) {
    if (place.kind === 'facts') bundles.push(decodeBundle((await readFacts(place.path, domain)).json, domain));
  }
  return { catalog: { ...buildKnowledge(bundles), ...NO_NEWS }, summaries: bundles.map(summarizeBundle) };
}
