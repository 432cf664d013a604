/** Takes the facts out of MITRE's bundles: names, IDs, states and relations, in a form that is small and can be compared line by line. */

import { z } from 'zod';
import { buildUrl, type FactDetails, type FactRow, type Facts, REFERENCE_FIELDS } from './facts.ts';

const text = z.string().optional();
const texts = z.array(z.string()).optional();
const logSources = z.array(z.object({ name: z.string(), x_mitre_data_component_ref: text })).optional();

const stixObject = z.object({
  type: z.string(),
  id: z.string(),
  name: text,
  revoked: z.boolean().optional(),
  x_mitre_deprecated: z.boolean().optional(),
  modified: text,
  x_mitre_version: text,
  external_references: z.array(z.object({ source_name: z.string(), external_id: text, url: text })).optional(),
  x_mitre_platforms: texts,
  kill_chain_phases: z.array(z.object({ kill_chain_name: z.string(), phase_name: z.string() })).optional(),
  aliases: texts,
  x_mitre_aliases: texts,
  x_mitre_related_assets: z.array(z.object({ name: z.string() })).optional(),
  x_mitre_sectors: texts,
  x_mitre_shortname: text,
  first_seen: text,
  last_seen: text,
  tactic_refs: texts,
  x_mitre_analytic_refs: texts,
  x_mitre_data_source_ref: text,
  x_mitre_log_sources: logSources,
  x_mitre_log_source_references: logSources,
  relationship_type: text,
  source_ref: text,
  target_ref: text,
});

type StixObject = z.output<typeof stixObject>;

const bundle = z.object({ objects: z.array(stixObject) });

/** STIX's own housekeeping; the release is kept once. */
const LEFT_OUT = new Set(['relationship', 'x-mitre-collection', 'identity', 'marking-definition']);

const ATTACK_SOURCE = /^mitre-(?:mobile-|ics-)?attack$/;

/**
 * @param bundles domain → parsed bundle in STIX 2.1 form, all of one release
 * @throws ZodError when a bundle is not shaped as MITRE's are, Error when it names no release
 */
export function compactFacts(bundles: Readonly<Record<string, unknown>>): Facts {
  const domains = Object.keys(bundles);
  const objects = new Map<string, { readonly stix: StixObject; domains: number }>();
  const relations = new Map<string, StixObject>();
  let collection: StixObject | undefined;
  for (const [bit, domain] of domains.entries()) {
    for (const stix of bundle.parse(bundles[domain]).objects) {
      if (stix.type === 'x-mitre-collection') collection = stix;
      if (stix.type === 'relationship')
        relations.set(`${stix.relationship_type} ${stix.source_ref} ${stix.target_ref}`, stix);
      if (LEFT_OUT.has(stix.type)) continue;
      const entry = objects.get(stix.id) ?? { stix, domains: 0 };
      entry.domains |= 1 << bit;
      objects.set(stix.id, entry);
    }
  }
  const { x_mitre_version: release, modified: releasedAt } = collection ?? {};
  if (!release || !releasedAt) throw new Error('The bundles name no release: facts are made from the STIX 2.1 form');
  // By type and ID, so that the next release's file differs where ATT&CK does.
  const sorted = [...objects.values()].sort((a, b) => compareTexts(sortKey(a.stix), sortKey(b.stix)));
  const places = new Map(sorted.map(({ stix }, place) => [stix.id, place]));
  const lists = createLists();
  const strategies = findStrategies(sorted.map(({ stix }) => stix));
  return {
    release,
    releasedAt,
    domains,
    objects: groupRows(
      sorted.map(({ stix, domains: bits }) => [stix.type, buildRow(stix, bits, lists, places, strategies)]),
    ),
    relations: buildRelations([...relations.values()], places),
    ...lists.all(),
  };
}

/** Writes facts with one object, or one source of relations, a line. */
export function encodeFacts(facts: Facts): string {
  const { objects, relations, ...head } = facts;
  const lines = (rows: readonly unknown[]) => `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
  const groups = (types: Readonly<Record<string, readonly unknown[]>>) =>
    `{\n${Object.entries(types)
      .map(([type, rows]) => `${JSON.stringify(type)}:${lines(rows)}`)
      .join(',\n')}}`;
  return [
    '{',
    ...Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)},`),
    `"objects":${groups(objects)},`,
    `"relations":${groups(relations)}`,
    '}',
    '',
  ].join('\n');
}

type Lists = ReturnType<typeof createLists>;
type Places = ReadonlyMap<string, number>;

function buildRow(
  stix: StixObject,
  domains: number,
  lists: Lists,
  places: Places,
  strategies: ReadonlyMap<string, string>,
): FactRow {
  const id = findId(stix);
  const status = stix.revoked ? 1 : stix.x_mitre_deprecated ? 2 : 0;
  const uuid = stix.id.slice(stix.type.length + 2);
  const details = buildDetails(stix, lists, places, strategies);
  const row = [uuid, id, stix.name ?? '', domains, status, stix.x_mitre_version ?? ''] as const;
  return Object.keys(details).length > 0 ? [...row, details] : row;
}

function buildDetails(
  stix: StixObject,
  lists: Lists,
  places: Places,
  strategies: ReadonlyMap<string, string>,
): FactDetails {
  const url = findReference(stix)?.url;
  const aliases = stix.x_mitre_related_assets?.map(({ name }) => name) ?? stix.x_mitre_aliases ?? stix.aliases ?? [];
  const field = REFERENCE_FIELDS[stix.type] as 'tactic_refs' | 'x_mitre_data_source_ref' | undefined;
  const refs = field ? [stix[field] ?? []].flat().flatMap((id) => places.get(id) ?? []) : [];
  const sources = stix.x_mitre_log_source_references ?? stix.x_mitre_log_sources ?? [];
  const pairs = sources.map(({ name, x_mitre_data_component_ref: component }) => {
    const place = component === undefined ? undefined : places.get(component);
    return [lists.logSources(name), ...(place === undefined ? [] : [place])];
  });
  return dropEmpty({
    url: url === buildUrl(stix.type, findId(stix), strategies.get(stix.id)) ? '' : (url ?? ''),
    platforms: (stix.x_mitre_platforms ?? []).map((name) => lists.platforms(name)),
    phases: (stix.kill_chain_phases ?? []).map((phase) => lists.phases(phase)),
    aliases: aliases.filter((alias) => alias !== stix.name),
    shortname: stix.x_mitre_shortname ?? '',
    firstSeen: stix.first_seen ?? '',
    lastSeen: stix.last_seen ?? '',
    sectors: (stix.x_mitre_sectors ?? []).map((name) => lists.sectors(name)),
    refs,
    logSources: [...new Map(pairs.map((pair) => [pair.join(), pair])).values()],
  });
}

function dropEmpty(details: FactDetails): FactDetails {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value.length > 0));
}

function buildRelations(relations: readonly StixObject[], places: Places): Facts['relations'] {
  const edges = relations.flatMap(
    ({ relationship_type: type, source_ref, target_ref, revoked, x_mitre_deprecated }) => {
      const source = places.get(source_ref ?? '');
      const target = places.get(target_ref ?? '');
      const isDead = revoked || x_mitre_deprecated;
      return type && source !== undefined && target !== undefined && !isDead ? [{ type, source, target }] : [];
    },
  );
  edges.sort((a, b) => compareTexts(a.type, b.type) || a.source - b.source || a.target - b.target);
  const rows = edges.reduce<[string, number[]][]>((done, { type, source, target }) => {
    const last = done.at(-1);
    if (last?.[0] === type && last[1][0] === source) last[1].push(target);
    else done.push([type, [source, target]]);
    return done;
  }, []);
  return groupRows(rows);
}

function groupRows<Row>(
  rows: readonly (readonly [type: string, row: Row])[],
): Readonly<Record<string, readonly Row[]>> {
  const groups = Map.groupBy(rows, ([type]) => type);
  return Object.fromEntries([...groups].map(([type, members]) => [type, members.map(([, row]) => row)]));
}

/** Analytic → the ID of its strategy. */
function findStrategies(objects: readonly StixObject[]): ReadonlyMap<string, string> {
  return new Map(
    objects.flatMap((stix) => (stix.x_mitre_analytic_refs ?? []).map((analytic) => [analytic, findId(stix)] as const)),
  );
}

/** Each list grows as its values are first met. */
function createLists() {
  const platforms = new Map<string, number>();
  const sectors = new Map<string, number>();
  const sources = new Map<string, number>();
  const phases = new Map<string, number>();
  const place = (list: Map<string, number>, value: string) => {
    const known = list.get(value) ?? list.size;
    list.set(value, known);
    return known;
  };
  return {
    platforms: (name: string) => place(platforms, name),
    sectors: (name: string) => place(sectors, name),
    logSources: (name: string) => place(sources, name),
    phases: ({ kill_chain_name, phase_name }: { readonly kill_chain_name: string; readonly phase_name: string }) =>
      place(phases, `${kill_chain_name} ${phase_name}`),
    all: () => ({
      platforms: [...platforms.keys()],
      sectors: [...sectors.keys()],
      logSources: [...sources.keys()],
      phases: [...phases.keys()].map((phase) => phase.split(' ') as [string, string]),
    }),
  };
}

function findReference(stix: StixObject) {
  return stix.external_references?.find(
    ({ source_name, external_id }) => external_id && ATTACK_SOURCE.test(source_name),
  );
}

function findId(stix: StixObject): string {
  return findReference(stix)?.external_id ?? '';
}

function sortKey(stix: StixObject): string {
  return `${stix.type} ${findId(stix)} ${stix.id}`;
}

/** By code unit: a locale's order differs between machines. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
