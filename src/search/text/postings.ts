/** Counting: which subject's text has which terms, and what each such pair is worth by the two rules that only count. */

import type { Corpus } from './corpus.ts';
import { FIELDS, type Field } from './passages.ts';
import { type Span, spans, surveyTexts } from './survey.ts';

/** Term by term: the subjects whose text has the term, ascending by number. */
export interface Postings {
  /** Term → its first posting; one more at the end. */
  readonly starts: Uint32Array;
  /** Posting → its subject. */
  readonly owners: Uint16Array;
  /** Posting → BM25F's share of a score; 0 for pairs. */
  readonly counted: Float32Array;
  /** Posting → how much likelier the subject's text has the term than any text, as a logarithm. */
  readonly likely: Float32Array;
  /** Subject → what each term of a question costs a subject of much text in `likely`, 0 or less. */
  readonly lengthOdds: Float32Array;
  /** Term → BM25's inverse document frequency over subjects. */
  readonly rarity: Float32Array;
}

/** BM25F: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009. */
const SATURATION = 1.2;

interface FieldRule {
  /** BM25F's weight, and its normalisation by length from 0 to 1. */
  readonly boost: number;
  readonly norm: number;
  /** How often a word here counts in `likely`. */
  readonly times: number;
}

const RULES: Readonly<Record<Field, FieldRule>> = {
  name: { boost: 6, norm: 0.3, times: 8 },
  'other name': { boost: 3, norm: 0.3, times: 4 },
  parent: { boost: 2, norm: 0.3, times: 3 },
  description: { boost: 1.5, norm: 0.6, times: 2 },
  procedure: { boost: 1, norm: 0.6, times: 1 },
  detection: { boost: 0.5, norm: 0.6, times: 0.3 },
  saying: { boost: 2, norm: 0.3, times: 2 },
};

/** A term that stands ten times in a text is told five times as likely, not ten: words come in bursts. */
const BURST = 0.7;
/** Dirichlet smoothing, as a multiple of the mean length. */
const SMOOTHING = 2;
const PAIR_SHARE = 0.5;
const LENGTH_SHARE = 0.5;

/** Terms between two chances to pause: about 2 ms at most. */
const STRIDE = 4096;

export function* countPostings(corpus: Corpus): Generator<void, Postings> {
  const { owners: spread, told, lengths } = yield* surveyTexts(corpus);
  const starts = sumUp(spread);
  const size = starts.at(-1) ?? 0;
  const count = corpus.subjects.length;
  const [owners, counted, likely] = [new Uint16Array(size), new Float32Array(size), new Float32Array(size)];
  const means = FIELDS.map((field, at) => meanLength(field, lengths[at]));
  const texts = new Float64Array(count);
  const everywhere = new Float64Array(corpus.terms.count);
  const next = starts.slice(0, -1);
  const tally = createTally(corpus);
  for (const span of spans(corpus)) {
    const { subject } = span;
    const norms = FIELDS.map((name, field) => {
      const { norm } = RULES[name];
      return 1 - norm + (norm * (lengths[field]?.[subject] ?? 0)) / (means[field] || 1);
    });
    for (const term of tally.read(span, norms)) {
      const at = next[term] ?? 0;
      next[term] = at + 1;
      const burst = (tally.times[term] ?? 0) ** BURST;
      owners[at] = subject;
      counted[at] = tally.scores[term] ?? 0;
      likely[at] = burst;
      texts[subject] = (texts[subject] ?? 0) + burst * (corpus.isPair[term] ? PAIR_SHARE : 1);
      everywhere[term] = (everywhere[term] ?? 0) + burst;
    }
    yield;
  }
  const rarity = Float32Array.from(told, (n) => Math.log(1 + (count - n + 0.5) / (n + 0.5)));
  const smoothing = SMOOTHING * mean(texts);
  yield* weigh({ starts, counted, likely }, corpus, rarity, everywhere, smoothing);
  const lengthOdds = Float32Array.from(texts, (length) => LENGTH_SHARE * Math.log(smoothing / (length + smoothing)));
  return { starts, owners, counted, likely, rarity, lengthOdds };
}

/** Adds up what the terms of one subject's text amount to. */
function createTally({ terms: { count }, tokens, starts, fields }: Corpus) {
  const scores = new Float64Array(count);
  const times = new Float64Array(count);
  const lastOwner = new Int32Array(count).fill(-1);
  const terms = new Uint32Array(count);
  return {
    /** Term → BM25F's score before it is damped. */
    scores,
    /** Term → how often it counts in `likely`. */
    times,
    /** @returns the subject's terms, each once; these and their sums stand until the next is read */
    read({ subject, from, to }: Span, norms: readonly number[]): Uint32Array {
      let length = 0;
      for (let passage = from; passage < to; passage += 1) {
        const field = fields[passage] ?? 0;
        const rule = RULES[FIELDS[field] ?? 'name'];
        const boost = rule.boost / (norms[field] ?? 1);
        const end = starts[passage + 1] ?? 0;
        for (let at = starts[passage] ?? 0; at < end; at += 1) {
          const term = tokens[at] ?? 0;
          if (lastOwner[term] !== subject) {
            lastOwner[term] = subject;
            terms[length++] = term;
            scores[term] = 0;
            times[term] = 0;
          }
          scores[term] = (scores[term] ?? 0) + boost;
          times[term] = (times[term] ?? 0) + rule.times;
        }
      }
      return terms.subarray(0, length);
    },
  };
}

/** In how many subjects' texts a term occurs. */
export function countOwners({ starts }: Pick<Postings, 'starts'>, term: number): number {
  return (starts[term + 1] ?? 0) - (starts[term] ?? 0);
}

/** @returns -1 where the subject's text has no such term */
export function findPosting(
  { starts, owners }: Pick<Postings, 'starts' | 'owners'>,
  term: number,
  subject: number,
): number {
  let low = starts[term] ?? 0;
  let high = (starts[term + 1] ?? 0) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const owner = owners[middle] ?? 0;
    if (owner === subject) return middle;
    if (owner < subject) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** From counts to shares of a score. */
function* weigh(
  { starts, counted, likely }: Pick<Postings, 'starts' | 'counted' | 'likely'>,
  { isPair }: Corpus,
  rarity: Float32Array,
  everywhere: Float64Array,
  smoothing: number,
): Generator<void, void> {
  const total = everywhere.reduce((sum, times) => sum + times, 0);
  for (let term = 0; term < everywhere.length; term += 1) {
    const share = isPair[term] ? PAIR_SHARE : 1;
    const expected = (smoothing * (everywhere[term] ?? 0)) / total;
    const end = starts[term + 1] ?? 0;
    for (let at = starts[term] ?? 0; at < end; at += 1) {
      const score = counted[at] ?? 0;
      counted[at] = isPair[term] ? 0 : ((rarity[term] ?? 0) * score) / (SATURATION + score);
      likely[at] = share * Math.log(1 + (likely[at] ?? 0) / expected);
    }
    if (term % STRIDE === 0) yield;
  }
}

/** Where each begins, if they stand one after the other; one more at the end. */
function sumUp(counts: Uint32Array): Uint32Array {
  const starts = new Uint32Array(counts.length + 1);
  for (let at = 0; at < counts.length; at += 1) starts[at + 1] = (starts[at] ?? 0) + (counts[at] ?? 0);
  return starts;
}

/**
 * A community may have words for few subjects: the mean over all would be near 0, and each of these few told far too long. ATT&CK's own
 * fields take the mean over all: over those that have one, tram loses 0.4 points.
 */
function meanLength(field: Field, lengths: Float64Array | undefined): number {
  return mean(field === 'saying' ? lengths?.filter((length) => length > 0) : lengths);
}

function mean(numbers: Float64Array | undefined): number {
  return numbers && numbers.length > 0 ? numbers.reduce((sum, n) => sum + n, 0) / numbers.length : 0;
}
