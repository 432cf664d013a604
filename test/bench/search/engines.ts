/** What is compared: our search, and the two libraries that one would take otherwise, as they come. */

import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import type { AttackObject, Kind } from '../../../src/attack/object.ts';
import { buildText } from '../../../src/search/build.ts';
import { type Catalog, type Phrase, withNews } from '../../../src/search/catalog.ts';
import { find } from '../../../src/search/find.ts';
import { buildFormerNames } from '../../../src/search/former.ts';
import { buildFuzzy } from '../../../src/search/fuzzy.ts';
import { buildNames } from '../../../src/search/names.ts';
import { parentName } from '../../../src/search/relations.ts';
import { runAtOnce } from '../../../src/search/slices.ts';
import { ofKinds } from '../../fixtures/kinds.ts';

export interface Answer {
  /** Best first. */
  readonly objects: readonly AttackObject[];
  /** Whether the first is given as what was meant, and not as one of a choice. */
  readonly isSure: boolean;
}

export interface Engine {
  readonly title: string;
  readonly ask: (text: string) => Answer;
}

/** The whole of our index, anew, from a graph that is there anyway. */
export function buildOurs(catalog: Catalog): Catalog {
  const former = buildFormerNames(catalog);
  const names = buildNames(
    catalog.objects,
    (object) => parentName(catalog, object),
    (object) => former.get(object) ?? [],
  );
  return teach({ ...catalog, names, fuzzy: buildFuzzy(names) }, []);
}

/** The same catalog, its texts read anew together with a community's phrases. */
export function teach(catalog: Catalog, phrases: readonly Phrase[]): Catalog {
  return withNews(catalog, { text: runAtOnce(buildText(catalog, phrases)) });
}

/** @param kinds none are all */
export function createOurs(title: string, catalog: Catalog, kinds: readonly Kind[]): Engine {
  return { title, ask: (text) => askOurs(catalog, text, kinds) };
}

function askOurs(catalog: Catalog, text: string, kinds: readonly Kind[]): Answer {
  const finding = find(catalog, text, ofKinds(...kinds));
  switch (finding.kind) {
    case 'one':
      return { objects: [finding.hit, ...finding.others].map(({ object }) => object), isSure: true };
    case 'several':
      return { objects: finding.hits.map(({ object }) => object), isSure: false };
    case 'none':
      return { objects: [], isSure: false };
  }
}

export function buildFuse(objects: readonly AttackObject[]): Fuse<AttackObject> {
  return new Fuse(objects, { keys: ['name'] });
}

export function createFuse(title: string, fuse: Fuse<AttackObject>): Engine {
  return { title, ask: (text) => ({ objects: fuse.search(text).map(({ item }) => item), isSure: false }) };
}

export function buildMiniSearch(objects: readonly AttackObject[]): MiniSearch<AttackObject> {
  const index = new MiniSearch<AttackObject>({ idField: 'stixId', fields: ['name', 'description'] });
  index.addAll(objects);
  return index;
}

export function createMiniSearch(title: string, index: MiniSearch<AttackObject>, { byStixId }: Catalog): Engine {
  return {
    title,
    ask: (text) => ({ objects: index.search(text).flatMap(({ id }) => byStixId.get(id) ?? []), isSure: false }),
  };
}
