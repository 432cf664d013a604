/** What ATT&CK consists of: one readonly type per kind of object, told apart by `kind`. */

import type { Domain } from './domain.ts';

/** An object with neither mark is active; the data never sets both (attack-stix-data 17.1, 18.1). */
export type Status = 'active' | 'revoked' | 'deprecated';

/** What every kind has. */
export interface ObjectBase {
  /**
   * ATT&CK ID in its normal form, such as `T1055.012`. Not unique: old mitigations share their technique's ID.
   * Empty where the data gives none: data components up to release 17.
   */
  readonly id: string;
  /** STIX id, such as `attack-pattern--…`: the identity across domains and releases. */
  readonly stixId: string;
  readonly name: string;
  /** Other names, without `name` itself. */
  readonly aliases: readonly string[];
  /** The domains whose bundles hold the object, in the order of `DOMAINS`. */
  readonly domains: readonly Domain[];
  readonly status: Status;
  /** The object's own version, such as `1.10` (integers on both sides of the dot); undefined where the data has none. */
  readonly version: string | undefined;
  /** ISO 8601 timestamps. */
  readonly created: string | undefined;
  readonly modified: string | undefined;
  /** ATT&CK markup, see `markup.ts`; empty where the data has none. */
  readonly description: string;
  /** The object's page on attack.mitre.org as the data gives it. */
  readonly url: string | undefined;
  /** Who helped to write it, as they want to be named. */
  readonly contributors: readonly string[];
}

/** A tactic's place in a kill chain. Phase names repeat between domains, the pair does not. */
export interface Phase {
  readonly chain: string;
  readonly name: string;
}

export interface Technique extends ObjectBase {
  readonly kind: 'technique';
  readonly isSubtechnique: boolean;
  readonly phases: readonly Phase[];
  /** As the data lists them; ICS's placeholder "None" is left out. */
  readonly platforms: readonly string[];
}

export interface Tactic extends ObjectBase {
  readonly kind: 'tactic';
  readonly shortname: string;
}

export interface Group extends ObjectBase {
  readonly kind: 'group';
}

export interface Software extends ObjectBase {
  readonly kind: 'software';
  readonly type: 'malware' | 'tool';
  readonly platforms: readonly string[];
}

export interface Campaign extends ObjectBase {
  readonly kind: 'campaign';
  /** ISO 8601 timestamps. */
  readonly firstSeen: string | undefined;
  readonly lastSeen: string | undefined;
}

export interface Mitigation extends ObjectBase {
  readonly kind: 'mitigation';
}

/** Deprecated as a whole since release 18; still looked up in older texts. */
export interface DataSource extends ObjectBase {
  readonly kind: 'data-source';
  readonly platforms: readonly string[];
}

export interface DataComponent extends ObjectBase {
  readonly kind: 'data-component';
  readonly logSources: readonly { readonly name: string; readonly channel: string }[];
}

export interface DetectionStrategy extends ObjectBase {
  readonly kind: 'detection-strategy';
}

/** One log source that an analytic reads, and the data component it is an instance of. */
export interface AnalyticLogSource {
  readonly name: string;
  readonly channel: string;
  /** STIX id of the data component. */
  readonly component: string | undefined;
}

export interface Analytic extends ObjectBase {
  readonly kind: 'analytic';
  readonly platforms: readonly string[];
  readonly logSources: readonly AnalyticLogSource[];
  /** What a site tunes: thresholds, allow lists (`x_mitre_mutable_elements`). */
  readonly tunables: readonly { readonly field: string; readonly description: string }[];
}

export interface Asset extends ObjectBase {
  readonly kind: 'asset';
  readonly platforms: readonly string[];
  readonly sectors: readonly string[];
}

export interface Matrix extends ObjectBase {
  readonly kind: 'matrix';
}

export type AttackObject =
  | Technique
  | Tactic
  | Group
  | Software
  | Campaign
  | Mitigation
  | DataSource
  | DataComponent
  | DetectionStrategy
  | Analytic
  | Asset
  | Matrix;

export type Kind = AttackObject['kind'];

/** Compares two ISO 8601 timestamps; an unreadable or absent one is the oldest. */
export function isNewer(modified: string | undefined, than: string | undefined): boolean {
  return readTime(modified) > readTime(than);
}

function readTime(timestamp: string | undefined): number {
  return Date.parse(timestamp ?? '') || 0;
}
