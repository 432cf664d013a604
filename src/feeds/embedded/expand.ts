/** Writes the facts of one domain as a STIX 2.1 bundle, so that they are decoded like any other. */

import { buildUrl, type FactDetails, type FactRow, type Facts, REFERENCE_FIELDS } from './facts.ts';
import { SUMMARIES } from './summaries.ts';

interface Fact {
  /** STIX type. */
  readonly type: string;
  readonly row: FactRow;
}

/**
 * @param domain one of `facts.domains`
 * @returns a parsed bundle: `{ type: 'bundle', objects: [...] }`; no object has dates, and only those with a summary of ours a description
 */
export function expandFacts(facts: Facts, domain: string): unknown {
  const bit = 1 << facts.domains.indexOf(domain);
  const all: readonly Fact[] = Object.entries(facts.objects).flatMap(([type, rows]) =>
    rows.map((row) => ({ type, row })),
  );
  const ids = all.map(({ type, row: [uuid] }) => `${type}--${uuid}`);
  const isHere = (place: number | undefined) => ((all[place ?? -1]?.row[3] ?? 0) & bit) !== 0;
  const strategies = findStrategies(facts);
  const objects = all.flatMap((fact, place) =>
    isHere(place) ? [expandObject(fact, facts, ids, strategies.get(place))] : [],
  );
  const relationships = Object.entries(facts.relations).flatMap(([type, rows]) =>
    rows.flatMap(([source, ...targets]) =>
      isHere(source)
        ? targets.filter(isHere).map((target) => ({
            type: 'relationship',
            id: `relationship--${type}-${source}-${target}`,
            relationship_type: type,
            source_ref: ids[source ?? -1],
            target_ref: ids[target],
          }))
        : [],
    ),
  );
  const collection = {
    type: 'x-mitre-collection',
    id: `x-mitre-collection--embedded-${domain}`,
    x_mitre_version: facts.release,
  };
  return { type: 'bundle', id: `bundle--embedded-${domain}`, objects: [collection, ...objects, ...relationships] };
}

function expandObject({ type, row }: Fact, facts: Facts, ids: readonly string[], strategy: string | undefined): object {
  const [uuid, id, name, , status, version, more = {}] = row;
  const summary = type === 'attack-pattern' ? SUMMARIES[id] : undefined;
  return {
    type,
    spec_version: '2.1',
    id: `${type}--${uuid}`,
    name,
    external_references: [
      { source_name: 'mitre-attack', external_id: id, url: more.url ?? buildUrl(type, id, strategy) },
    ],
    revoked: status === 1,
    x_mitre_deprecated: status === 2,
    ...(version ? { x_mitre_version: version } : {}),
    ...(summary ? { description: summary } : {}),
    ...(type === 'attack-pattern' ? { x_mitre_is_subtechnique: id.includes('.') } : {}),
    ...expandDetails(type, name, more, facts),
    ...expandReferences(type, more, facts, ids),
  };
}

function expandDetails(type: string, name: string, more: FactDetails, facts: Facts): object {
  return {
    ...(more.platforms ? { x_mitre_platforms: more.platforms.map((place) => facts.platforms[place]) } : {}),
    ...(more.sectors ? { x_mitre_sectors: more.sectors.map((place) => facts.sectors[place]) } : {}),
    ...(more.phases ? { kill_chain_phases: more.phases.map((place) => expandPhase(facts.phases[place])) } : {}),
    ...(more.aliases ? expandAliases(type, name, more.aliases) : {}),
    ...(more.shortname ? { x_mitre_shortname: more.shortname } : {}),
    ...(more.firstSeen ? { first_seen: more.firstSeen } : {}),
    ...(more.lastSeen ? { last_seen: more.lastSeen } : {}),
  };
}

function expandReferences(type: string, more: FactDetails, facts: Facts, ids: readonly string[]): object {
  const field = REFERENCE_FIELDS[type];
  const refs = more.refs?.map((place) => ids[place]) ?? [];
  const isOne = field === 'x_mitre_data_source_ref';
  const sources = more.logSources?.map(([place, component]) => ({
    name: facts.logSources[place ?? -1],
    ...(component === undefined ? {} : { x_mitre_data_component_ref: ids[component] }),
  }));
  return {
    ...(field && refs.length > 0 ? { [field]: isOne ? refs[0] : refs } : {}),
    ...(sources
      ? { [type === 'x-mitre-analytic' ? 'x_mitre_log_source_references' : 'x_mitre_log_sources']: sources }
      : {}),
  };
}

/** MITRE writes the aliases of software, assets and the rest in three different fields; the first alias is the name. */
function expandAliases(type: string, name: string, aliases: readonly string[]): object {
  if (type === 'x-mitre-asset') return { x_mitre_related_assets: aliases.map((alias) => ({ name: alias })) };
  const field = type === 'malware' || type === 'tool' ? 'x_mitre_aliases' : 'aliases';
  return { [field]: [name, ...aliases] };
}

function expandPhase(phase: Facts['phases'][number] | undefined): object {
  return { kill_chain_name: phase?.[0], phase_name: phase?.[1] };
}

/** Place of an analytic → the ID of its strategy. */
function findStrategies(facts: Facts): ReadonlyMap<number, string> {
  const rows = facts.objects['x-mitre-detection-strategy'] ?? [];
  return new Map(rows.flatMap(([, id, , , , , more]) => (more?.refs ?? []).map((place) => [place, id] as const)));
}
