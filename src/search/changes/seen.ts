/** What somebody who reads an object's page sees of a change: whether it is there, what it is called, what it says. */

import type { Domain } from '../../attack/domain.ts';
import type { AttackObject } from '../../attack/object.ts';
import type { Graph } from '../graph.ts';
import { tacticsOf } from '../relations.ts';
import { successorOf } from '../successor.ts';
import type { ListFact, Seen, Sides } from './change.ts';
import { listLinks, readsAlike } from './texts.ts';

/** Two releases. */
export interface Pair {
  readonly earlier: Graph;
  readonly later: Graph;
  /** Those that are compared: what either release has of others is none of the change. */
  readonly domains: readonly Domain[];
}

/** Without what its relations say, see `related.ts`. */
export function findSeen({ earlier, later }: Sides, graphs: Pair): readonly Seen[] {
  const [was, is] = [
    earlier?.status === 'active' ? earlier : undefined,
    later?.status === 'active' ? later : undefined,
  ];
  if (was && is) return findDifferences(was, is, graphs);
  if (is) return [{ kind: earlier ? 'revived' : 'added' }];
  if (was) return [describeEnd(later, graphs.later)];
  return earlier && later ? findRedirection(earlier, later, graphs) : [];
}

/** What became of an object that is active no more. */
function describeEnd(later: AttackObject | undefined, graph: Graph): Seen {
  if (!later) return { kind: 'removed' };
  return later.status === 'revoked' ? { kind: 'revoked', by: findEnd(later, graph) } : { kind: 'deprecated' };
}

function findRedirection(earlier: AttackObject, later: AttackObject, graphs: Pair): readonly Seen[] {
  const [from, to] = [findEnd(earlier, graphs.earlier), findEnd(later, graphs.later)];
  return from?.stixId === to?.stixId ? [] : [{ kind: 'redirected', from, to }];
}

function findEnd(object: AttackObject, graph: Graph): AttackObject | undefined {
  return successorOf(graph, object).path.at(-1);
}

function findDifferences(was: AttackObject, is: AttackObject, graphs: Pair): readonly Seen[] {
  return [
    ...(was.name === is.name ? [] : [{ kind: 'renamed', from: was.name, to: is.name } as const]),
    ...(was.id === is.id ? [] : [{ kind: 'renumbered', from: was.id, to: is.id } as const]),
    ...compareTactics(was, is, graphs),
    ...LISTS.flatMap(({ of, read }) => compareLists(of, read(was), read(is))),
    ...compareLists('domains', listDomains(was, graphs), listDomains(is, graphs)),
    ...compareDescriptions(was.description, is.description),
  ];
}

/** By ID: a tactic that is renamed moves no technique. */
function compareTactics(was: AttackObject, is: AttackObject, graphs: Pair): readonly Seen[] {
  if (was.kind !== 'technique' || is.kind !== 'technique') return [];
  const before = tacticsOf(graphs.earlier, was).map(({ object }) => object);
  const now = tacticsOf(graphs.later, is).map(({ object }) => object);
  const gained = now.filter(({ id }) => !before.some((tactic) => tactic.id === id));
  const lost = before.filter(({ id }) => !now.some((tactic) => tactic.id === id));
  return gained.length + lost.length === 0 ? [] : [{ kind: 'tactics', gained, lost }];
}

const LISTS: readonly { readonly of: ListFact; readonly read: (object: AttackObject) => readonly string[] }[] = [
  { of: 'platforms', read: (object) => ('platforms' in object ? object.platforms : []) },
  { of: 'aliases', read: ({ aliases }) => aliases },
  { of: 'sectors', read: (object) => ('sectors' in object ? object.sectors : []) },
  { of: 'dates', read: readDates },
  { of: 'log sources', read: readLogSources },
  { of: 'tunables', read: (object) => (object.kind === 'analytic' ? object.tunables.map(({ field }) => field) : []) },
];

function listDomains({ domains }: AttackObject, { domains: compared }: Pair): readonly Domain[] {
  return domains.filter((domain) => compared.includes(domain));
}

/** Links are told where they are all that differs. */
function compareDescriptions(was: string, is: string): readonly Seen[] {
  if (was === is) return [];
  return readsAlike(was, is) ? compareLists('links', listLinks(was), listLinks(is)) : [{ kind: 'text' }];
}

/** Cards show months and years. */
function readDates(object: AttackObject): readonly string[] {
  if (object.kind !== 'campaign') return [];
  const [first, last] = [object.firstSeen, object.lastSeen].map((time) => time?.slice(0, 7));
  return [
    ...(first === undefined ? [] : [`first seen ${first}`]),
    ...(last === undefined ? [] : [`last seen ${last}`]),
  ];
}

function readLogSources(object: AttackObject): readonly string[] {
  if (object.kind !== 'analytic' && object.kind !== 'data-component') return [];
  return object.logSources.map(({ name, channel }) => (channel === '' ? name : `${name}: ${channel}`));
}

/** As sets: 107 of Enterprise's techniques have their platforms in another order in 18.1. */
function compareLists(of: ListFact, was: readonly string[], is: readonly string[]): readonly Seen[] {
  const [before, now] = [new Set(was), new Set(is)];
  const gained = [...now].filter((value) => !before.has(value));
  const lost = [...before].filter((value) => !now.has(value));
  return gained.length + lost.length === 0 ? [] : [{ kind: 'list', of, gained, lost }];
}
