/** Reads a domain's STIX bundle (2.0 or 2.1) into ATT&CK's objects and relations, keeping all that can be used. */

import type { Domain } from './domain.ts';
import type { AttackObject } from './object.ts';
import type { Relation } from './relation.ts';

/** One domain's bundle, decoded. */
export interface Bundle {
  readonly domain: Domain;
  /** Such as `18.1`; undefined in the STIX 2.0 form, which does not say. */
  readonly release: string | undefined;
  readonly objects: readonly AttackObject[];
  /** Each relation's ends are both among `objects`. Ordered as the bundle orders them. */
  readonly relations: readonly Relation[];
  /** What was left out: reason → how many. */
  readonly skipped: Readonly<Record<string, number>>;
}
