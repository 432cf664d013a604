/** Tells one version of the program that makes catalogs from another: what an earlier one made is of no use to this one. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** All that a catalog's making takes part in. */
const FOLDERS = ['attack', 'search', 'compact', 'workshop'];

/**
 * The package's version, and size and time of each file: where the program is worked on, its version tells nothing. A few ms.
 *
 * @throws Node's error
 */
export function readStamp(): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, '../package.json'), 'utf8')) as { readonly version: string };
  const paths = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const hash = createHash('sha256');
  for (const path of paths.filter((each) => each.endsWith('.ts')).sort()) {
    const { size, mtimeMs } = statSync(join(ROOT, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return `${version} ${hash.digest('hex').slice(0, 16)}`;
}
