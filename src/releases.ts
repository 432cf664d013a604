/** Which releases can be answered from. */

import { compareReleases } from './attack/release.ts';
import type { Catalog } from './search/catalog.ts';
import type { Releases } from './search/releases.ts';

/** @param newest the catalog of the moment, if there is one */
export function createReleases(newest: () => Catalog | undefined): Releases {
  return {
    list: async () => listLoaded(newest()),
    async find(release) {
      const catalog = newest();
      const listed = listLoaded(catalog);
      const named = listed.find((each) => isNamed(each, release));
      return catalog && named ? { kind: 'found', release: named, catalog } : { kind: 'unlisted', release, listed };
    },
  };
}

function listLoaded(catalog: Catalog | undefined): readonly string[] {
  const releases = (catalog?.copies ?? []).flatMap(({ release }) => release ?? []);
  return [...new Set(releases)].sort((a, b) => compareReleases(b, a));
}

/** `17` names every `17.…`. */
function isNamed(release: string, by: string): boolean {
  return compareReleases(release, by) === 0 || (/^\d+$/.test(by) && release.startsWith(`${by}.`));
}
