/** Catalogs that went through their compact form, and what must not have changed on the way. */

import { expect } from 'vitest';
import { encodeCatalog } from '../../src/compact/encode.ts';
import { openCatalog } from '../../src/compact/open.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import { runAtOnce } from '../../src/search/slices.ts';

export function reopen(catalog: Catalog): Catalog {
  return open(encodeCatalog(catalog));
}

/** As if nothing were known of where it comes from. */
export function open(bytes: Uint8Array<ArrayBuffer>): Catalog {
  return runAtOnce(openCatalog(bytes, { copies: [], refresh: { endedAt: undefined, errors: [], nextAt: undefined } }));
}

/** All but where it comes from. */
export function expectSame(opened: Catalog, catalog: Catalog): void {
  expect(opened.objects).toEqual(catalog.objects);
  expect(new Map(opened.outgoing)).toEqual(catalog.outgoing);
  expect(new Map(opened.incoming)).toEqual(catalog.incoming);
  const places = (some: Catalog) => new Map(some.objects.map((object, place) => [object, place]));
  const [before, after] = [places(catalog), places(opened)];
  // By place, because an object must be one and the same wherever it is found.
  const objectsIn = ({ byStixId, byId }: Catalog, known: ReadonlyMap<unknown, number>) => [
    [...byStixId].map(([key, object]) => [key, known.get(object)]),
    [...byId].map(([key, objects]) => [key, objects.map((object) => known.get(object))]),
  ];
  expect(objectsIn(opened, after)).toEqual(objectsIn(catalog, before));
  const labelsIn = ({ names, fuzzy }: Catalog, known: ReadonlyMap<unknown, number>) => {
    const numbers = new Map(names.labels.map((label, number) => [label, number]));
    const orders = [names.byLetters, fuzzy.prefixes.labels, fuzzy.pairs.labels];
    return [
      names.labels.map(({ object, ...label }) => [known.get(object), label]),
      orders.map((labels) => labels.map((label) => numbers.get(label))),
      { ...fuzzy.prefixes, labels: undefined },
      { ...fuzzy.pairs, labels: undefined },
    ];
  };
  expect(labelsIn(opened, after)).toEqual(labelsIn(catalog, before));
  expect(opened.scopeWords).toEqual(catalog.scopeWords);
  expect(opened.filterValues).toEqual(catalog.filterValues);
  expect(valuesOf(opened)).toEqual(valuesOf(catalog));
  expect(opened.text).toEqual(catalog.text);
}

/** Which words of each field share a value. */
function valuesOf({ filterValues }: Catalog) {
  return Object.values(filterValues).map((words) => {
    const values = [...new Set(words.values())];
    return [...words].map(([word, value]) => [word, values.indexOf(value)]);
  });
}
