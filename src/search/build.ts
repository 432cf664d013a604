/** Builds a catalog of decoded bundles. */

import type { Bundle } from '../attack/bundle.ts';
import type { AttackObject } from '../attack/object.ts';
import { type Catalog, type Copy, inOrder, type Knowledge, type Phrase, type RefreshReport } from './catalog.ts';
import { buildFilterValues } from './filter/values.ts';
import { buildFormerNames } from './former.ts';
import { buildFuzzy } from './fuzzy.ts';
import { buildGraph } from './graph.ts';
import { buildNames } from './names.ts';
import { parentName } from './relations.ts';
import { buildScopeWords } from './scope.ts';
import { successorOf } from './successor.ts';
import { buildTextIndex, type TextIndex } from './text/text-index.ts';

/** What a catalog is built from: a decoded bundle and where it came from. */
export interface Edition {
  readonly bundle: Bundle;
  readonly copy: Copy;
}

/** No editions give an empty catalog. `text` is still to be built. */
export function buildCatalog(editions: readonly Edition[], refresh: RefreshReport): Catalog {
  return {
    ...buildKnowledge(editions.map(({ bundle }) => bundle)),
    copies: inOrder(editions.map(({ copy }) => copy)),
    refresh,
  };
}

/** No bundles give an empty one. `text` is still to be built. */
export function buildKnowledge(bundles: readonly Bundle[]): Knowledge {
  const graph = buildGraph(bundles);
  const former = buildFormerNames(graph);
  const names = buildNames(
    graph.objects,
    (object) => parentName(graph, object),
    (object) => former.get(object) ?? [],
  );
  return {
    ...graph,
    names,
    fuzzy: buildFuzzy(names),
    scopeWords: buildScopeWords(graph.objects),
    filterValues: buildFilterValues(graph, names),
    text: undefined,
  };
}

/** Step by step, see `buildTextIndex`: a second of work. */
export function buildText(catalog: Knowledge, phrases: readonly Phrase[]): Generator<void, TextIndex> {
  const others = catalog.names.labels.filter(({ by }) => by === 'alias' || by === 'former name' || by === 'acronym');
  const names = Map.groupBy(others, ({ object }) => object);
  const sayings = groupByMeaning(catalog, phrases);
  return buildTextIndex(catalog, {
    namesOf: (object) => (names.get(object) ?? []).map(({ text }) => text),
    sayingsOf: (object) => sayings.get(object) ?? [],
  });
}

/** By the objects that the IDs stand for today. */
function groupByMeaning(catalog: Knowledge, phrases: readonly Phrase[]): ReadonlyMap<AttackObject, readonly string[]> {
  const said = new Map<AttackObject, Set<string>>();
  for (const { text, ids } of phrases) {
    for (const object of ids.flatMap((id) => catalog.byId.get(id)?.[0] ?? [])) {
      const today = successorOf(catalog, object).path.at(-1) ?? object;
      said.set(today, (said.get(today) ?? new Set()).add(text));
    }
  }
  return new Map([...said].map(([object, texts]) => [object, [...texts].sort()]));
}
