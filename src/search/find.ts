/** From words to objects: an exact name first, then what is nearly right, and how sure that is. */

import type { AttackObject } from '../attack/object.ts';
import type { Catalog } from './catalog.ts';
import { findNearly, type Hit } from './fuzzy.ts';
import { findByName } from './names.ts';
import { compareLikely } from './rank.ts';
import { successorOf } from './successor.ts';

export type Finding =
  /** What was meant; `others` are the next best, for "did you mean". */
  | { readonly kind: 'one'; readonly hit: Hit; readonly isExact: boolean; readonly others: readonly Hit[] }
  /** Several are as likely: a choice, never a guess. */
  | { readonly kind: 'several'; readonly hits: readonly Hit[] }
  | { readonly kind: 'none' };

/** How many a choice offers at most. */
const MOST = 20;
/**
 * A winner is clear from this score on, and with this lead. Over 541 exact, 1,041 misspelt and 769 partial technique names of Enterprise 18.1
 * the first hit is then the right one in 100, 99.7 and 94 of 100 cases; 89, 76 and 61 of 100 are clear, and of those 100, 100 and 99.8 of 100 right.
 */
const CLEAR_SCORE = 0.8;
const CLEAR_LEAD = 0.1;
/** What is further behind the first is no choice to offer, only noise around it. */
const CHOICE_RANGE = 0.1;
/** From here on another name is near enough to be what was meant: beneath a winner, and beneath an exact name. */
const NEAR = 0.6;
const NEAR_EXACT = 0.75;

export function find(catalog: Catalog, text: string): Finding {
  const exact = findByName(catalog.names, text)
    .map(({ object, text: label }): Hit => ({ object, label, score: 1 }))
    .sort((a, b) => compareLikely(a.object, b.object));
  const [only] = exact;
  if (only && countEnds(catalog, exact) > 1) return { kind: 'several', hits: exact };
  const near = findNearly(catalog.fuzzy, text, MOST);
  if (only) {
    const others = near.filter(({ object, score }) => object !== only.object && score >= NEAR_EXACT);
    // What ATT&CK gave up without a successor is no answer by itself, if something else may be meant.
    const isGivenUp = only.object.status === 'deprecated' && others.length > 0;
    return isGivenUp ? { kind: 'several', hits: [...others, only] } : { kind: 'one', hit: only, isExact: true, others };
  }
  const [first, second] = near;
  if (!first) return { kind: 'none' };
  const isClear = first.score >= CLEAR_SCORE && first.score - (second?.score ?? 0) >= CLEAR_LEAD;
  if (isClear)
    return {
      kind: 'one',
      hit: first,
      isExact: false,
      others: near.filter((hit) => hit !== first && hit.score >= NEAR),
    };
  return { kind: 'several', hits: near.filter(({ score }) => score >= first.score - CHOICE_RANGE) };
}

/** How many different objects stand in the place of these today: T1073 and T1574.002 were one name, and are one technique. */
function countEnds(catalog: Catalog, hits: readonly Hit[]): number {
  return new Set(hits.map(({ object }) => successorOf(catalog, object).path.at(-1) ?? object)).size;
}

/** The objects of an ID, or of an object that is named like one (T9000 is the name of software S0098); best first. */
export function findById(catalog: Catalog, id: string): readonly AttackObject[] {
  return catalog.byId.get(id) ?? findByName(catalog.names, id).map(({ object }) => object);
}
