/**
 * The names that a question may mean, in each of its readings: exactly, by what slang stands for, by what a community calls so, by a
 * beginning, with slips.
 */

import type { AttackObject } from '../attack/object.ts';
import type { Catalog } from './catalog.ts';
import { findNearly, type Hit } from './fuzzy.ts';
import { findByName, isOwnName, type Label, labelsOf } from './names.ts';
import { compareLikely } from './rank.ts';
import type { Reading } from './readings.ts';
import { successorOf } from './successor.ts';
import { meaningOf } from './text/glossary/entries.ts';
import { countOwners } from './text/postings.ts';
import { findSayings } from './text/sayings.ts';
import { isEveryday } from './text/small-talk.ts';
import { stemsOf } from './text/words.ts';

/** Two slips in six letters; what is less alike is no choice to offer, even where there is no other. */
const LEAST_ALIKE = 0.68;
/** The glossary knows the whole question, and its meaning is a name: after what begins so, before what has slips. */
const MEANT = 0.9;
/** Called so, but not in the domain that the question names: after what begins so there, and never sure. */
const ELSEWHERE = 0.84;
/** What only begins with a word that so many techniques' texts have is one choice of many: "registry", "control". */
const COMMON = 10;
const BEGUN_BY_COMMON = 0.85;

type IsWanted = (object: AttackObject) => boolean;

/**
 * What is exactly called so by the first reading that anything is called by, likeliest first; a namesake of today stands in for what was
 * called so in a domain of its own.
 *
 * @returns undefined where nothing is
 */
export function findExactly(
  catalog: Catalog,
  readings: readonly Reading[],
  isWanted: IsWanted,
): { readonly reading: Reading; readonly labels: readonly Label[] } | undefined {
  for (const reading of readings) {
    const { text, isMeant, without } = reading;
    if (without === 'limits') continue;
    const found = findByName(catalog.names, text);
    const labels = [...found, ...findFormer(catalog, found)].filter(
      ({ object }) => isWanted(object) && isMeant(object),
    );
    const once = labels.filter(({ object }, at) => labels.findIndex((other) => other.object === object) === at);
    if (once.length > 0) return { reading, labels: once.sort((a, b) => compareLikely(a.object, b.object)) };
  }
  return undefined;
}

/** What was called so in domains where nothing is today: "Hooking" is of Mobile and ICS, and was of Enterprise. */
function findFormer(catalog: Catalog, found: readonly Label[]): readonly Label[] {
  const [first] = found;
  if (first?.object.status !== 'active') return [];
  const taken = new Set(found.flatMap(({ object }) => object.domains));
  return labelsOf(catalog.names, first.folded).flatMap((label) => {
    const today = successorOf(catalog, label.object).path.at(-1) ?? label.object;
    const isElsewhere = today.status === 'active' && today.domains.every((domain) => !taken.has(domain));
    const isName = isOwnName(label) || label.by === 'former name';
    return isElsewhere && isName && label.object.kind === first.object.kind ? [{ ...label, object: today }] : [];
  });
}

/**
 * With their agreement from 0 to 1, see `agreement.ts`.
 *
 * @returns best first, each object once, at most `limit` of each way to find
 */
export function findAlike(
  catalog: Catalog,
  readings: readonly Reading[],
  isWanted: IsWanted,
  limit: number,
): readonly Hit[] {
  // "Hello" is no beginning of HELLOKITTY; but "ping" is a name, and others are like it.
  const whole = readings[0]?.text ?? '';
  if (isEveryday(whole) && findByName(catalog.names, whole).length === 0) return findSayings(catalog, whole, isWanted);
  const found = readings
    .flatMap((reading) => {
      const isAsked = (object: AttackObject) => isWanted(object) && reading.isMeant(object);
      if (reading.without === 'limits') return findElsewhere(catalog, reading.text, isAsked);
      return [
        ...findSayings(catalog, reading.text, isAsked),
        ...findMeant(catalog, reading.text, isAsked),
        ...findBegun(catalog, reading, isAsked, limit),
      ];
    })
    .sort((a, b) => b.score - a.score);
  return found.filter(({ object }, at) => found.findIndex((other) => other.object === object) === at);
}

/** What is called so in another domain than the question names. */
function findElsewhere({ names }: Catalog, text: string, isWanted: IsWanted): readonly Hit[] {
  return rateAll(findByName(names, text), isWanted, ELSEWHERE);
}

function findMeant({ names }: Catalog, text: string, isWanted: IsWanted): readonly Hit[] {
  return rateAll(findByName(names, meaningOf(text) ?? ''), isWanted, MEANT);
}

function rateAll(labels: readonly Label[], isWanted: IsWanted, score: number): readonly Hit[] {
  return labels
    .filter(({ object }) => object.status === 'active' && isWanted(object))
    .toSorted((a, b) => compareLikely(a.object, b.object))
    .map(({ object, text: label }) => ({ object, label, score }));
}

function findBegun(catalog: Catalog, { text, without }: Reading, isWanted: IsWanted, limit: number): readonly Hit[] {
  const isCommon = without !== 'kind' && isCommonWord(catalog, text);
  return findNearly(catalog.fuzzy, text, limit, isWanted)
    .filter(({ score }) => score >= LEAST_ALIKE)
    .map((hit) => {
      const isBegun = isCommon && hit.score < 1 && !isSameWord(text, hit.label);
      return isBegun ? { ...hit, score: Math.min(hit.score, BEGUN_BY_COMMON) } : hit;
    });
}

function isCommonWord({ text: index }: Catalog, text: string): boolean {
  if (!index || text.includes(' ')) return false;
  const { terms, postings } = index.techniques;
  const term = terms.stems.get(stemsOf(text)[0] ?? '');
  return term !== undefined && countOwners(postings, term) >= COMMON;
}

/** "keylog" is no beginning of another word than "Keylogging". */
function isSameWord(text: string, label: string): boolean {
  return stemsOf(text).join() === stemsOf(label).join();
}
