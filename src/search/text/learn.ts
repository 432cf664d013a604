/**
 * Learning: what each term is worth for each technique when they compete for a sentence.
 *
 * Counting asks each technique alone, and so takes "registry" for a sign of all that were ever seen to touch one. Here every passage is
 * asked "whose are you?", and the weights are moved until the answer is right (softmax regression, one pass of gradient descent from the
 * centroids). Worth 4 of 100 questions over counting alone. A weight exists only where the technique's text has the term, so a pass costs
 * about as much as reading the text. Rejected: weights for every term and technique (160 MB, 5 s), more passes (no better).
 */

import type { Corpus } from './corpus.ts';
import { toOdds } from './odds.ts';
import { FIELDS } from './passages.ts';
import { findPosting, type Postings } from './postings.ts';
import { readVectors, type Vectors } from './vectors.ts';

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
/** What looks for a technique names its traces: it has a part in the centroids, but asking it moves no figure and takes a seventh longer. */
const NOT_ASKED = FIELDS.indexOf('detection');
/** Passages between two chances to pause: about 3 ms. */
const STRIDE = 250;

export function* learnWeights(corpus: Corpus, postings: Postings): Generator<void, Learnt> {
  const count = corpus.subjects.length;
  const passages = corpus.owners.length;
  const rarity = Float32Array.from(corpus.spread, (n, term) =>
    n < 2 ? 0 : (corpus.isPair[term] ? PAIR_SHARE : 1) * Math.log(passages / n),
  );
  const learnt = { weights: new Float32Array(postings.owners.length), biases: new Float32Array(count), rarity };
  const taught = new Float64Array(count);
  for (const [passage, owner] of corpus.owners.entries()) {
    taught[owner] = (taught[owner] ?? 0) + (corpus.weights[passage] ?? 0);
  }

  const vectors = yield* readVectors(corpus, postings, rarity);
  const lesson = { learnt, postings, vectors, scores: new Float64Array(count) };
  for (let passage = 0; passage < passages; passage += 1) {
    const owner = corpus.owners[passage] ?? 0;
    const share = (HEAD_START * (corpus.weights[passage] ?? 0)) / ((taught[owner] ?? 0) + 2) ** DAMPING;
    pullOwner(lesson, passage, share);
    if (passage % STRIDE === 0) yield;
  }
  const order = shuffle(passages);
  // No iterator: V8 compiles the loops within a `for … of` to code that takes half as long again.
  for (let turn = 0; turn < passages; turn += 1) {
    if (turn % STRIDE === 0) yield;
    const passage = order[turn] ?? 0;
    if (corpus.fields[passage] === NOT_ASKED) continue;
    const owner = corpus.owners[passage] ?? 0;
    const evened = (corpus.weights[passage] ?? 0) * ((taught[owner] ?? 0) / TYPICAL_PASSAGES) ** -EVENING;
    score(lesson, passage);
    correct(lesson, passage, owner, RATE * Math.min(MOST_EMPHASIS, evened));
  }
  return learnt;
}

interface Lesson {
  readonly learnt: Pick<Learnt, 'weights' | 'biases'>;
  readonly postings: Postings;
  readonly vectors: Vectors;
  /** Technique → how much it claims the passage of the moment. */
  readonly scores: Float64Array;
}

function score(
  { learnt: { weights, biases }, postings: { starts, owners }, vectors, scores }: Lesson,
  passage: number,
) {
  const { terms, values } = vectors;
  scores.set(biases);
  const to = vectors.starts[passage + 1] ?? 0;
  for (let i = vectors.starts[passage] ?? 0; i < to; i += 1) {
    const [term, value] = [terms[i] ?? 0, values[i] ?? 0];
    const end = starts[term + 1] ?? 0;
    for (let at = starts[term] ?? 0; at < end; at += 1) {
      const owner = owners[at] ?? 0;
      scores[owner] = (scores[owner] ?? 0) + value * (weights[at] ?? 0);
    }
  }
}

/** Moves the weights of those that claim too much or too little. */
function correct(lesson: Lesson, passage: number, owner: number, rate: number): void {
  const { scores } = lesson;
  const { biases } = lesson.learnt;
  const total = toOdds(scores);
  const least = LEAST_ERROR * total;
  for (let technique = 0; technique < scores.length; technique += 1) {
    const odds = scores[technique] ?? 0;
    if (odds < least || technique === owner) continue;
    const step = (-rate * odds) / total;
    add(biases, technique, BIAS_RATE * step);
    pull(lesson, passage, technique, step);
  }
  const error = 1 - (scores[owner] ?? 0) / total;
  if (error < LEAST_ERROR) return;
  add(biases, owner, BIAS_RATE * rate * error);
  pullOwner(lesson, passage, rate * error);
}

/** Moves the weights of the passage's own technique towards it. */
function pullOwner({ learnt: { weights }, vectors }: Lesson, passage: number, step: number): void {
  const { places, values } = vectors;
  const to = vectors.starts[passage + 1] ?? 0;
  for (let i = vectors.starts[passage] ?? 0; i < to; i += 1) add(weights, places[i] ?? 0, step * (values[i] ?? 0));
}

/** Moves another's, whose postings are still to be found. */
function pull({ learnt: { weights }, postings, vectors }: Lesson, passage: number, technique: number, step: number) {
  const { terms, values } = vectors;
  const to = vectors.starts[passage + 1] ?? 0;
  for (let i = vectors.starts[passage] ?? 0; i < to; i += 1) {
    const at = findPosting(postings, terms[i] ?? 0, technique);
    if (at >= 0) add(weights, at, step * (values[i] ?? 0));
  }
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

function add(numbers: Float32Array, at: number, more: number): void {
  numbers[at] = (numbers[at] ?? 0) + more;
}
