/** How long a feed that failed is left alone. */

const FIRST_BACK_OFF = 60_000;

/**
 * Somewhere between the first wait and its doubles, so that bots which lost the same feed do not return to it together. Not from zero:
 * a feed that has just failed is given the first wait in any case.
 *
 * @param attempts failed ones in a row, from 1
 * @param luck from 0 up to 1
 * @returns ms
 */
export function findBackOff(interval: number, attempts: number, luck: number): number {
  const floor = Math.min(FIRST_BACK_OFF, interval);
  const ceiling = Math.min(interval, floor * 2 ** attempts);
  return floor + luck * (ceiling - floor);
}
