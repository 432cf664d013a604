/**
 * From a question's words to techniques, best first.
 *
 *   score = 3.1 · counted + 3.5 · learnt + 2.35 · likely + 0.28 · ln(1 + uses) − 0.3 for a sub-technique + 0.5 for Enterprise
 *
 * `counted` is BM25F, `likely` a smoothed language model, `learnt` the logarithm of the odds of the trained weights; each is divided by
 * its best, so that 1 is the best technique of the question by that rule. `uses` is how many were seen using the technique. The six
 * factors are a softmax regression over the development sets (1,900 questions), so that the scores' softmax is a probability.
 */

import { findPosting } from './postings.ts';
import { type QuestionTerms, readQuestion } from './question-terms.ts';
import type { TextIndex } from './text-index.ts';

export interface TextHit {
  /** The technique's. */
  readonly stixId: string;
  /** How likely it is the one that was described, from 0 to 1, all hits together 1. */
  readonly probability: number;
  /** The share of the question that the technique's text has, from 0 to 1, by the words' rarity: small talk has little. */
  readonly coverage: number;
}

const COUNTED = 3.1;
const LEARNT = 3.5;
const LIKELY = 2.35;

/** Behind the most likely by more than e^10, the learnt weights see no difference. */
const LEARNT_RANGE = 10;

/** @returns at most `limit` techniques that have any word of the question */
export function findByText(index: TextIndex, text: string, limit: number): readonly TextHit[] {
  const question = readQuestion(index, text);
  const { counted, likely, learnt } = addUp(index, question.weights);
  const rated: { readonly number: number; readonly score: number }[] = [];
  const [bestCounted, bestLikely, bestLearnt] = [max(counted) || 1, max(likely) || 1, max(learnt) || 1];
  for (let number = 0; number < counted.length; number += 1) {
    if ((counted[number] ?? 0) === 0) continue;
    const score =
      (COUNTED * (counted[number] ?? 0)) / bestCounted +
      (LIKELY * (likely[number] ?? 0)) / bestLikely +
      (LEARNT * (learnt[number] ?? 0)) / bestLearnt +
      (index.standings[number] ?? 0);
    rated.push({ number, score });
  }
  rated.sort((a, b) => b.score - a.score || a.number - b.number);
  const best = rated[0]?.score ?? 0;
  const total = rated.reduce((sum, { score }) => sum + Math.exp(score - best), 0);
  return rated.slice(0, limit).map(({ number, score }) => ({
    stixId: index.techniques[number] ?? '',
    probability: Math.exp(score - best) / total,
    coverage: rateCoverage(index, question, number),
  }));
}

/** Technique → its three scores, each 0 or more; 0 for all that the rule sees nothing in. */
function addUp(index: TextIndex, question: ReadonlyMap<number, number>) {
  const { starts, owners, counted: shares, likely: odds, lengthOdds } = index.postings;
  const { weights, biases } = index.learnt;
  const counted = new Float64Array(biases.length);
  const likely = new Float64Array(biases.length);
  const learnt = Float64Array.from(biases);
  const values = normQuestion(index, question);
  for (const [term, weight] of question) {
    const value = values(term, weight);
    const end = starts[term + 1] ?? 0;
    for (let at = starts[term] ?? 0; at < end; at += 1) {
      const owner = owners[at] ?? 0;
      counted[owner] = (counted[owner] ?? 0) + weight * (shares[at] ?? 0);
      likely[owner] = (likely[owner] ?? 0) + weight * (odds[at] ?? 0);
      learnt[owner] = (learnt[owner] ?? 0) + value * (weights[at] ?? 0);
    }
  }
  const known = question.values().reduce((sum, weight) => sum + weight, 0);
  for (const [number, score] of likely.entries()) {
    if (score !== 0) likely[number] = Math.max(0, score + known * (lengthOdds[number] ?? 0));
  }
  toLogOdds(learnt);
  return { counted, likely, learnt };
}

/** As `learn.ts` reads a passage: the terms' values together have length 1. */
function normQuestion({ learnt: { rarity } }: TextIndex, question: ReadonlyMap<number, number>) {
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
  { postings, techniques, terms }: TextIndex,
  { weights, typed, unknown }: QuestionTerms,
  technique: number,
): number {
  // The rarity of a word that no text has.
  let [asked, found] = [unknown * Math.log(1 + (techniques.length + 0.5) / 0.5), 0];
  for (const [term, weight] of typed) asked += weight * (postings.rarity[term] ?? 0);
  for (const [term, weight] of weights) {
    if (term >= terms.stems.size || findPosting(postings, term, technique) < 0) continue;
    found += weight * (postings.rarity[term] ?? 0);
  }
  return Math.min(1, found / (asked || 1));
}

function max(numbers: Float64Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const n of numbers) if (n > most) most = n;
  return most;
}
