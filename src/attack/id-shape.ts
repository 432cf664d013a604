/** Where an ID may stand in a text, told by four digits behind a letter: most texts hold no such place, and need not be read. */

import { FAMILY_NAMES } from './id.ts';

const DIGITS = 4;
const ZERO = 0x30;
const CASE = 0x20;
/** By character code: the last letters of the families, in both cases. */
const ENDS_FAMILY = new Uint8Array(128);
for (const name of FAMILY_NAMES) {
  const code = name.charCodeAt(name.length - 1);
  ENDS_FAMILY[code] = 1;
  ENDS_FAMILY[code | CASE] = 1;
}

/**
 * The first place between `from` and `end` where exactly four digits follow a letter that can end an ID's prefix, in any case. Whatever
 * `isId` and `readAttackUrl` take has such a place; not every such place is an ID.
 *
 * @returns where the digits begin, or -1
 */
export function findIdShape(text: string, from: number, end: number): number {
  // Looks at every fourth character: four digits in a row cannot slip through.
  for (let at = from + DIGITS; at < end; at += DIGITS) {
    if (!isDigit(text.charCodeAt(at))) continue;
    let first = at;
    while (first > from && isDigit(text.charCodeAt(first - 1))) first -= 1;
    while (at < end && isDigit(text.charCodeAt(at))) at += 1;
    if (at - first === DIGITS && first > from && ENDS_FAMILY[text.charCodeAt(first - 1)] === 1) return first;
  }
  return -1;
}

function isDigit(code: number): boolean {
  return (code - ZERO) >>> 0 < 10;
}
