/** Which releases a catalog has that were not announced, and what each is compared with. */

import { type Domain, labelDomain } from '../attack/domain.ts';
import { compareReleases } from '../attack/release.ts';
import type { Taken, Upgrade } from '../reply/watch/announcement.ts';
import { type Comparison, compare } from '../reply/watch/touches.ts';
import type { Catalog } from '../search/catalog.ts';
import type { Graph } from '../search/graph.ts';
import type { Announcements } from '../store/announcements.ts';
import type { Announcing } from './announcer.ts';

/** A release that some domains have now, and others had before. */
export type News = Pick<Taken, 'release' | 'upgrades'>;

/**
 * What each domain stood on when it was last announced, so that a release can be compared with it when the next is taken up. Embedded facts
 * are no measure: they lack the texts.
 */
export interface Held {
  /** Keeps it for domains of which nothing is held yet. */
  readonly keep: (catalog: Catalog) => void;
  readonly replace: (catalog: Catalog) => void;
  /** @returns undefined unless it has that release of all these domains */
  readonly find: (release: string, domains: readonly Domain[]) => Graph | undefined;
}

/** In ms: how long to wait for a release that cannot be reached, before each further attempt. */
const PATIENCE = [60_000, 5 * 60_000];

export function createHeld(): Held {
  const held = new Map<Domain, { readonly release: string; readonly graph: Graph }>();
  const put = (catalog: Catalog, isWanted: (domain: Domain) => boolean) => {
    const graph = toGraph(catalog);
    for (const { domain, release, origin } of catalog.copies)
      if (release !== undefined && origin !== 'embedded' && isWanted(domain)) held.set(domain, { release, graph });
  };
  return {
    keep: (catalog) => put(catalog, (domain) => !held.has(domain)),
    replace: (catalog) => put(catalog, () => true),
    find(release, domains) {
      const all = domains.map((domain) => held.get(domain));
      const [first] = all;
      return all.every((one) => one?.release === release && one.graph === first?.graph) ? first?.graph : undefined;
    },
  };
}

/**
 * The release that a domain has first is its beginning, and no news. An older one is none either, nor are embedded facts, nor a
 * correction under the same number: MITRE numbers what it wants read.
 *
 * @returns oldest first, each release once
 */
export async function findNews(
  { copies }: Pick<Catalog, 'copies'>,
  announcements: Pick<Announcements, 'last' | 'advance'>,
): Promise<readonly News[]> {
  const newer: { readonly domain: Domain; readonly from: string; readonly release: string }[] = [];
  for (const { domain, release, origin } of copies) {
    if (release === undefined || origin === 'embedded') continue;
    const from = await announcements.last(domain);
    if (from === undefined) await announcements.advance(domain, release);
    else if (compareReleases(release, from) > 0) newer.push({ domain, from, release });
  }
  return [...Map.groupBy(newer, ({ release }) => release)]
    .map(([release, all]) => ({ release, upgrades: groupByBefore(all) }))
    .sort((a, b) => compareReleases(a.release, b.release));
}

function groupByBefore(all: readonly { readonly domain: Domain; readonly from: string }[]): readonly Upgrade[] {
  return [...Map.groupBy(all, ({ from }) => from)].map(([from, same]) => ({
    from,
    domains: same.map(({ domain }) => domain),
  }));
}

/** @throws the signal's reason */
export async function compareNews(
  { release, upgrades }: News,
  catalog: Catalog,
  held: Pick<Held, 'find'>,
  announcing: Announcing,
): Promise<Taken> {
  const comparisons: Comparison[] = [];
  const problems: string[] = [];
  for (const { from, domains } of upgrades) {
    const found = await findEarlier(from, domains, held, announcing);
    if (found.problem !== undefined) problems.push(found.problem);
    if (!found.graph) continue;
    const [earlier, later] = [
      { release: from, catalog: found.graph },
      { release, catalog },
    ];
    const changes = await announcing.comparisons.between(earlier, later, found.domains);
    announcing.signal.throwIfAborted();
    comparisons.push(compare(changes, found.graph, catalog));
  }
  return { release, upgrades, comparisons, problem: problems.length === 0 ? undefined : problems.join('; ') };
}

interface Earlier {
  readonly graph: Graph | undefined;
  /** Those that it has. */
  readonly domains: readonly Domain[];
  /** For people to read, without a full stop: why it does not have all. */
  readonly problem: string | undefined;
}

async function findEarlier(
  release: string,
  domains: readonly Domain[],
  held: Pick<Held, 'find'>,
  { releases, wait, signal, log }: Announcing,
): Promise<Earlier> {
  const graph = held.find(release, domains);
  if (graph) return { graph, domains, problem: undefined };
  for (let attempt = 0; ; attempt += 1) {
    const found = await releases.find(release);
    const had = found.kind === 'found' ? domains.filter((domain) => hasDomain(found.catalog, domain)) : [];
    if (found.kind === 'found' && had.length === domains.length)
      return { graph: toGraph(found.catalog), domains, problem: undefined };
    const lacking = domains.filter((domain) => !had.includes(domain));
    const problem = found.kind === 'unreachable' ? found.problem : describeLack(release, lacking);
    log.warn({ release, domains: lacking, problem }, 'a release cannot be compared with the one before');
    const span = found.kind === 'unlisted' ? undefined : PATIENCE[attempt];
    if (span === undefined)
      return { graph: found.kind === 'found' ? toGraph(found.catalog) : undefined, domains: had, problem };
    await wait(span, signal);
    signal.throwIfAborted();
  }
}

function hasDomain({ copies }: Catalog, domain: Domain): boolean {
  return copies.some((copy) => copy.domain === domain && copy.origin !== 'embedded');
}

function describeLack(release: string, domains: readonly Domain[]): string {
  return `${domains.map(labelDomain).join(', ')} of release ${release} cannot be had`;
}

/** Without what only the search needs, which is most of the memory. */
function toGraph({ objects, byStixId, byId, outgoing, incoming }: Catalog): Graph {
  return { objects, byStixId, byId, outgoing, incoming };
}
