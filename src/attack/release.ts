/** Which of two releases of ATT&CK is newer. */

/** Compares number by number (1.9 < 1.10); a suffix makes a release older than the plain one (`11.0-beta` < `11.0`). */
export function compareReleases(a: string, b: string): number {
  const [left, right] = [split(a), split(b)];
  for (let i = 0; i < Math.max(left.numbers.length, right.numbers.length); i += 1) {
    const difference = (left.numbers[i] ?? 0) - (right.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.suffix === right.suffix) return 0;
  if (left.suffix === '' || right.suffix === '') return left.suffix === '' ? 1 : -1;
  return left.suffix < right.suffix ? -1 : 1;
}

function split(release: string): { readonly numbers: readonly number[]; readonly suffix: string } {
  const numbers = /^\d+(?:\.\d+)*/.exec(release)?.[0] ?? '';
  return { numbers: numbers === '' ? [] : numbers.split('.').map(Number), suffix: release.slice(numbers.length) };
}
