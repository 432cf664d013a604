/** Opens what `encodeCatalog` made. */

import type { Catalog } from '../search/catalog.ts';
import { filterValues, scopeWords } from './filter-part.ts';
import { readGraph } from './graph-part.ts';
import { readNames } from './names-part.ts';
import { openStream } from './stream.ts';
import { readText } from './text-part.ts';

/**
 * Step by step, so that whoever opens it meanwhile answers others; each step is a few ms of work at most. `text` is undefined where the
 * encoded catalog had none.
 *
 * Throws a CompactError where the bytes are none of `encodeCatalog`'s, cut, or of another format. Damage within them may go unnoticed here
 * and show in answers: whoever keeps them keeps a checksum beside them, and whoever writes them notes what else they were made by, such as
 * the program's version, for its rules of folding, of naming and of learning are in them.
 *
 * @param bytes are only read, and not held on to
 */
export function* openCatalog(
  bytes: Uint8Array<ArrayBuffer>,
  { copies, refresh }: Pick<Catalog, 'copies' | 'refresh'>,
): Generator<void, Catalog> {
  const from = yield* openStream(bytes);
  const graph = yield* readGraph(from);
  const called = yield* readNames(from, graph.objects);
  yield;
  const limits = { scopeWords: scopeWords.read(from), filterValues: filterValues.read(from) };
  return { ...graph, copies, refresh, ...called, ...limits, text: yield* readText(from) };
}
