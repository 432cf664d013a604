/**
 * The names that a question may mean, each with its agreement from 0 to 1 (see `agreement.ts`): what begins or is spelled nearly so, what the
 * glossary says that it means, and what it is without the words that limit it to a domain.
 */

import type { AttackObject } from '../attack/object.ts';
import type { Catalog } from './catalog.ts';
import { findNearly, type Hit } from './fuzzy.ts';
import { findByName } from './names.ts';
import { compareLikely } from './rank.ts';
import { isWithin, type Scope } from './scope.ts';
import { meaningOf } from './text/glossary/entries.ts';
import { isEveryday } from './text/small-talk.ts';

/** Two slips in six letters; what is less alike is no choice to offer, even where there is no other. */
const LEAST_ALIKE = 0.68;
/** The glossary knows the whole question, and its meaning is a name: after what begins so, before what has slips. */
const MEANT = 0.9;
/** A whole name but for a plural or its last letter: "service windows" does not mean what begins with "Service". */
const ALL_BUT_SAME = 0.96;

/**
 * @param isWanted whether an object may be an answer
 * @returns best first, each object once, at most `limit` of each kind of finding
 */
export function findNames(
  { fuzzy, names }: Catalog,
  text: string,
  scope: Scope | undefined,
  isWanted: (object: AttackObject) => boolean,
  limit: number,
): readonly Hit[] {
  // "Hello" is no beginning of HELLOKITTY; but "ping" is a name, and others are like it.
  if (isEveryday(text) && findByName(names, text).length === 0) return [];
  const alike = findNearly(fuzzy, text, limit, isWanted).filter(({ score }) => score >= LEAST_ALIKE);
  const meant = findByName(names, meaningOf(text) ?? '')
    .filter(({ object }) => isWanted(object))
    .toSorted((a, b) => compareLikely(a.object, b.object))
    .map(({ object, text: label }) => ({ object, label, score: MEANT }));
  const within = scope
    ? findNearly(fuzzy, scope.rest, limit, (object) => isWanted(object) && isWithin(scope, object)).filter(
        ({ score }) => score >= ALL_BUT_SAME,
      )
    : [];
  const found = [...within, ...alike, ...meant].sort((a, b) => b.score - a.score);
  return found.filter(({ object }, at) => found.findIndex((other) => other.object === object) === at);
}
