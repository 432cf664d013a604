/**
 * What may be meant while it is still being typed: an ID or its number that begins so, then names that do, then what is only like it.
 *
 * Stable while typing: two objects whose ID or name goes on as typed keep their order from letter to letter, unless one is typed out, but for
 * its last letter or a plural's s.
 * So the texts have no say while a name goes on, and no count of letters decides.
 */

import type { AttackObject } from '../attack/object.ts';
import type { Catalog } from './catalog.ts';
import { cutQuestion } from './cut.ts';
import { find, type Hit } from './find.ts';
import { findNearly } from './fuzzy.ts';
import { findByName } from './names.ts';
import { compareLikely } from './rank.ts';

/** From this agreement on a name goes on as typed; see `agreement.ts`. */
const GOES_ON = 0.65;
/** What fewer letters are like is chance. */
const LEAST_LIKE = 3;

/**
 * @param isWanted leaves out the objects of which it is false, before any are counted
 * @returns at most `limit` objects, best first; the dead last, and only by their whole ID or name
 */
export function complete(
  catalog: Catalog,
  typed: string,
  limit: number,
  isWanted: (object: AttackObject) => boolean = () => true,
): readonly AttackObject[] {
  const text = cutQuestion(typed.trim());
  if (text === '') return [];
  const called = [...(catalog.byId.get(text.toUpperCase()) ?? []), ...findByName(catalog.names, text).map(objectOf)];
  const exact = called.filter(isWanted);
  const ids = findByIdBeginning(catalog, text.toUpperCase()).filter(isWanted);
  const near = findNearly(catalog.fuzzy, text, limit, isWanted);
  const names = near.filter(({ score }) => score >= GOES_ON).map(objectOf);
  const [living, dead] = [exact.filter(isActive).toSorted(compareLikely), exact.filter((object) => !isActive(object))];
  const begun = [...new Set([...living, ...ids, ...names, ...dead])];
  if (begun.length > 0 || text.length < LEAST_LIKE) return begun.slice(0, limit);
  return listHits(catalog, text).map(objectOf).filter(isWanted).slice(0, limit);
}

/** By number: T1055 before T1055.001. "1055" begins T1055 and S1055, "10" too many to tell. */
function findByIdBeginning(catalog: Catalog, beginning: string): readonly AttackObject[] {
  const isNumber = /^\d{3,4}(?:\.\d{0,3})?$/.test(beginning);
  if (!isNumber && !/^[A-Z]{1,3}\d/.test(beginning)) return [];
  return [...catalog.byId]
    .filter(([id]) => (isNumber ? id.replace(/^[A-Z]+/, '') : id).startsWith(beginning))
    .flatMap(([, objects]) => objects.filter(isActive))
    .sort(compareLikely);
}

function listHits(catalog: Catalog, text: string): readonly Hit[] {
  const finding = find(catalog, text);
  switch (finding.kind) {
    case 'one':
      return [finding.hit, ...finding.others];
    case 'several':
      return finding.hits;
    case 'none':
      return [];
  }
}

function isActive({ status }: AttackObject): boolean {
  return status === 'active';
}

function objectOf({ object }: { readonly object: AttackObject }): AttackObject {
  return object;
}
