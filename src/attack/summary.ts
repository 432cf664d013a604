/** What a bundle holds, in numbers: all that is needed of it once a catalog is built. */

import type { Bundle } from './bundle.ts';
import type { Domain } from './domain.ts';
import type { Status } from './object.ts';

/** Plain data: it is kept as JSON and sent between threads. */
export interface Summary {
  readonly domain: Domain;
  /** Such as `18.1`; undefined in the STIX 2.0 form, which does not say. */
  readonly release: string | undefined;
  /** Kind → how many of each status; without kinds of which there are none. */
  readonly counts: Readonly<Record<string, Readonly<Record<Status, number>>>>;
  readonly relations: number;
  /** What was left out: reason → how many. */
  readonly skipped: Readonly<Record<string, number>>;
}

export function summarizeBundle({ domain, release, objects, relations, skipped }: Bundle): Summary {
  const counts: Record<string, Record<Status, number>> = {};
  for (const { kind, status } of objects) {
    const count = counts[kind] ?? { active: 0, revoked: 0, deprecated: 0 };
    counts[kind] = { ...count, [status]: count[status] + 1 };
  }
  return { domain, release, counts, relations: relations.length, skipped };
}

/** Of all kinds, whatever their status. */
export function countObjects({ counts }: Summary): number {
  return Object.values(counts).reduce((sum, { active, revoked, deprecated }) => sum + active + revoked + deprecated, 0);
}
