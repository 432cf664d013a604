/** The work itself, all of it heavy: bundles are read and decoded, the catalog and the index of its texts built, and both encoded. */

import { type Bundle, BundleError } from '../attack/bundle.ts';
import { decodeBundle } from '../attack/decode.ts';
import type { Domain } from '../attack/domain.ts';
import { summarizeBundle } from '../attack/summary.ts';
import { encodeCatalog } from '../compact/encode.ts';
import { buildKnowledge, buildText } from '../search/build.ts';
import type { Phrase } from '../search/catalog.ts';
import { runAtOnce } from '../search/slices.ts';
import type { Built, Job, Outcome, Part } from './job.ts';
import { readBundle } from './read-bundle.ts';

/** Reads one domain of a file of embedded facts as a parsed bundle. */
type ReadFacts = (path: string, domain: Domain) => Promise<{ readonly json: unknown }>;

/** Where things come from is not encoded: whoever opens the catalog says so. */
const NO_NEWS = { copies: [], refresh: { endedAt: undefined, errors: [], nextAt: undefined } } as const;

/** Rejects on a fault of the program alone. */
export async function doJob(job: Job, readFacts: ReadFacts): Promise<Outcome> {
  try {
    switch (job.kind) {
      case 'inspect':
        return { kind: 'inspected', summary: summarizeBundle(await readPart(job.parts[0], readFacts)) };
      case 'build': {
        const bundles: Bundle[] = [];
        for (const part of job.parts) bundles.push(await readPart(part, readFacts));
        return { kind: 'built', ...build(bundles, job.withText ? job.phrases : undefined) };
      }
    }
  } catch (error) {
    if (error instanceof BundleError) return { kind: 'refused', domain: error.domain, fault: error.fault };
    throw error;
  }
}

async function readPart(part: Part, readFacts: ReadFacts): Promise<Bundle> {
  if (part.kind !== 'facts') return readBundle(part.domain, part);
  return decodeBundle((await readFacts(part.path, part.domain)).json, part.domain);
}

/** @param phrases undefined leaves out the index of the texts */
function build(bundles: readonly Bundle[], phrases: readonly Phrase[] | undefined): Built {
  const knowledge = buildKnowledge(bundles);
  const text = phrases && runAtOnce(buildText(knowledge, phrases));
  return {
    compact: encodeCatalog({ ...knowledge, text, ...NO_NEWS }),
    summaries: bundles.map(summarizeBundle),
  };
}
