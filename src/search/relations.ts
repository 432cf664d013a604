/**
 * Who uses, mitigates and detects what, both ways, in the field's own words.
 *
 * A relation counts when it and both its ends are active; the data never marks a relation dead, its ends decide
 * (mitre/cti#174). Nothing is inherited between a technique and its sub-techniques, nor from a group's software.
 * Every list is sorted by ATT&CK ID unless the function says otherwise.
 */

import { DOMAINS } from '../attack/domain.ts';
import type {
  Analytic,
  Asset,
  AttackObject,
  Campaign,
  DataComponent,
  DataSource,
  DetectionStrategy,
  Group,
  Kind,
  Matrix,
  Mitigation,
  Software,
  Tactic,
  Technique,
} from '../attack/object.ts';
import type { Relation, RelationType } from '../attack/relation.ts';
import type { Graph } from './graph.ts';
import { keep } from './keep.ts';

export interface Related<O extends AttackObject = AttackObject> {
  readonly object: O;
  /** The procedure example, or how the mitigation applies, in ATT&CK markup; empty where the data has none. */
  readonly description: string;
  /** What stands between, where the relation is not direct. */
  readonly via?: AttackObject;
}

type Direction = 'outgoing' | 'incoming';

type OfKind<K extends Kind> = Extract<AttackObject, { readonly kind: K }>;

/**
 * The tactics of a technique of any status: by domain, then in the order of the domain's matrix.
 * A dead technique keeps them, dead tactics too, because they are part of what it was.
 */
export const tacticsOf = keep((graph: Graph, technique: Technique): readonly Related<Tactic>[] =>
  findEnds(graph, technique, 'outgoing', 'in-tactic', ['tactic'])
    .filter(({ object }) => object.status === 'active' || technique.status !== 'active')
    .toSorted((a, b) => rankTactic(graph, a.object) - rankTactic(graph, b.object)),
);

/** The matrices that a tactic stands in. */
export function matricesOf(graph: Graph, tactic: Tactic): readonly Related<Matrix>[] {
  return list(findActive(graph, tactic, 'incoming', 'has-tactic', ['matrix']));
}

/** A matrix's tactics in its own order. */
export function tacticsInOrder(graph: Graph, matrix: Matrix): readonly Related<Tactic>[] {
  return findActive(graph, matrix, 'outgoing', 'has-tactic', ['tactic']);
}

/** The parent whatever the status of either: a dead sub-technique keeps it. */
export function parentOf(graph: Graph, technique: Technique): Technique | undefined {
  const parents = findEnds(graph, technique, 'outgoing', 'subtechnique-of', ['technique']);
  return (parents.find(({ object }) => object.status === 'active') ?? parents[0])?.object;
}

/**
 * The parent's name for printing "Parent: Child", since names of sub-techniques repeat; undefined for all that is none.
 * Two of Enterprise's dead sub-techniques have lost the relation: their ID names the parent.
 */
export function parentName(graph: Graph, object: AttackObject): string | undefined {
  if (object.kind !== 'technique' || !object.isSubtechnique) return undefined;
  const namesakes = graph.byId.get(object.id.split('.')[0] ?? '') ?? [];
  return (parentOf(graph, object) ?? namesakes.find(({ kind }) => kind === 'technique'))?.name;
}

export const subtechniquesOf = keep((graph: Graph, technique: Technique): readonly Related<Technique>[] =>
  list(findActive(graph, technique, 'incoming', 'subtechnique-of', ['technique'])),
);

/** Groups said themselves to use a technique or software. */
export const groupsUsing = keep((graph: Graph, used: Technique | Software): readonly Related<Group>[] =>
  list(findActive(graph, used, 'incoming', 'uses', ['group'])),
);

export const campaignsUsing = keep((graph: Graph, used: Technique | Software): readonly Related<Campaign>[] =>
  list(findActive(graph, used, 'incoming', 'uses', ['campaign'])),
);

/**
 * Groups to which a campaign that uses the technique or software is attributed: one entry for each campaign, which is
 * its `via` and whose procedure example is its description. A group may be among `groupsUsing` too.
 */
export const groupsViaCampaigns = keep((graph: Graph, used: Technique | Software): readonly Related<Group>[] =>
  list(
    campaignsUsing(graph, used).flatMap(({ object: campaign, description }) =>
      groupsOf(graph, campaign).map(({ object }) => ({ object, description, via: campaign })),
    ),
  ),
);

export const softwareUsing = keep((graph: Graph, technique: Technique): readonly Related<Software>[] =>
  list(findActive(graph, technique, 'incoming', 'uses', ['software'])),
);

/** The software that a group or campaign uses. */
export function softwareOf(graph: Graph, user: Group | Campaign): readonly Related<Software>[] {
  return list(findActive(graph, user, 'outgoing', 'uses', ['software']));
}

/** The groups and campaigns that use a software. */
export function usersOf(graph: Graph, software: Software): readonly Related<Group | Campaign>[] {
  return list(findActive(graph, software, 'incoming', 'uses', ['group', 'campaign']));
}

/** The campaigns attributed to a group. */
export function campaignsOf(graph: Graph, group: Group): readonly Related<Campaign>[] {
  return list(findActive(graph, group, 'incoming', 'attributed-to', ['campaign']));
}

/** The groups that a campaign is attributed to. */
export function groupsOf(graph: Graph, campaign: Campaign): readonly Related<Group>[] {
  return list(findActive(graph, campaign, 'outgoing', 'attributed-to', ['group']));
}

export const mitigationsOf = keep((graph: Graph, technique: Technique): readonly Related<Mitigation>[] =>
  list(findActive(graph, technique, 'incoming', 'mitigates', ['mitigation'])),
);

/** The assets that a technique targets. */
export const assetsTargeted = keep((graph: Graph, technique: Technique): readonly Related<Asset>[] =>
  list(findActive(graph, technique, 'outgoing', 'targets', ['asset'])),
);

export const strategiesDetecting = keep((graph: Graph, technique: Technique): readonly Related<DetectionStrategy>[] =>
  list(findActive(graph, technique, 'incoming', 'detects', ['detection-strategy'])),
);

/** The data components said themselves to detect a technique, as the data had it up to release 17. */
export const componentsDetecting = keep((graph: Graph, technique: Technique): readonly Related<DataComponent>[] =>
  list(findActive(graph, technique, 'incoming', 'detects', ['data-component'])),
);

export const analyticsOf = keep((graph: Graph, strategy: DetectionStrategy): readonly Related<Analytic>[] =>
  list(findActive(graph, strategy, 'outgoing', 'has-analytic', ['analytic'])),
);

export function strategyOf(graph: Graph, analytic: Analytic): DetectionStrategy | undefined {
  return strategiesWith(graph, analytic)[0]?.object;
}

export function strategiesWith(graph: Graph, analytic: Analytic): readonly Related<DetectionStrategy>[] {
  return list(findActive(graph, analytic, 'incoming', 'has-analytic', ['detection-strategy']));
}

/** The data components that an analytic reads, or that belong to a data source. */
export function componentsOf(graph: Graph, object: Analytic | DataSource): readonly Related<DataComponent>[] {
  return list(
    object.kind === 'analytic'
      ? findActive(graph, object, 'outgoing', 'reads', ['data-component'])
      : findActive(graph, object, 'incoming', 'part-of', ['data-component']),
  );
}

/** The data source of a component; none since release 18, which deprecated them all. */
export function sourceOf(graph: Graph, component: DataComponent): DataSource | undefined {
  return findActive(graph, component, 'outgoing', 'part-of', ['data-source'])[0]?.object;
}

export function analyticsReading(graph: Graph, component: DataComponent): readonly Related<Analytic>[] {
  return list(findActive(graph, component, 'incoming', 'reads', ['analytic']));
}

/**
 * The techniques that a group, campaign or software uses, a mitigation mitigates, a tactic holds, a strategy detects,
 * or that target an asset. For what stands further away each technique once, `via` the first that leads to it: a matrix's
 * tactics, an analytic's or a component's strategies, a data source's components. A technique has none.
 */
export function techniquesOf(graph: Graph, object: AttackObject): readonly Related<Technique>[] {
  switch (object.kind) {
    case 'group':
    case 'campaign':
    case 'software':
      return list(findActive(graph, object, 'outgoing', 'uses', ['technique']));
    case 'mitigation':
      return list(findActive(graph, object, 'outgoing', 'mitigates', ['technique']));
    case 'asset':
      return list(findActive(graph, object, 'incoming', 'targets', ['technique']));
    case 'tactic':
      return list(findActive(graph, object, 'incoming', 'in-tactic', ['technique']));
    case 'detection-strategy':
      return list(findActive(graph, object, 'outgoing', 'detects', ['technique']));
    case 'matrix':
      return techniquesVia(graph, tacticsInOrder(graph, object));
    case 'analytic':
      return techniquesVia(graph, strategiesWith(graph, object));
    case 'data-component':
      return techniquesOfComponent(graph, object);
    case 'data-source':
      return techniquesVia(graph, componentsOf(graph, object));
    case 'technique':
      return [];
  }
}

function techniquesOfComponent(graph: Graph, component: DataComponent): readonly Related<Technique>[] {
  const strategies = analyticsReading(graph, component).flatMap(({ object }) => strategiesWith(graph, object));
  const direct = findActive(graph, component, 'outgoing', 'detects', ['technique']);
  return list(keepFirst([...direct, ...techniquesVia(graph, strategies)]));
}

function techniquesVia(graph: Graph, between: readonly Related[]): readonly Related<Technique>[] {
  return list(
    keepFirst(
      between.flatMap(({ object: via }) =>
        techniquesOf(graph, via).map(({ object, description }) => ({ object, description, via })),
      ),
    ),
  );
}

function findActive<K extends Kind>(
  graph: Graph,
  from: AttackObject,
  direction: Direction,
  type: RelationType,
  kinds: readonly K[],
): readonly Related<OfKind<K>>[] {
  if (from.status !== 'active') return [];
  return findEnds(graph, from, direction, type, kinds).filter(({ object }) => object.status === 'active');
}

/** Follows the relations of one type that are alive themselves, in the order of the data, whatever their ends are. */
function findEnds<K extends Kind>(
  graph: Graph,
  from: AttackObject,
  direction: Direction,
  type: RelationType,
  kinds: readonly K[],
): readonly Related<OfKind<K>>[] {
  const found: Related<OfKind<K>>[] = [];
  for (const relation of graph[direction].get(from.stixId) ?? []) {
    if (relation.type !== type || relation.dead) continue;
    const object = graph.byStixId.get(otherEnd(relation, direction));
    if (object && isOfKind(object, kinds)) found.push({ object, description: relation.description });
  }
  return found;
}

function otherEnd(relation: Relation, direction: Direction): string {
  return direction === 'outgoing' ? relation.target : relation.source;
}

function isOfKind<K extends Kind>(object: AttackObject, kinds: readonly K[]): object is OfKind<K> {
  return (kinds as readonly Kind[]).includes(object.kind);
}

/** Sorts by ATT&CK ID, character by character, as MITRE's pages do; what has no ID goes by name. */
function list<O extends AttackObject>(related: readonly Related<O>[]): readonly Related<O>[] {
  return related.toSorted((a, b) => compare(a.object.id, b.object.id) || compare(a.object.name, b.object.name));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function keepFirst(related: readonly Related<Technique>[]): readonly Related<Technique>[] {
  const seen = new Set<Technique>();
  return related.filter(({ object }) => !seen.has(object) && seen.add(object));
}

/** By domain, then by place in the domain's active matrix; a tactic that stands in none comes last. */
function rankTactic(graph: Graph, tactic: Tactic): number {
  const domain = DOMAINS.findIndex((each) => tactic.domains.includes(each));
  const matrix = matricesOf(graph, tactic)[0]?.object;
  const place = matrix && tacticsInOrder(graph, matrix).findIndex(({ object }) => object === tactic);
  return domain * 1000 + (place ?? 999);
}
