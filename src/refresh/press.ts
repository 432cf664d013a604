/** Makes catalogs: opened from what is kept on disk where that was made from the same, else built in the workshop and kept. */

import { setImmediate as pause } from 'node:timers/promises';
import type { Domain } from '../attack/domain.ts';
import type { Summary } from '../attack/summary.ts';
import { CompactError } from '../compact/compact-error.ts';
import { openCatalog } from '../compact/open.ts';
import { type Origin, readDerived, writeDerived } from '../feeds/derived.ts';
import { FeedError } from '../feeds/feed-error.ts';
import type { Place } from '../feeds/source.ts';
import type { Vocabularies } from '../feeds/vocabulary/vocabulary.ts';
import type { Log } from '../log.ts';
import type { Catalog } from '../search/catalog.ts';
import { runInSlices } from '../search/slices.ts';
import type { Pace, Workshop } from '../workshop/workshop.ts';

/** What a catalog is made from. */
export interface Material {
  readonly domains: readonly { readonly domain: Domain; readonly place: Place; readonly sha256: string }[];
  readonly words: Pick<Vocabularies, 'phrases' | 'digest'>;
}

export interface Made {
  /** Its `copies` and `refresh` are still empty. */
  readonly catalog: Catalog;
  /** In the order of the material's domains. */
  readonly summaries: readonly Summary[];
}

export interface Press {
  /** Reads one bundle and tells what it holds. Rejects with a BundleError where it is none, and with a WorkshopError. */
  readonly inspect: Workshop['inspect'];
  /** Undefined where the disk has none that was made from just this. */
  readonly openKept: (material: Material) => Promise<Made | undefined>;
  /**
   * Rejects with a BundleError that names the domain whose bundle is none, and with a WorkshopError.
   *
   * @param publish is given the catalog as soon as there is one, before it is kept
   */
  readonly build: (material: Material, pace: Pace, publish: (made: Made) => void) => Promise<void>;
  /** Breaks off what is under way, and makes nothing more. */
  readonly stop: () => Promise<void>;
}

export interface PressOptions {
  readonly workshop: Workshop;
  /** Of the program, see `workshop/stamp.ts`: catalogs that another has kept are built anew. */
  readonly stamp: string;
  readonly dataDir: string;
  readonly log: Log;
}

/** What a catalog has until it is published. */
export const NO_NEWS = { copies: [], refresh: { endedAt: undefined, errors: [], nextAt: undefined } } as const;

export function createPress({ workshop, stamp, dataDir, log }: PressOptions): Press {
  const stopping = new AbortController();
  const { signal } = stopping;
  let kept: ReturnType<typeof readDerived> | undefined = readDerived(dataDir);

  /** In slices, so that whoever asks meanwhile is answered. */
  function open(bytes: Uint8Array<ArrayBuffer>): Promise<Catalog | undefined> {
    return runInSlices(openCatalog(bytes, NO_NEWS), { pause, signal, now: () => performance.now() });
  }

  function describe({ domains, words }: Material): Origin {
    return { stamp, sources: domains.map(({ domain, sha256 }) => ({ domain, sha256 })), words: words.digest };
  }

  return {
    inspect: workshop.inspect,

    async openKept(material) {
      try {
        const read = kept ?? readDerived(dataDir);
        // It holds on to the bytes.
        kept = undefined;
        const derived = await read(describe(material));
        const catalog = derived && (await open(derived.bytes));
        return catalog && { catalog, summaries: derived.about as readonly Summary[] };
      } catch (error) {
        if (!(error instanceof FeedError || error instanceof CompactError)) throw error;
        log.warn({ err: error }, 'the kept catalog is not used: it is built anew');
        return undefined;
      }
    },

    async build(material, pace, publish) {
      const parts = material.domains.map(({ domain, place }) => ({ domain, ...place }));
      const { compact, summaries } = await workshop.build(parts, material.words.phrases, pace);
      const catalog = await open(compact);
      if (!catalog) return;
      publish({ catalog, summaries });
      // Without its texts, the next start would be no better than this one.
      if (!catalog.text) return;
      await writeDerived(dataDir, describe(material), { bytes: compact, about: summaries }).catch((error: unknown) =>
        log.warn({ err: error }, 'the catalog is not kept on disk: the next start builds it anew'),
      );
    },

    async stop() {
      stopping.abort();
      await workshop.stop();
    },
  };
}
