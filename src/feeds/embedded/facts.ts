/** The shape of the facts that come with the bot: what ATT&CK consists of and how it hangs together, without a sentence of MITRE's. */

/** A number is a place: of a platform, phase, log source or sector in its list, of an object among all `objects`. */
export interface Facts {
  /** Such as `18.1`. */
  readonly release: string;
  /** When MITRE published the release, in ISO 8601. */
  readonly releasedAt: string;
  /** Bit 0 of an object's `domains` is the first. */
  readonly domains: readonly string[];
  readonly platforms: readonly string[];
  readonly sectors: readonly string[];
  readonly logSources: readonly string[];
  /** Kill chain and phase. */
  readonly phases: readonly (readonly [chain: string, phase: string])[];
  /** STIX type → its objects; places are counted through the types in their order. */
  readonly objects: Readonly<Record<string, readonly FactRow[]>>;
  /** Type → rows of one source and its targets, whatever their domains: a bundle holds each relation whose ends it holds (18.1). */
  readonly relations: Readonly<Record<string, readonly (readonly number[])[]>>;
}

/** `uuid`: the STIX id without its type. `status`: 0 active, 1 revoked, 2 deprecated. A row, because 5,800 objects with named fields would be twice as large. */
export type FactRow = readonly [
  uuid: string,
  id: string,
  name: string,
  domains: number,
  status: number,
  version: string,
  more?: FactDetails,
];

export interface FactDetails {
  /** Only where it is not the page that `buildUrl` builds. */
  readonly url?: string;
  readonly platforms?: readonly number[];
  readonly phases?: readonly number[];
  /** Without the name itself; an asset's are those of its related assets. */
  readonly aliases?: readonly string[];
  readonly shortname?: string;
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  readonly sectors?: readonly number[];
  /** What the object names in a field: a matrix its tactics, a strategy its analytics, a component its data source. */
  readonly refs?: readonly number[];
  /** Pairs of a log source and, where the data says so, its data component. */
  readonly logSources?: readonly (readonly number[])[];
}

const PAGES: Readonly<Record<string, string>> = {
  'attack-pattern': 'techniques',
  campaign: 'campaigns',
  'course-of-action': 'mitigations',
  'intrusion-set': 'groups',
  malware: 'software',
  tool: 'software',
  'x-mitre-asset': 'assets',
  'x-mitre-data-component': 'datacomponents',
  'x-mitre-data-source': 'datasources',
  'x-mitre-detection-strategy': 'detectionstrategies',
  'x-mitre-matrix': 'matrices',
  'x-mitre-tactic': 'tactics',
};

/** @param strategy the ID of the detection strategy that an analytic belongs to: its page is a part of the strategy's */
export function buildUrl(type: string, id: string, strategy: string | undefined): string {
  if (strategy) return `https://attack.mitre.org/detectionstrategies/${strategy}#${id}`;
  return `https://attack.mitre.org/${PAGES[type] ?? type}/${id.replace('.', '/')}`;
}

/** The field in which an object of a type names others; the two that hold more than ids are apart (log sources, phases). */
export const REFERENCE_FIELDS: Readonly<Record<string, string>> = {
  'x-mitre-matrix': 'tactic_refs',
  'x-mitre-detection-strategy': 'x_mitre_analytic_refs',
  'x-mitre-data-component': 'x_mitre_data_source_ref',
};
