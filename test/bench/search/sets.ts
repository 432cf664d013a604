/** Sets of queries with their right answers: `.tsv` files, each line `query <TAB> technique IDs, comma separated`. */

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

export interface Query {
  readonly text: string;
  /** ATT&CK IDs of techniques, each a right answer. */
  readonly ids: readonly string[];
}

export interface QuerySet {
  readonly title: string;
  readonly queries: readonly Query[];
}

/** As people read a table of them; whatever else there is follows. */
const ORDER = ['exact', 'typo1', 'typo2', 'partial', 'jargon', 'sigma', 'atomic', 'tram'];

/**
 * All `.tsv` files of the folders.
 *
 * @throws Error where there is none, and for what `decodeQueries` does not take
 */
export function readSets(folders: readonly string[]): readonly QuerySet[] {
  const paths = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.tsv'))
      .sort()
      .map((name) => join(folder, name)),
  );
  if (paths.length === 0) throw new Error(`No .tsv files in ${folders.join(', ')}`);
  const titles = titlesOf(paths);
  const sets = paths.map((path, at) => ({ title: titles[at] ?? path, queries: readQueries(path) }));
  return sets.toSorted((a, b) => rankTitle(a.title) - rankTitle(b.title));
}

/** @throws Error for a line without an answer, and where there is no line */
export function decodeQueries(text: string): readonly Query[] {
  const queries = text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    const [query = '', answers = ''] = line.split('\t');
    const ids = answers.split(',').flatMap((id) => id.trim() || []);
    if (query.trim() === '' || ids.length === 0) throw new Error(`Line ${at + 1} is no query with an answer: ${line}`);
    return [{ text: query.trim(), ids }];
  });
  if (queries.length === 0) throw new Error('It is empty');
  return queries;
}

/** What the tables call each file: by its name, with its folder's where two have the same. */
export function titlesOf(paths: readonly string[]): readonly string[] {
  const names = paths.map((path) => basename(path, '.tsv').replace(/^names-/, ''));
  return names.map((name, at) =>
    names.indexOf(name) === names.lastIndexOf(name) ? name : `${basename(resolve(paths[at] ?? '', '..'))}/${name}`,
  );
}

/** At most so many queries of each set, evenly spread over it; the same in every run. */
export function sampleSets(sets: readonly QuerySet[], most: number): readonly QuerySet[] {
  return sets.map(({ title, queries }) => {
    const stride = Math.max(1, queries.length / most);
    const count = Math.min(most, queries.length);
    return {
      title,
      queries: Array.from({ length: count }, (_, nth) => queries[Math.floor(nth * stride)]).filter(
        (query) => query !== undefined,
      ),
    };
  });
}

function readQueries(path: string): readonly Query[] {
  try {
    return decodeQueries(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} is no set of queries`, { cause: error });
  }
}

function rankTitle(title: string): number {
  const rank = ORDER.indexOf(basename(title));
  return rank === -1 ? ORDER.length : rank;
}
