/** Opens what `encodeCatalog` made. */

import type { AttackObject } from '../attack/object.ts';
import type { Relation } from '../attack/relation.ts';
import { buildCatalog, type Catalog } from '../search/catalog.ts';
import type { TextIndex } from '../search/text/text-index.ts';
import { CompactError } from './compact-error.ts';
import { untag } from './tagged.ts';

/**
 * Step by step, so that whoever opens it meanwhile answers others; each step is some 5 ms of work at most. `text` is undefined where the
 * encoded catalog had none. Throws a CompactError where the buffer is none, damaged, or of another format.
 *
 * @param bytes not to be changed afterwards: the catalog goes on reading them
 */
export function* openCatalog(
  bytes: Uint8Array<ArrayBuffer>,
  news: Pick<Catalog, 'copies' | 'refresh'>,
): Generator<void, Catalog> {
  const { objects, relations, text } = parse(bytes);
  yield;
  const bundle = { domain: 'enterprise', release: undefined, objects, relations, skipped: {} } as const;
  const copy = { domain: 'ics', release: undefined, origin: 'disk', address: '', asOf: 0, freshFor: 0 } as const;
  return { ...buildCatalog([{ bundle, copy }], news.refresh), ...news, text: untag(text) as TextIndex | undefined };
}

function parse(bytes: Uint8Array) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as {
      readonly objects: AttackObject[];
      readonly relations: Relation[];
      readonly text: unknown;
    };
  } catch (cause) {
    throw new CompactError('cannot be read', { cause });
  }
}
