/**
 * From a question's words to subjects, best first.
 *
 *   score = 3.2 · counted + 4.3 · learnt + 1.3 · likely + 0.25 · ln(1 + uses) − 0.35 for a sub-technique + 0.55 for Enterprise
 *
 * `counted` is BM25F, `likely` a smoothed language model, `learnt` the logarithm of the odds of the trained weights; each is divided by
 * its best, so that 1 is the best subject of the question by that rule. `uses` is how many were seen using the technique. The six
 * factors began as a softmax regression over the development sets (1,900 questions), so that the scores' softmax is a probability, and
 * were then moved to the middle of the best of 330 random draws. Where nothing was learnt, that part is missing for all alike.
 */

import type { Learnt } from './learn.ts';
import { findPosting, type Postings } from './postings.ts';
import { type QuestionTerms, readQuestion } from './question-terms.ts';
import type { Shelf, Subject } from './text-index.ts';

export interface Rating {
  /** The subject's. */
  readonly stixId: string;
  /** How likely it is the one that was described, from 0 to 1, all wanted subjects of the shelf together 1. */
  readonly probability: number;
  /** The share of the question that the subject's text has, from 0 to 1, by the words' rarity: small talk has little. */
  readonly coverage: number;
}

const COUNTED = 3.2;
const LEARNT = 4.3;
const LIKELY = 1.3;

/** Behind the most likely by more than e^10, the learnt weights see no difference. */
const LEARNT_RANGE = 10;

/** @returns at most `limit` wanted subjects, each of which has some word of the question */
export function rateShelf(
  shelf: Shelf,
  text: string,
  limit: number,
  isWanted: (subject: Subject) => boolean,
): readonly Rating[] {
  const question = readQuestion(shelf, text);
  const { counted, likely, learnt } = addUp(shelf, question.weights);
  const numbers = shelf.subjects.flatMap((subject, number) =>
    (counted[number] ?? 0) > 0 && isWanted(subject) ? [number] : [],
  );
  const [bestCounted, bestLikely, bestLearnt] = [counted, likely, learnt].map((scores) => best(scores, numbers));
  const rated = numbers.map((number) => ({
    number,
    score:
      (COUNTED * (counted[number] ?? 0)) / (bestCounted || 1) +
      (LIKELY * (likely[number] ?? 0)) / (bestLikely || 1) +
      (LEARNT * (learnt[number] ?? 0)) / (bestLearnt || 1) +
      (shelf.standings[number] ?? 0),
  }));
  rated.sort((a, b) => b.score - a.score || a.number - b.number);
  const top = rated[0]?.score ?? 0;
  const total = rated.reduce((sum, { score }) => sum + Math.exp(score - top), 0);
  return rated.slice(0, limit).map(({ number, score }) => ({
    stixId: shelf.subjects[number]?.stixId ?? '',
    probability: Math.exp(score - top) / total,
    coverage: rateCoverage(shelf, question, number),
  }));
}

/** Subject → its three scores, each 0 or more; 0 for all that the rule sees nothing in. */
function addUp(shelf: Shelf, question: ReadonlyMap<number, number>) {
  const { starts, owners, counted: shares, likely: odds, lengthOdds } = shelf.postings;
  const counted = new Float64Array(shelf.subjects.length);
  const likely = new Float64Array(shelf.subjects.length);
  for (const [term, weight] of question) {
    const end = starts[term + 1] ?? 0;
    for (let at = starts[term] ?? 0; at < end; at += 1) {
      const owner = owners[at] ?? 0;
      counted[owner] = (counted[owner] ?? 0) + weight * (shares[at] ?? 0);
      likely[owner] = (likely[owner] ?? 0) + weight * (odds[at] ?? 0);
    }
  }
  const known = question.values().reduce((sum, weight) => sum + weight, 0);
  for (const [number, score] of likely.entries()) {
    if (score !== 0) likely[number] = Math.max(0, score + known * (lengthOdds[number] ?? 0));
  }
  return {
    counted,
    likely,
    learnt: shelf.learnt ? recall(shelf.learnt, shelf.postings, question) : new Float64Array(),
  };
}

/** Subject → the logarithm of its odds by the learnt weights, 0 for what is out of range. */
function recall(
  { weights, biases, rarity }: Learnt,
  { starts, owners }: Postings,
  question: ReadonlyMap<number, number>,
): Float64Array {
  const learnt = Float64Array.from(biases);
  const values = normQuestion(rarity, question);
  for (const [term, weight] of question) {
    const value = values(term, weight);
    const end = starts[term + 1] ?? 0;
    for (let at = starts[term] ?? 0; at < end; at += 1) {
      const owner = owners[at] ?? 0;
      learnt[owner] = (learnt[owner] ?? 0) + value * (weights[at] ?? 0);
    }
  }
  toLogOdds(learnt);
  return learnt;
}

/** As `learn.ts` reads a passage: the terms' values together have length 1. */
function normQuestion(rarity: Float32Array, question: ReadonlyMap<number, number>) {
  let squares = 0;
  for (const [term, weight] of question) squares += ((rarity[term] ?? 0) * weight) ** 2;
  const norm = Math.sqrt(squares) || 1;
  return (term: number, weight: number) => ((rarity[term] ?? 0) * weight) / norm;
}

/** Scores → logarithms of their probabilities, in place, raised so that what is out of range is 0. */
function toLogOdds(scores: Float64Array): void {
  const best = max(scores);
  let total = 0;
  for (const score of scores) total += Math.exp(score - best);
  const zero = best + Math.log(total) - LEARNT_RANGE;
  for (const [number, score] of scores.entries()) scores[number] = Math.max(0, score - zero);
}

function rateCoverage(
  { postings, subjects, terms }: Shelf,
  { weights, typed, unknown }: QuestionTerms,
  subject: number,
): number {
  // The rarity of a word that no text has.
  let [asked, found] = [unknown * Math.log(1 + (subjects.length + 0.5) / 0.5), 0];
  for (const [term, weight] of typed) asked += weight * (postings.rarity[term] ?? 0);
  for (const [term, weight] of weights) {
    if (term >= terms.stems.size || findPosting(postings, term, subject) < 0) continue;
    found += weight * (postings.rarity[term] ?? 0);
  }
  return Math.min(1, found / (asked || 1));
}

function best(scores: Float64Array, numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, scores[number] ?? 0), 0);
}

function max(numbers: Float64Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const n of numbers) if (n > most) most = n;
  return most;
}
