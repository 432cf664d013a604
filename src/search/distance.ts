/**
 * How many slips of the hand lie between two short texts: letters missed, added, mistaken, or swapped with their neighbour.
 *
 * This is the optimal string alignment distance: Damerau's, except that no letter is edited twice. The unrestricted one needs a table as
 * wide as the alphabet to tell apart what no typist does. Letters are UTF-16 units, so that no text is an error, lone surrogates included.
 */

export interface Distances {
  /** To the whole of the other text; Infinity beyond the bound. */
  readonly whole: number;
  /** To that beginning of the other text which is nearest, for what is still being typed; Infinity beyond the bound. */
  readonly beginning: number;
}

/** Longer texts are compared up to here: the longest name in ATT&CK has 124 letters. */
const MAX_LENGTH = 256;
/** Larger than every distance, and small enough for 16 bits. */
const FAR = 1024;

/**
 * The last three rows of the table; one call at a time uses them, from start to end. They are kept because three allocations for each of
 * dozens of names would cost more than the comparison.
 */
const rows = [0, 1, 2].map(() => new Uint16Array(MAX_LENGTH + 1)) as [Uint16Array, Uint16Array, Uint16Array];

/**
 * Looks only at the diagonal band in which a distance within `most` can lie, and stops at the first row that leaves it.
 *
 * @param most the largest distance of interest
 */
export function measureDistances(text: string, other: string, most: number): Distances {
  const height = Math.min(text.length, MAX_LENGTH);
  const width = Math.min(other.length, MAX_LENGTH);
  let [before, above, row] = rows;
  for (let column = 0; column <= width; column += 1) above[column] = column;
  for (let line = 1; line <= height; line += 1) {
    const start = Math.max(1, line - most);
    const end = Math.min(width, line + most);
    row[start - 1] = start === 1 ? line : FAR;
    let least = at(row, start - 1);
    // The row above ended one column earlier, unless the text's end held it back.
    if (line > 1 && end === line + most) above[end] = FAR;
    const unit = text.charCodeAt(line - 1);
    for (let column = start; column <= end; column += 1) {
      const otherUnit = other.charCodeAt(column - 1);
      let cost = at(above, column - 1) + (unit === otherUnit ? 0 : 1);
      cost = Math.min(cost, at(above, column) + 1, at(row, column - 1) + 1);
      if (isSwap(text, line, other, column)) cost = Math.min(cost, at(before, column - 2) + 1);
      row[column] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return { whole: Infinity, beginning: Infinity };
    [before, above, row] = [above, row, before];
  }
  return readLastRow(above, height, width, most);
}

function readLastRow(row: Uint16Array, height: number, width: number, most: number): Distances {
  let beginning = FAR;
  const end = Math.min(width, height + most);
  for (let column = Math.max(0, height - most); column <= end; column += 1)
    beginning = Math.min(beginning, at(row, column));
  const whole = Math.abs(height - width) <= most ? at(row, width) : FAR;
  return { whole: bound(whole, most), beginning: bound(beginning, most) };
}

function isSwap(text: string, line: number, other: string, column: number): boolean {
  return (
    line > 1 &&
    column > 1 &&
    text.charCodeAt(line - 1) === other.charCodeAt(column - 2) &&
    text.charCodeAt(line - 2) === other.charCodeAt(column - 1)
  );
}

function bound(distance: number, most: number): number {
  return distance <= most ? distance : Infinity;
}

function at(row: Uint16Array, column: number): number {
  return row[column] ?? FAR;
}
