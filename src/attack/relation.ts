/** How ATT&CK's objects hang together: directed edges between STIX ids, whether the data spells them as an object or as a reference. */

/** The relationship objects of ATT&CK's STIX bundles that the bot understands. */
export const RELATIONSHIP_TYPES = [
  'uses',
  'mitigates',
  'detects',
  'subtechnique-of',
  'revoked-by',
  'targets',
  'attributed-to',
] as const;

/**
 * Edges that the data writes as a field of their source object:
 * a technique's kill chain phases (the tactic of its own bundle), a matrix's `tactic_refs` (in its order), a strategy's
 * `x_mitre_analytic_refs`, the data components in an analytic's log sources, a component's `x_mitre_data_source_ref`.
 */
export type ReferenceType = 'in-tactic' | 'has-tactic' | 'has-analytic' | 'reads' | 'part-of';

export type RelationType = (typeof RELATIONSHIP_TYPES)[number] | ReferenceType;

export interface Relation {
  readonly type: RelationType;
  /** STIX ids of the two ends. */
  readonly source: string;
  readonly target: string;
  /** The procedure example, or how the mitigation applies, in ATT&CK markup; empty where the data has none. */
  readonly description: string;
  /** Marked dead by the data itself (never so in 17.1 and 18.1, where the ends decide). */
  readonly dead: boolean;
}
