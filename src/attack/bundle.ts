/** One domain's bundle once it is read, and what to say of one that is none. */

import { type Domain, labelDomain } from './domain.ts';
import type { AttackObject } from './object.ts';
import type { Relation } from './relation.ts';

/** One domain's bundle, decoded. */
export interface Bundle {
  readonly domain: Domain;
  /** Such as `18.1`; undefined in the STIX 2.0 form, which does not say. */
  readonly release: string | undefined;
  readonly objects: readonly AttackObject[];
  /** Each relation's ends are both among `objects`. Relationship objects in the bundle's order, then references. */
  readonly relations: readonly Relation[];
  /** What was left out: reason → how many. Empty for the published releases. */
  readonly skipped: Readonly<Record<string, number>>;
}

/** What was given is no ATT&CK bundle at all. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
  readonly domain: Domain;
  readonly fault: string;

  /** `fault` completes "… is no ATT&CK bundle: it". */
  constructor(domain: Domain, fault: string, options?: ErrorOptions) {
    super(`What came for ${labelDomain(domain)} is no ATT&CK bundle: it ${fault}.`, options);
    this.domain = domain;
    this.fault = fault;
  }
}

/** What one bundle may unfold to, in bytes. Enterprise 18.1 has 50.7 MB, and grows by less than a tenth in a year. */
export const MAX_BUNDLE = 128 * 1024 * 1024;
