/**
 * Learning: what each term is worth for each technique when they compete for a sentence.
 *
 * Counting asks each technique alone, and so takes "registry" for a sign of all that were ever seen to touch one. Here every passage is
 * asked "whose are you?", and the weights are moved until the answer is right (softmax regression, one pass of gradient descent from the
 * centroids). Worth 4 of 100 questions over counting alone. A weight exists only where the technique's text has the term, so a pass costs
 * about as much as reading the text. Rejected: weights for every term and technique (160 MB, 5 s), more passes (no better).
 */

import type { Corpus } from './corpus.ts';
import { findPosting, type Postings } from './postings.ts';

export interface Learnt {
  /** Posting → weight. */
  readonly weights: Float32Array;
  /** Technique → where it stands before a word is read. */
  readonly biases: Float32Array;
  /** Term → how much it tells in a passage, before the passage's length is normed to 1. */
  readonly rarity: Float32Array;
}

/** A pair says again what its words have said. */
const PAIR_SHARE = 0.6;
/** The centroids' share of the weights to begin with, and how a technique of many passages is damped. */
const HEAD_START = 8;
const DAMPING = 0.7;
const RATE = 2;
const BIAS_RATE = 0.02;
/** A technique of few passages learns more from each, within bounds. */
const TYPICAL_PASSAGES = 30;
const EVENING = 0.3;
const MOST_EMPHASIS = 3;
/** An error below this is not worth the walk. */
const LEAST_ERROR = 0.02;
/** A technique that is e^6 times less likely than the first has no error to speak of. */
const REACH = 6;
/** Passages between two chances to pause: about 5 ms. */
const STRIDE = 250;

export function* learnWeights(corpus: Corpus, postings: Postings): Generator<void, Learnt> {
  const count = corpus.techniques.length;
  const passages = corpus.owners.length;
  const rarity = Float32Array.from(corpus.spread, (n, term) =>
    n < 2 ? 0 : (corpus.isPair[term] ? PAIR_SHARE : 1) * Math.log(passages / n),
  );
  const learnt = { weights: new Float32Array(postings.owners.length), biases: new Float32Array(count), rarity };
  const taught = new Float64Array(count);
  for (const [passage, owner] of corpus.owners.entries()) {
    taught[owner] = (taught[owner] ?? 0) + (corpus.weights[passage] ?? 0);
  }

  const vector = createVector(corpus, rarity);
  for (let passage = 0; passage < passages; passage += 1) {
    const owner = corpus.owners[passage] ?? 0;
    const share = (HEAD_START * (corpus.weights[passage] ?? 0)) / ((taught[owner] ?? 0) + 2) ** DAMPING;
    vector.read(passage);
    pull(learnt, postings, vector, owner, share);
    if (passage % STRIDE === 0) yield;
  }

  const scores = new Float64Array(count);
  for (const [turn, passage] of shuffle(passages).entries()) {
    const owner = corpus.owners[passage] ?? 0;
    const evened = (corpus.weights[passage] ?? 0) * ((taught[owner] ?? 0) / TYPICAL_PASSAGES) ** -EVENING;
    vector.read(passage);
    score(learnt, postings, vector, scores);
    correct(learnt, postings, vector, owner, RATE * Math.min(MOST_EMPHASIS, evened), scores);
    if (turn % STRIDE === 0) yield;
  }
  return learnt;
}

/** Fills in how much each technique claims the passage. */
function score({ weights, biases }: Learnt, { starts, owners }: Postings, vector: Vector, scores: Float64Array): void {
  scores.set(biases);
  for (let i = 0; i < vector.length; i += 1) {
    const [term, value] = [vector.terms[i] ?? 0, vector.values[i] ?? 0];
    const end = starts[term + 1] ?? 0;
    for (let at = starts[term] ?? 0; at < end; at += 1) {
      const owner = owners[at] ?? 0;
      scores[owner] = (scores[owner] ?? 0) + value * (weights[at] ?? 0);
    }
  }
}

/** Moves the weights of those that claim too much or too little. */
function correct(
  learnt: Learnt,
  postings: Postings,
  vector: Vector,
  owner: number,
  rate: number,
  scores: Float64Array,
): void {
  const total = toOdds(scores);
  const least = LEAST_ERROR * total;
  for (let technique = 0; technique < scores.length; technique += 1) {
    const odds = scores[technique] ?? 0;
    if (odds < least && technique !== owner) continue;
    const error = (technique === owner ? 1 : 0) - odds / total;
    if (error < LEAST_ERROR && technique === owner) continue;
    learnt.biases[technique] = (learnt.biases[technique] ?? 0) + BIAS_RATE * rate * error;
    pull(learnt, postings, vector, technique, rate * error);
  }
}

/** Moves a technique's weights towards the passage, or away from it. */
function pull({ weights }: Learnt, postings: Postings, vector: Vector, technique: number, step: number): void {
  for (let i = 0; i < vector.length; i += 1) {
    const at = findPosting(postings, vector.terms[i] ?? 0, technique);
    if (at >= 0) weights[at] = (weights[at] ?? 0) + step * (vector.values[i] ?? 0);
  }
}

/** Scores → odds against the best, in place. Gives their sum. */
function toOdds(scores: Float64Array): number {
  let best = Number.NEGATIVE_INFINITY;
  // No iterators here: this runs through a thousand techniques for each of thirty thousand passages.
  for (let i = 0; i < scores.length; i += 1) {
    const score = scores[i] ?? 0;
    if (score > best) best = score;
  }
  let total = 0;
  for (let i = 0; i < scores.length; i += 1) {
    const behind = best - (scores[i] ?? 0);
    const odds = behind > REACH ? 0 : Math.exp(-behind);
    scores[i] = odds;
    total += odds;
  }
  return total;
}

/** A passage as a vector of length 1: each of its terms once. One object for all passages, because there are forty thousand. */
interface Vector {
  terms: Uint32Array;
  values: Float64Array;
  length: number;
  read(passage: number): void;
}

function createVector({ terms, tokens, starts }: Corpus, rarity: Float32Array): Vector {
  const last = new Int32Array(terms.count).fill(-1);
  let turn = 0;
  const vector: Vector = {
    terms: new Uint32Array(16),
    values: new Float64Array(16),
    length: 0,
    read(passage) {
      const [from, to] = [starts[passage] ?? 0, starts[passage + 1] ?? 0];
      if (to - from > vector.terms.length) {
        vector.terms = new Uint32Array(2 * (to - from));
        vector.values = new Float64Array(2 * (to - from));
      }
      turn += 1;
      let [length, squares] = [0, 0];
      for (const term of tokens.subarray(from, to)) {
        const value = rarity[term] ?? 0;
        if (last[term] === turn || value === 0) continue;
        last[term] = turn;
        vector.terms[length] = term;
        vector.values[length] = value;
        length += 1;
        squares += value * value;
      }
      const norm = Math.sqrt(squares) || 1;
      for (let i = 0; i < length; i += 1) vector.values[i] = (vector.values[i] ?? 0) / norm;
      vector.length = length;
    },
  };
  return vector;
}

/** The same order each time: a Fisher–Yates shuffle by a linear congruential generator (Numerical Recipes' constants). */
function shuffle(count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  let state = 1;
  for (let i = count - 1; i > 0; i -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (i + 1));
    [order[i], order[other]] = [order[other] ?? 0, order[i] ?? 0];
  }
  return order;
}
