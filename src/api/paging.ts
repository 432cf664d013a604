/** Pages of a list that stays the same as long as the releases and the question do. */

import { z } from '@hono/zod-openapi';
import { Fault } from './fault.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  /** Undefined on the last. */
  readonly next: string | undefined;
}

const place = z.strictObject({ at: z.int().min(1), of: z.string() });

/**
 * @param of names the list: its question and the releases that it is answered from
 * @throws Fault where the cursor is none, or belongs to another list
 */
export function cutPage<T>(
  items: readonly T[],
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  of: string,
): Page<T> {
  const at = cursor === undefined ? 0 : readCursor(cursor, of);
  const end = at + limit;
  return {
    items: items.slice(at, end),
    total: items.length,
    next: end < items.length ? writeCursor(end, of) : undefined,
  };
}

function writeCursor(at: number, of: string): string {
  return Buffer.from(JSON.stringify({ at, of })).toString('base64url');
}

function readCursor(cursor: string, of: string): number {
  const read = place.safeParse(parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!read.success) throw new Fault('bad_cursor', '`cursor` is none of this API: take `meta.next` of the page before');
  if (read.data.of === of) return read.data.at;
  throw new Fault(
    'bad_cursor',
    '`cursor` belongs to another question or release: ask for the first page again, without `cursor`',
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
