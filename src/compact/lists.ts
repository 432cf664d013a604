/** Lists of numbers as two columns. */

import type { NumberLists } from '../search/number-lists.ts';
import type { In, Out } from './stream.ts';

export function writeLists(out: Out, { starts, numbers }: NumberLists): void {
  out.column(starts);
  out.column(numbers);
}

export function readLists(from: In): NumberLists {
  return { starts: from.column('u32'), numbers: from.column('u32') };
}
