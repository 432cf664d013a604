/**
 * One question, one ranking: an exact name first, then names that begin so or are nearly so together with what the texts say.
 *
 *   value = (how far a name agrees, from 0.7 to 0.85, as 0 to 1)² + doubt · how likely the texts make it
 *
 * A name that agrees to 0.85 outweighs any text, and one that agrees by chance breaks ties between texts at most. Of another
 * domain than the question names, texts are worth a third, and names are a choice at most. See `README.md`.
 */

import { DOMAINS } from '../attack/domain.ts';
import type { AttackObject } from '../attack/object.ts';
import type { Catalog } from './catalog.ts';
import { cutQuestion } from './cut.ts';
import { findAlike, findExactly } from './find-names.ts';
import type { Hit as NameHit } from './fuzzy.ts';
import { findByName } from './names.ts';
import { compareLikely } from './rank.ts';
import { readNames } from './readings.ts';
import { readScope } from './scope.ts';
import { successorOf } from './successor.ts';
import { findByText, type TextHit } from './text/find-text.ts';
import type { Subject } from './text/text-index.ts';

export interface Hit {
  readonly object: AttackObject;
  /** The name that fits best, where one does. */
  readonly label: string;
  /** 0 and more, by the formula above. */
  readonly score: number;
  /** What found it: where both did, what weighed more. */
  readonly by: 'name' | 'text';
}

export type Finding =
  /** What was meant; `others` are the next best, for "did you mean". */
  | { readonly kind: 'one'; readonly hit: Hit; readonly isExact: boolean; readonly others: readonly Hit[] }
  /** Several are as likely: a choice, never a guess. */
  | { readonly kind: 'several'; readonly hits: readonly Hit[] }
  | { readonly kind: 'none' };

/** How many a choice offers at most, and a list. */
const MOST = 20;
const MOST_LISTED = 1000;
/** Between these a name's agreement counts from 0 to 1. */
const CHANCE = 0.7;
const AGREED = 0.85;
/** A winner is clear from this value on, and with this lead; see the figures in `README.md`. */
const CLEAR = 1.2;
const CLEAR_LEAD = 0.5;
/**
 * What is worth less than this share of the first is no choice to offer, only noise around it: beside a name that agrees, what agrees nearly
 * as well; beside what only a text tells, all that it may tell of.
 */
const SHARE_OF_NAME = 0.85;
const SHARE_OF_TEXT = 0.12;
/** To a list also belongs what has so much of the question's words, as a share of what the best has, however unlikely it is meant. */
const SHARE_OF_QUESTION = 0.9;
/** From here on another name is near enough to be what was meant: beneath a winner, and beneath an exact name. */
const NEAR = 0.3;
const NEAR_EXACT = 1;
/** What an exact name is worth. */
const EXACT = ((1 - CHANCE) / (AGREED - CHANCE)) ** 2;

type IsWanted = (object: AttackObject) => boolean;

/**
 * @param asked of which no more is read than `cutQuestion` leaves
 * @param isWanted finds these objects only
 */
export function find(catalog: Catalog, asked: string, isWanted: IsWanted = isAnything): Finding {
  const text = cutQuestion(asked);
  const readings = readNames(catalog.scopeWords, text);
  const called = findExactly(catalog, readings, isWanted);
  const exact = (called?.labels ?? []).map(
    ({ object, text: label }): Hit => ({ object, label, score: EXACT, by: 'name' }),
  );
  const [only] = exact;
  if (only && countEnds(catalog, exact) > 1) return { kind: 'several', hits: exact };
  const near = findAlike(catalog, called ? [called.reading] : readings, isWanted, MOST);
  const ranked = rank(catalog, near, askTexts(catalog, text, isWanted, MOST)).slice(0, MOST);
  if (only) {
    const others = ranked.filter(
      ({ object, score, by }) => object !== only.object && by === 'name' && score >= NEAR_EXACT,
    );
    const isExact = called?.reading === readings[0];
    // What ATT&CK gave up without a successor is no answer by itself, if something else may be meant.
    const isGivenUp = only.object.status === 'deprecated' && others.length > 0;
    return isGivenUp ? { kind: 'several', hits: [...others, only] } : { kind: 'one', hit: only, isExact, others };
  }
  const [first, second] = ranked;
  if (!first) return { kind: 'none' };
  if (first.score >= CLEAR && first.score - (second?.score ?? 0) >= CLEAR_LEAD) {
    const others = ranked.filter((hit) => hit !== first && hit.score >= NEAR);
    return { kind: 'one', hit: first, isExact: false, others };
  }
  const share = first.score >= CLEAR ? SHARE_OF_NAME : SHARE_OF_TEXT;
  return { kind: 'several', hits: ranked.filter(({ score }) => score >= share * first.score) };
}

/**
 * All that may be meant, for whoever reads on: in the order of `find`, then what texts tell of besides.
 *
 * @returns best first, each active object once
 */
export function findAll(catalog: Catalog, asked: string, isWanted: IsWanted): readonly AttackObject[] {
  const text = cutQuestion(asked);
  const near = findAlike(catalog, readNames(catalog.scopeWords, text), isWanted, MOST_LISTED);
  const told = askTexts(catalog, text, isWanted, MOST_LISTED);
  const [best] = told;
  const telling = told.filter(
    ({ worth, coverage }) =>
      best && (worth >= SHARE_OF_TEXT * best.worth || coverage >= SHARE_OF_QUESTION * best.coverage),
  );
  const others = telling.flatMap(({ stixId }) => catalog.byStixId.get(stixId) ?? []);
  const objects = [...rank(catalog, near, telling).map(({ object }) => object), ...others];
  return [...new Set(objects)].filter(({ status }) => status === 'active');
}

/** Best first, each object once; what is exactly so called is among them. */
function rank(catalog: Catalog, near: readonly NameHit[], told: readonly TextHit[]): readonly Hit[] {
  const hits = new Map<AttackObject, Hit>();
  for (const { object, label, score } of near) hits.set(object, { object, label, score: worthOf(score), by: 'name' });
  const doubt = 1 - Math.min(1, worthOf(near[0]?.score ?? 0));
  const places = new Map(near.map(({ object }, place) => [object, place]));
  const placeOf = (object: AttackObject) => places.get(object) ?? near.length;
  for (const { stixId, worth } of told) {
    const object = catalog.byStixId.get(stixId);
    if (object?.status !== 'active') continue;
    const named = hits.get(object);
    const likely = doubt * worth;
    const by = named && named.score > likely ? 'name' : 'text';
    hits.set(object, { object, label: named?.label ?? object.name, score: (named?.score ?? 0) + likely, by });
  }
  return [...hits.values()]
    .filter(({ score, by }) => score > 0 || by === 'name')
    .sort((a, b) => b.score - a.score || placeOf(a.object) - placeOf(b.object) || compareLikely(a.object, b.object));
}

/** Most texts are of the first domain anyway: what is limited to it is asked as if it were not. */
function askTexts(catalog: Catalog, text: string, isWanted: IsWanted, most: number): readonly TextHit[] {
  if (!catalog.text) return [];
  const domains = readScope(catalog.scopeWords, text)?.domains;
  const limits = domains?.has(DOMAINS[0]) ? undefined : domains;
  const isAskedFor = ({ stixId }: Subject) => {
    const object = catalog.byStixId.get(stixId);
    return object !== undefined && isWanted(object);
  };
  return findByText(catalog.text, text, most, isWanted === isAnything ? isAnything : isAskedFor, limits);
}

function isAnything(): boolean {
  return true;
}

function worthOf(agreement: number): number {
  return Math.max(0, (agreement - CHANCE) / (AGREED - CHANCE)) ** 2;
}

/** How many different objects stand in the place of these today: T1073 and T1574.002 were one name, and are one technique. */
function countEnds(catalog: Catalog, hits: readonly Hit[]): number {
  return new Set(hits.map(({ object }) => successorOf(catalog, object).path.at(-1) ?? object)).size;
}

/** The objects of an ID, or of an object that is named like one (T9000 is the name of software S0098); best first. */
export function findById(catalog: Catalog, id: string): readonly AttackObject[] {
  return catalog.byId.get(id) ?? findByName(catalog.names, id).map(({ object }) => object);
}
