/** All that the bot knows at one moment: immutable, and swapped whole when a newer copy arrives. */

import type { Bundle } from '../attack/bundle.ts';
import { DOMAINS, type Domain } from '../attack/domain.ts';
import type { AttackObject } from '../attack/object.ts';
import { buildFilterValues, type FilterValues } from './filter/values.ts';
import { buildFormerNames } from './former.ts';
import { buildFuzzy, type FuzzyIndex } from './fuzzy.ts';
import { buildGraph, type Graph } from './graph.ts';
import { buildNames, type NameIndex } from './names.ts';
import { parentName } from './relations.ts';
import { buildScopeWords, type ScopeWords } from './scope.ts';
import { successorOf } from './successor.ts';
import { buildTextIndex, type TextIndex } from './text/text-index.ts';

/** Where one domain's knowledge comes from. */
export interface Copy {
  readonly domain: Domain;
  /** Such as `18.1`; undefined where the source does not say (STIX 2.0). */
  readonly release: string | undefined;
  /** `feed`: fetched by this process; `disk`: kept from an earlier fetch; `embedded`: the facts that come with the bot. */
  readonly origin: 'feed' | 'disk' | 'embedded';
  /** The feed's base that it was once fetched from, for people to read; for embedded facts, `embedded`. */
  readonly address: string;
  /** When the copy was last known to be the newest, in ms since 1970; for embedded facts, when their release was published. */
  readonly asOf: number;
  /** How old it may grow before an answer has to say so, in ms; infinite for an earlier release, which is what it was. */
  readonly freshFor: number;
}

/** How the last attempt to renew the copies went. */
export interface RefreshReport {
  /** In ms since 1970; undefined before the first attempt has ended. */
  readonly endedAt: number | undefined;
  /** One line per domain that failed, fit for people to read. */
  readonly errors: readonly { readonly domain: Domain; readonly message: string }[];
  /** In ms since 1970; undefined while one is under way. */
  readonly nextAt: number | undefined;
}

export interface Catalog extends Graph {
  /** In the order of `DOMAINS`. */
  readonly copies: readonly Copy[];
  readonly refresh: RefreshReport;
  readonly names: NameIndex;
  readonly fuzzy: FuzzyIndex;
  readonly scopeWords: ScopeWords;
  readonly filterValues: FilterValues;
  /** What the objects' texts say; undefined until it is built. May be that of the catalog before this one while its own is being built. */
  readonly text: TextIndex | undefined;
}

/** What a catalog is built from: a decoded bundle and where it came from. */
export interface Edition {
  readonly bundle: Bundle;
  readonly copy: Copy;
}

/** No editions give an empty catalog. `text` is still to be built. */
export function buildCatalog(editions: readonly Edition[], refresh: RefreshReport): Catalog {
  const graph = buildGraph(editions.map(({ bundle }) => bundle));
  const former = buildFormerNames(graph);
  const names = buildNames(
    graph.objects,
    (object) => parentName(graph, object),
    (object) => former.get(object) ?? [],
  );
  const copies = DOMAINS.flatMap((domain) => editions.map(({ copy }) => copy).filter((copy) => copy.domain === domain));
  return {
    ...graph,
    copies,
    refresh,
    names,
    fuzzy: buildFuzzy(names),
    scopeWords: buildScopeWords(graph.objects),
    filterValues: buildFilterValues(graph, names),
    text: undefined,
  };
}

/** A community's words for techniques, such as the title of a detection rule. */
export interface Phrase {
  readonly text: string;
  /** ATT&CK IDs of any release. */
  readonly ids: readonly string[];
}

/** Step by step, see `buildTextIndex`: a second of work. */
export function buildText(catalog: Catalog, phrases: readonly Phrase[]): Generator<void, TextIndex> {
  const others = catalog.names.labels.filter(({ by }) => by === 'alias' || by === 'former name' || by === 'acronym');
  const names = Map.groupBy(others, ({ object }) => object);
  const sayings = groupByMeaning(catalog, phrases);
  return buildTextIndex(catalog, {
    namesOf: (object) => (names.get(object) ?? []).map(({ text }) => text),
    sayingsOf: (object) => sayings.get(object) ?? [],
  });
}

/** By the objects that the IDs stand for today. */
function groupByMeaning(catalog: Catalog, phrases: readonly Phrase[]): ReadonlyMap<AttackObject, readonly string[]> {
  const said = new Map<AttackObject, Set<string>>();
  for (const { text, ids } of phrases) {
    for (const object of ids.flatMap((id) => catalog.byId.get(id)?.[0] ?? [])) {
      const today = successorOf(catalog, object).path.at(-1) ?? object;
      said.set(today, (said.get(today) ?? new Set()).add(text));
    }
  }
  return new Map([...said].map(([object, texts]) => [object, [...texts].sort()]));
}

/** The same knowledge with news about where it comes from or what was made of it; shares everything else. */
export function withNews(catalog: Catalog, news: Partial<Pick<Catalog, 'copies' | 'refresh' | 'text'>>): Catalog {
  return { ...catalog, ...news };
}
