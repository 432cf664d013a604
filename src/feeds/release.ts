/** Which releases a feed's `index.json` lists, and which of them it calls its newest. */

import { z } from 'zod';
import { compareReleases, isRelease, sortReleases } from '../attack/release.ts';

/** What an index says of a domain's newest release. */
export interface Listing {
  /** Such as `18.1`. */
  readonly release: string;
  /** When that release was last touched, as the index writes it: a correction under the same number shows here. */
  readonly modified: string | undefined;
}

const text = z.string().optional().catch(undefined);
const version = z.object({ version: z.string(), url: text, modified: text });
const collection = z.object({ name: text, versions: z.array(z.unknown()) });
const index = z.object({ collections: z.array(z.unknown()) });

/**
 * Finds a domain's newest release in an index that is not trusted to be well-formed: what cannot be read is passed over.
 *
 * @param json the parsed `index.json`
 * @param domain such as `enterprise`
 * @returns undefined where the index is none, or does not list the domain
 */
export function findNewest(json: unknown, domain: string): Listing | undefined {
  const newest = findVersions(json, domain)?.toSorted((a, b) => compareReleases(b.version, a.version))[0];
  return newest && { release: newest.version, modified: newest.modified };
}

/**
 * All releases of a domain, newest first. See `findNewest`; what is no number of a release is passed over too, for it becomes a part of
 * addresses.
 */
export function listReleases(json: unknown, domain: string): readonly string[] | undefined {
  const versions = findVersions(json, domain);
  return versions && sortReleases(versions.map((each) => each.version).filter(isRelease));
}

function findVersions(json: unknown, domain: string): readonly z.infer<typeof version>[] | undefined {
  const parsed = index.safeParse(json);
  const collections = parsed.success
    ? parsed.data.collections.flatMap((item) => collection.safeParse(item).data ?? [])
    : [];
  const candidates = collections.map(({ name, versions }) => ({
    name,
    versions: versions.flatMap((item) => version.safeParse(item).data ?? []),
  }));
  const file = new RegExp(`/${domain}-attack(?:-[^/]*)?\\.json`, 'i');
  const label = new RegExp(`^${domain}\\b`, 'i');
  const found =
    candidates.find(({ versions }) => versions.some(({ url }) => url && file.test(url))) ??
    candidates.find(({ name }) => name && label.test(name));
  return found?.versions;
}
