/** From a built catalog to one buffer, from which another process or the next start opens it without parsing or building anything. */

import type { Relation } from '../attack/relation.ts';
import type { Catalog } from '../search/catalog.ts';
import { tag } from './tagged.ts';

/**
 * Takes a moment, and so belongs into a worker.
 *
 * @returns one buffer that holds all of the catalog but its `copies` and `refresh`; its `text` too where it is built
 */
export function encodeCatalog({ objects, outgoing, text }: Catalog): Uint8Array<ArrayBuffer> {
  const relations: readonly Relation[] = [...outgoing.values()].flat();
  return new TextEncoder().encode(JSON.stringify({ format: 0, objects, relations, text: tag(text) }));
}
