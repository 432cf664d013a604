/** The first catalog of a process: what is at hand without asking any feed. */

import { BundleError } from '../attack/bundle.ts';
import type { Domain } from '../attack/domain.ts';
import type { Source, Start } from '../feeds/source.ts';
import type { Log } from '../log.ts';
import type { Made, Material, Press } from './press.ts';
import { describeFault } from './standing.ts';

export interface FirstOptions {
  readonly source: Source;
  readonly press: Press;
  readonly listMaterial: (starts: Starts) => Material;
  readonly log: Log;
  readonly signal: AbortSignal;
}

export type Starts = ReadonlyMap<Domain, Start>;

/**
 * A disk copy that cannot be read gives way to the embedded facts; where no catalog can be built of the copies, all of them do.
 *
 * @returns with the catalog, what it was made from; undefined when the signal broke it off
 * @throws where not even the embedded facts give one
 */
export async function makeFirst(
  starts: Starts,
  options: FirstOptions,
): Promise<{ readonly made: Made; readonly starts: Starts } | undefined> {
  const { source, press, listMaterial, log, signal } = options;
  try {
    const material = listMaterial(starts);
    let made = await press.openKept(material);
    if (!made && isOfFacts(material)) made = await (await import('./from-facts.ts')).makeFromFacts(material);
    if (!made && !signal.aborted) {
      await press.build(material, 'urgent', (built) => {
        made = built;
      });
    }
    return made && { made, starts };
  } catch (error) {
    if (signal.aborted) return undefined;
    const isOne = error instanceof BundleError;
    const failing = [...starts].filter(
      ([domain, { origin }]) => origin === 'disk' && (!isOne || error.domain === domain),
    );
    if (failing.length === 0) throw error;
    if (!isOne) log.error({ err: error }, 'no catalog can be built of the disk copies');
    const next = new Map(starts);
    for (const [domain, { place }] of failing) {
      const problem = describeFault(place, isOne ? error.fault : 'is more than can be built from');
      next.set(domain, await source.startFromFacts(problem));
    }
    return makeFirst(next, options);
  }
}

function isOfFacts({ domains }: Material): boolean {
  return domains.every(({ place }) => place.kind === 'facts');
}
