/** From bundles as they are kept to a catalog, in slices where that can be: others are answered meanwhile. */

import { setImmediate as pause } from 'node:timers/promises';
import { type Bundle, decodeBundle } from '../attack/bundle.ts';
import type { Domain } from '../attack/domain.ts';
import { compareReleases } from '../attack/release.ts';
import { parseJson, unpackContent } from '../feeds/content.ts';
import { buildCatalog, buildText, type Catalog, type Copy, type Edition, withNews } from '../search/catalog.ts';
import { runInSlices } from '../search/slices.ts';

/** A domain's bundle. */
interface BuildPart {
  /** What is to be told of it; its release is the one that the bundle has to be of. */
  readonly copy: Copy;
  /** The bundle's bytes, gzipped. */
  readonly packed: Buffer;
}

interface Built {
  /** Of the parts that are good. */
  readonly catalog: Catalog;
  readonly refused: readonly Refused[];
}

/** A part that is no use. */
export interface Refused {
  readonly domain: Domain;
  /** For people to read. */
  readonly problem: string;
}

/** @throws the signal's reason once it is aborted */
export type Build = (parts: readonly BuildPart[], signal: AbortSignal) => Promise<Built>;

/** In this thread. */
export const buildHere: Build = async (parts, signal) => {
  const editions: Edition[] = [];
  const refused: Refused[] = [];
  for (const part of parts) {
    try {
      editions.push({ bundle: await decode(part), copy: part.copy });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      refused.push({ domain: part.copy.domain, problem: error.message });
    }
    await pause();
    signal.throwIfAborted();
  }
  const catalog = buildCatalog(editions, { endedAt: undefined, errors: [], nextAt: undefined });
  const text = await runInSlices(buildText(catalog, []), { pause, signal, now: () => performance.now() });
  signal.throwIfAborted();
  return { catalog: withNews(catalog, { text }), refused };
};

/** The STIX 2.0 form does not say of which release it is. */
async function decode({ copy: { domain, release, address }, packed }: BuildPart): Promise<Bundle> {
  const bundle = decodeBundle(parseJson(await unpackContent(packed, address), address), domain);
  if (release !== undefined && bundle.release !== undefined && compareReleases(bundle.release, release) !== 0)
    throw new Error(`it is release ${bundle.release}, and ${release} was asked for`);
  return bundle;
}
