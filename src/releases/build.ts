/** From bundles as they are kept to a catalog: built in the workshop, opened here in slices. */

import { setImmediate as pause } from 'node:timers/promises';
import { BundleError } from '../attack/bundle.ts';
import type { Domain } from '../attack/domain.ts';
import { compareReleases } from '../attack/release.ts';
import type { Summary } from '../attack/summary.ts';
import { openCatalog } from '../compact/open.ts';
import { type Catalog, type Copy, inOrder } from '../search/catalog.ts';
import { runInSlices } from '../search/slices.ts';
import type { Workshop } from '../workshop/workshop.ts';

/** A domain's bundle. */
interface BuildPart {
  /** What is to be told of it; its release is the one that the bundle has to be of. */
  readonly copy: Copy;
  /** The bundle's bytes, gzipped. */
  readonly packed: Buffer<ArrayBuffer>;
}

type Built =
  | { readonly kind: 'built'; readonly catalog: Catalog }
  /** One part at least is no use; others may be none either. */
  | { readonly kind: 'refused'; readonly refused: readonly Refused[] };

/** A part that is no use. */
export interface Refused {
  readonly domain: Domain;
  /** For people to read. */
  readonly problem: string;
}

/** @throws the signal's reason once it is aborted, and a WorkshopError */
export type Build = (parts: readonly BuildPart[], signal: AbortSignal) => Promise<Built>;

export function createBuild(workshop: Pick<Workshop, 'build'>): Build {
  return async (parts, signal) => {
    const jobs = parts.map(({ copy: { domain }, packed }) => ({ domain, kind: 'bytes', packed }) as const);
    try {
      const { compact, summaries } = await workshop.build(jobs, []);
      const strays = parts.flatMap((part, at) => findStray(part, summaries[at]));
      if (strays.length > 0) return { kind: 'refused', refused: strays };
      const refresh = { endedAt: undefined, errors: [], nextAt: undefined };
      const steps = openCatalog(compact, { copies: inOrder(parts.map(({ copy }) => copy)), refresh });
      const catalog = await runInSlices(steps, { pause, signal, now: () => performance.now() });
      signal.throwIfAborted();
      if (!catalog) throw new Error('a catalog was not opened to its end');
      return { kind: 'built', catalog };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof BundleError)) throw error;
      return { kind: 'refused', refused: [{ domain: error.domain, problem: error.message }] };
    }
  };
}

/** The STIX 2.0 form does not say of which release it is. */
function findStray({ copy: { domain, release } }: BuildPart, summary: Summary | undefined): readonly Refused[] {
  const stated = summary?.release;
  if (release === undefined || stated === undefined || compareReleases(stated, release) === 0) return [];
  return [{ domain, problem: `it is release ${stated}, and ${release} was asked for` }];
}
