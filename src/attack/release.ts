/** The numbers of releases: which of two is newer, and which one a person means. */

/** Such as `17.1` or `11.0-beta`; safe in an address and in the name of a file. */
const RELEASE = /^\d{1,3}(?:\.\d{1,3}){0,2}(?:-[a-z][a-z\d]{0,15})?$/;

export function isRelease(text: string): boolean {
  return RELEASE.test(text);
}

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

/** Each once, newest first. */
export function sortReleases(releases: Iterable<string>): readonly string[] {
  return [...new Set(releases)].sort((a, b) => compareReleases(b, a));
}

/**
 * The release that a person means: `17` is the last of its number.
 *
 * @param listed newest first
 */
export function findNamed(listed: readonly string[], name: string): string | undefined {
  const isNamed = (release: string) =>
    compareReleases(release, name) === 0 || (/^\d+$/.test(name) && release.startsWith(`${name}.`));
  return listed.find(isNamed);
}

function split(release: string): { readonly numbers: readonly number[]; readonly suffix: string } {
  const numbers = /^\d+(?:\.\d+)*/.exec(release)?.[0] ?? '';
  return { numbers: numbers === '' ? [] : numbers.split('.').map(Number), suffix: release.slice(numbers.length) };
}
