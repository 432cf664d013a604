/** What is asked of the other process, and what comes back. */

import type { Domain } from '../attack/domain.ts';
import type { Summary } from '../attack/summary.ts';
import type { Phrase } from '../search/catalog.ts';
import type { Frame } from './frame.ts';
import type { Packed } from './read-bundle.ts';

/** One domain, and where its knowledge is. */
export type Part = { readonly domain: Domain } & (
  | Packed
  /** The file of the embedded facts, of all domains. */
  | { readonly kind: 'facts'; readonly path: string }
);

export type Job =
  | { readonly kind: 'inspect'; readonly parts: readonly [Part] }
  /** `phrases`: a community's words. `withText`: with the index of the texts, which is half of the work. */
  | {
      readonly kind: 'build';
      readonly parts: readonly Part[];
      readonly phrases: readonly Phrase[];
      readonly withText: boolean;
    };

/** A catalog as one buffer, see `compact/`, and what its parts hold, in their order. */
export interface Built {
  readonly compact: Uint8Array<ArrayBuffer>;
  readonly summaries: readonly Summary[];
}

export type Outcome =
  | { readonly kind: 'inspected'; readonly summary: Summary }
  | ({ readonly kind: 'built' } & Built)
  /** The fault of a part: the fields of a BundleError. */
  | { readonly kind: 'refused'; readonly domain: Domain; readonly fault: string };

const NOTHING = new Uint8Array();

/** The bytes of parts go as bodies, in their order. */
export function encodeJob(job: Job): Frame {
  const bodies = job.parts.flatMap((part) => (part.kind === 'bytes' ? part.packed : []));
  const parts = job.parts.map((part) => (part.kind === 'bytes' ? { ...part, packed: NOTHING } : part));
  return { head: { ...job, parts }, bodies };
}

export function decodeJob({ head, bodies }: Frame): Job {
  const rest = [...bodies];
  const job = head as Job;
  const parts = job.parts.map((part) => (part.kind === 'bytes' ? { ...part, packed: rest.shift() ?? NOTHING } : part));
  return { ...job, parts } as Job;
}

export function encodeOutcome(outcome: Outcome): Frame {
  if (outcome.kind !== 'built') return { head: outcome, bodies: [] };
  return { head: { ...outcome, compact: undefined }, bodies: [outcome.compact] };
}

export function decodeOutcome({ head, bodies: [compact] }: Frame): Outcome {
  return { ...(head as Outcome), ...(compact ? { compact } : {}) };
}
