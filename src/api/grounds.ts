/** What an answer of the API is made from: the catalog of the release that was asked for, or the changes between two. */

import { compareReleases, findNamed } from '../attack/release.ts';
import type { Catalog } from '../search/catalog.ts';
import type { Changes } from '../search/changes/change.ts';
import { type Comparisons, sharedDomains } from '../search/comparisons.ts';
import type { Releases } from '../search/releases.ts';
import { Fault, quoteInput } from './fault.ts';

export interface GroundsOptions {
  /** Undefined before there is any. */
  readonly catalog: () => Catalog | undefined;
  readonly releases: Releases;
  readonly comparisons: Comparisons;
  /** How long a request waits for a release that is being loaded, in ms. */
  readonly patience: number;
}

export interface Grounds {
  /**
   * @param release such as `17.1` or `v17`; the newest where undefined
   * @throws Fault
   */
  readonly catalogOf: (release: string | undefined) => Promise<Catalog>;
  /** @throws Fault */
  readonly changesBetween: (
    from: string | undefined,
    to: string | undefined,
  ) => Promise<{ readonly changes: Changes; readonly later: Catalog }>;
}

/** In seconds. */
const COME_BACK = 10;
/** Releases that are being loaded for other programs: people, who wait in the same line, go first. */
const MOST_LOADING = 2;

export function createGrounds({ catalog, releases, comparisons, patience }: GroundsOptions): Grounds {
  const loading = new Set<string>();

  return {
    async catalogOf(release) {
      if (release === undefined) return newest();
      return (await find(release)).catalog;
    },

    async changesBetween(from, to) {
      newest();
      const listed = await releases.list();
      const target = to ?? listed[0];
      if (target === undefined) throw new Fault('unknown_release', 'What is loaded does not name its release');
      const later = await find(target);
      const before = from ?? listed.find((each) => compareReleases(each, later.release) < 0);
      if (before === undefined) throw new Fault('unknown_release', `There is no release before ${later.release} here`);
      const earlier = await find(before);
      if (compareReleases(earlier.release, later.release) >= 0) {
        throw new Fault('bad_query', `\`from\` (${earlier.release}) must be older than \`to\` (${later.release})`);
      }
      const domains = sharedDomains(earlier, later);
      return { changes: await comparisons.between(earlier, later, domains), later: later.catalog };
    },
  };

  function newest(): Catalog {
    const known = catalog();
    if (known) return known;
    throw new Fault('not_ready', 'ATT&CK is being loaded', COME_BACK);
  }

  function isAtHand(number: string): boolean {
    const all = [newest(), ...releases.held()].flatMap(({ copies }) => copies.flatMap(({ release }) => release ?? []));
    return findNamed(all, number) !== undefined;
  }

  async function find(asked: string): Promise<{ readonly release: string; readonly catalog: Catalog }> {
    newest();
    const number = /^v?(\d[\w.-]{0,19})$/i.exec(asked)?.[1];
    if (number === undefined) throw new Fault('bad_query', `${quoteInput(asked)} is no release: give one such as 18.1`);
    if (!isAtHand(number) && !loading.has(number) && loading.size >= MOST_LOADING)
      throw new Fault('release_unavailable', 'Other releases are being loaded', COME_BACK);
    const finding = releases.find(number).finally(() => loading.delete(number));
    loading.add(number);
    const late = Symbol('late');
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<typeof late>((resolve) => {
      timer = setTimeout(() => resolve(late), patience);
    });
    const found = await Promise.race([finding, waited]).finally(() => clearTimeout(timer));
    if (found === late) throw new Fault('release_unavailable', `ATT&CK ${number} is being loaded`, COME_BACK);
    switch (found.kind) {
      case 'found':
        return found;
      case 'unlisted':
        throw new Fault(
          'unknown_release',
          `There is no ATT&CK ${number} here, but ${found.listed.slice(0, 12).join(', ')}`,
        );
      case 'unreachable':
        throw new Fault('release_unavailable', `ATT&CK ${number} cannot be loaded: ${found.problem}`, COME_BACK);
    }
  }
}
