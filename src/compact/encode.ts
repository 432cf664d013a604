/** From a built catalog to one buffer, from which another thread or the next start opens it without parsing or building anything. */

import type { Catalog } from '../search/catalog.ts';
import { filterValues, scopeWords } from './filter-part.ts';
import { writeGraph } from './graph-part.ts';
import { writeNames } from './names-part.ts';
import { Out } from './stream.ts';
import { writeText } from './text-part.ts';

/**
 * In one go, which takes a moment: for a thread where nobody waits.
 *
 * @returns one buffer that holds all of the catalog but its `copies` and `refresh`; its `text` too where it is built
 */
export function encodeCatalog(catalog: Catalog): Uint8Array<ArrayBuffer> {
  const out = new Out();
  writeGraph(out, catalog);
  writeNames(out, catalog, catalog.objects);
  scopeWords.write(out, catalog.scopeWords);
  filterValues.write(out, catalog.filterValues);
  writeText(out, catalog.text);
  return out.join();
}
