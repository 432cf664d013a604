/** From what a person typed to what is to be watched: IDs of every kind, exact names, and filters; and what none of these is. */

import type { AttackObject } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import { type Condition, readConditions } from '../../search/filter/filter.ts';
import { type FilterValue, findNearestValues, findValue } from '../../search/filter/values.ts';
import { type FilterTerm, LONGEST_VALUE, MOST_FILTERS, readFilters } from '../../search/filter/words.ts';
import { find } from '../../search/find.ts';
import { findByName, foldName } from '../../search/names.ts';
import { successorOf } from '../../search/successor.ts';
import { readIds } from '../question-terms.ts';
import { plain } from '../text/mrkdwn.ts';
import { shortNameOf } from '../views/title.ts';
import type { Target, WatchedTerm } from './subscription.ts';

/** `formerly`: what was named, where it was revoked in favour of the target. */
export interface Wanted {
  readonly target: Target;
  readonly formerly?: string | undefined;
}

export type Obstacle =
  /** Several objects are called so. */
  | { readonly kind: 'ambiguous'; readonly said: string; readonly objects: readonly AttackObject[] }
  /** Nothing is. `near` may have been meant. */
  | { readonly kind: 'unknown'; readonly said: string; readonly near: readonly AttackObject[] }
  | { readonly kind: 'no such value'; readonly term: FilterTerm; readonly near: readonly FilterValue[] }
  | { readonly kind: 'state' }
  | { readonly kind: 'too many conditions'; readonly most: number };

export interface Targets {
  readonly wanted: readonly Wanted[];
  readonly obstacles: readonly Obstacle[];
}

/** In UTF-16 units; a hundred names fit. */
const LONGEST_REST = 4000;
const LONGEST_NAME = 120;
/** Of one name. */
const MOST_WORDS = 10;
const MOST_NEAR = 3;
/** To look for what may have been meant is a search each time. */
const MOST_OBSTACLES = 5;
const FILLERS: ReadonlySet<string> = new Set(['and', 'or', 'also', 'the', 'please', 'for', 'to']);

/** Filters hold together, as in a search: they are one entry. */
export function readTargets(typed: string, catalog: Catalog): Targets {
  const { filters, rest } = readFilters(typed, LONGEST_REST);
  const { known, unknown, text } = readConditions(catalog.filterValues, filters, filters.length === 0 ? '' : rest);
  const filtered = readFilter(filters, known, unknown, catalog);
  const named = (filters.length === 0 ? rest : text).split(/[,;\n]+/).map((part) => readPart(part, catalog));
  const obstacles = named.flatMap((part) => part.obstacles).slice(0, MOST_OBSTACLES);
  return {
    wanted: [...named.flatMap((part) => part.wanted), ...filtered.wanted],
    obstacles: [...obstacles.map((one) => addNear(one, catalog)), ...filtered.obstacles],
  };
}

/** Whether it is meant by the words, wherever they led when it was added. */
export function isNamed({ target, formerly }: Wanted, typed: string): boolean {
  const said = foldName(typed);
  const names = [...(target.kind === 'object' ? [target.called] : []), ...(formerly === undefined ? [] : [formerly])];
  return said !== '' && names.some((name) => foldName(name) === said);
}

function readFilter(
  filters: readonly FilterTerm[],
  known: readonly Condition[],
  unknown: readonly FilterTerm[],
  catalog: Catalog,
): Targets {
  if (filters.length > MOST_FILTERS)
    return { wanted: [], obstacles: [{ kind: 'too many conditions', most: MOST_FILTERS }] };
  const terms = known.flatMap(toWatched);
  const misread = unknown.map((term): Obstacle => {
    const near = findNearestValues(catalog.filterValues, term.field, term.value).slice(0, MOST_NEAR);
    return { kind: 'no such value', term, near };
  });
  const states: readonly Obstacle[] = terms.length < known.length ? [{ kind: 'state' }] : [];
  // A filter that lacks one of its conditions would tell of more than was asked for.
  const isWhole = misread.length + states.length === 0 && terms.length > 0;
  return { wanted: isWhole ? [{ target: { kind: 'filter', terms } }] : [], obstacles: [...misread, ...states] };
}

function toWatched({ term: { isNot }, value: { field, label, keys } }: Condition): readonly WatchedTerm[] {
  // What is longer is nobody's to type: the keys say what is meant.
  return field === 'status' ? [] : [{ field, label: plain(label, LONGEST_VALUE), keys: [...keys].toSorted(), isNot }];
}

/** The longest run of words that names something, then the next; "APT29 Cobalt Strike" are two. */
function readPart(part: string, catalog: Catalog): Targets {
  const words = part.split(/[\s"“”]+/).filter(Boolean);
  const wanted: Wanted[] = [];
  const obstacles: Obstacle[] = [];
  let strange: string[] = [];
  const endStrange = () => {
    if (strange.length > 0) obstacles.push({ kind: 'unknown', said: strange.join(' '), near: [] });
    strange = [];
  };
  for (let at = 0; at < words.length; ) {
    const { length, read } = readWords(words.slice(at, at + MOST_WORDS), catalog);
    if (read) {
      endStrange();
      wanted.push(...read.wanted);
      obstacles.push(...read.obstacles);
    } else if (!isFiller(words[at] ?? '', at + 1 < words.length, catalog)) strange.push(words[at] ?? '');
    at += length;
  }
  endStrange();
  return { wanted, obstacles };
}

function readWords(
  words: readonly string[],
  catalog: Catalog,
): { readonly length: number; readonly read: Targets | undefined } {
  for (let length = words.length; length > 0; length -= 1) {
    const said = words.slice(0, length).join(' ');
    const objects = findByName(catalog.names, said).map(({ object }) => object);
    if (objects.length > 0) return { length, read: choose(said, objects, catalog) };
  }
  const ids = readIds(words[0] ?? '');
  if (ids.length === 0) return { length: 1, read: undefined };
  const each = ids.map((id) => choose(id, (catalog.byId.get(id) ?? []).slice(0, 1), catalog));
  return {
    length: 1,
    read: {
      wanted: each.flatMap(({ wanted }) => wanted),
      obstacles: each.flatMap(({ obstacles }) => obstacles),
    },
  };
}

/** "group APT29": what kind it is may be said too. */
function isFiller(word: string, goesOn: boolean, { filterValues }: Catalog): boolean {
  return FILLERS.has(word.toLowerCase()) || (goesOn && findValue(filterValues, 'type', word) !== undefined);
}

/** What was revoked is watched as what replaced it. */
function choose(said: string, objects: readonly AttackObject[], catalog: Catalog): Targets {
  const today = [...new Set(objects.map((object) => follow(object, catalog)))];
  const [only, ...others] = today;
  if (!only) return { wanted: [], obstacles: [{ kind: 'unknown', said, near: [] }] };
  if (others.length > 0) return { wanted: [], obstacles: [{ kind: 'ambiguous', said, objects: today }] };
  const target = toTarget(only);
  return { wanted: [objects.includes(only) ? { target } : { target, formerly: callIt(objects) }], obstacles: [] };
}

function callIt([object]: readonly AttackObject[]): string {
  return object ? plain(shortNameOf(object), LONGEST_NAME) : '';
}

export function toTarget(object: AttackObject): Target {
  return { kind: 'object', stixId: object.stixId, called: callIt([object]) };
}

function follow(object: AttackObject, catalog: Catalog): AttackObject {
  const { path, end } = successorOf(catalog, object);
  return end === 'active' ? (path.at(-1) ?? object) : object;
}

function addNear(obstacle: Obstacle, catalog: Catalog): Obstacle {
  if (obstacle.kind !== 'unknown') return obstacle;
  const found = find(catalog, obstacle.said);
  const hits = found.kind === 'one' ? [found.hit, ...found.others] : found.kind === 'several' ? found.hits : [];
  return { ...obstacle, near: hits.slice(0, MOST_NEAR).map(({ object }) => object) };
}
