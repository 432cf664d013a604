/** Counting: which technique's text has which terms, and what each such pair is worth by the two rules that only count. */

import type { Corpus } from './corpus.ts';
import { FIELDS, type Field } from './passages.ts';

/** Term by term: the techniques whose text has the term, ascending by number. */
export interface Postings {
  /** Term → its first posting; one more at the end. */
  readonly starts: Uint32Array;
  /** Posting → its technique. */
  readonly owners: Uint16Array;
  /** Posting → BM25F's share of a score; 0 for pairs. */
  readonly counted: Float32Array;
  /** Posting → how much likelier the technique's text has the term than any text, as a logarithm. */
  readonly likely: Float32Array;
  /** Technique → what each term of a question costs a technique of much text in `likely`, 0 or less. */
  readonly lengthOdds: Float32Array;
  /** Term → BM25's inverse document frequency over techniques. */
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

export function* countPostings(corpus: Corpus): Generator<void, Postings> {
  const starts = yield* placePostings(corpus);
  const size = starts.at(-1) ?? 0;
  const count = corpus.techniques.length;
  const [owners, counted, likely] = [new Uint16Array(size), new Float32Array(size), new Float32Array(size)];
  const lengths = measureFields(corpus);
  const means = FIELDS.map((_, field) => mean(lengths[field]));
  const texts = new Float64Array(count);
  const everywhere = new Float64Array(corpus.terms.count);
  const told = new Uint32Array(corpus.terms.count);
  const next = starts.slice(0, -1);

  const tally = FIELDS.map(() => new Float32Array(corpus.terms.count));
  for (const span of spans(corpus)) {
    const { technique } = span;
    const norms = FIELDS.map((name, field) => {
      const { norm } = RULES[name];
      return 1 - norm + (norm * (lengths[field]?.[technique] ?? 0)) / (means[field] || 1);
    });
    for (const term of countSpan(corpus, span, tally)) {
      const at = next[term] ?? 0;
      next[term] = at + 1;
      const { score, times, isTold } = takeCounts(tally, term, norms);
      const burst = times ** BURST;
      owners[at] = technique;
      counted[at] = score;
      likely[at] = burst;
      add(texts, technique, burst * (corpus.isPair[term] ? PAIR_SHARE : 1));
      add(everywhere, term, burst);
      if (isTold) add(told, term, 1);
    }
    yield;
  }
  const rarity = Float32Array.from(told, (n) => Math.log(1 + (count - n + 0.5) / (n + 0.5)));
  const smoothing = SMOOTHING * mean(texts);
  weigh({ starts, counted, likely }, corpus, rarity, everywhere, smoothing);
  const lengthOdds = Float32Array.from(texts, (length) => LENGTH_SHARE * Math.log(smoothing / (length + smoothing)));
  return { starts, owners, counted, likely, rarity, lengthOdds };
}

/** Counts a technique's terms by field, and gives which there are. */
function countSpan(corpus: Corpus, { from, to }: Span, tally: readonly Float32Array[]): ReadonlySet<number> {
  const seen = new Set<number>();
  for (let passage = from; passage < to; passage += 1) {
    const row = tally[corpus.fields[passage] ?? 0];
    for (const term of tokensOf(corpus, passage)) {
      seen.add(term);
      if (row) add(row, term, 1);
    }
  }
  return seen;
}

/** What the counts of a term amount to; leaves none behind. `isTold`: in more than the texts on detection. */
function takeCounts(tally: readonly Float32Array[], term: number, norms: readonly number[]) {
  let [score, times, isTold] = [0, 0, false];
  for (const [field, name] of FIELDS.entries()) {
    const hits = tally[field]?.[term] ?? 0;
    if (hits === 0) continue;
    score += (RULES[name].boost * hits) / (norms[field] ?? 1);
    times += RULES[name].times * hits;
    isTold ||= name !== 'detection';
    tally[field]?.fill(0, term, term + 1);
  }
  return { score, times, isTold };
}

/** In how many techniques' texts a term occurs. */
export function countOwners({ starts }: Pick<Postings, 'starts'>, term: number): number {
  return (starts[term + 1] ?? 0) - (starts[term] ?? 0);
}

/** @returns -1 where the technique's text has no such term */
export function findPosting(
  { starts, owners }: Pick<Postings, 'starts' | 'owners'>,
  term: number,
  technique: number,
): number {
  let low = starts[term] ?? 0;
  let high = (starts[term + 1] ?? 0) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const owner = owners[middle] ?? 0;
    if (owner === technique) return middle;
    if (owner < technique) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** From counts to shares of a score. */
function weigh(
  { starts, counted, likely }: Pick<Postings, 'starts' | 'counted' | 'likely'>,
  { isPair }: Corpus,
  rarity: Float32Array,
  everywhere: Float64Array,
  smoothing: number,
): void {
  const total = everywhere.reduce((sum, times) => sum + times, 0);
  for (const [term, times] of everywhere.entries()) {
    const share = isPair[term] ? PAIR_SHARE : 1;
    for (let at = starts[term] ?? 0; at < (starts[term + 1] ?? 0); at += 1) {
      const score = counted[at] ?? 0;
      counted[at] = isPair[term] ? 0 : ((rarity[term] ?? 0) * score) / (SATURATION + score);
      likely[at] = share * Math.log(1 + (likely[at] ?? 0) / ((smoothing * times) / total));
    }
  }
}

/** How many postings each term will have, summed up. */
function* placePostings(corpus: Corpus): Generator<void, Uint32Array> {
  const starts = new Uint32Array(corpus.terms.count + 1);
  const lastOwner = new Int32Array(corpus.terms.count).fill(-1);
  for (const { technique, from, to } of spans(corpus)) {
    for (let at = corpus.starts[from] ?? 0; at < (corpus.starts[to] ?? 0); at += 1) {
      const term = corpus.tokens[at] ?? 0;
      if (lastOwner[term] === technique) continue;
      lastOwner[term] = technique;
      starts[term + 1] = (starts[term + 1] ?? 0) + 1;
    }
  }
  yield;
  for (let term = 0; term < corpus.terms.count; term += 1)
    starts[term + 1] = (starts[term + 1] ?? 0) + (starts[term] ?? 0);
  return starts;
}

/** Field → technique → its number of stems there. */
function measureFields(corpus: Corpus): readonly Float64Array[] {
  const lengths = FIELDS.map(() => new Float64Array(corpus.techniques.length));
  for (const [passage, owner] of corpus.owners.entries()) {
    const row = lengths[corpus.fields[passage] ?? 0];
    for (const term of tokensOf(corpus, passage)) {
      if (row && !corpus.isPair[term]) row[owner] = (row[owner] ?? 0) + 1;
    }
  }
  return lengths;
}

function tokensOf({ tokens, starts }: Corpus, passage: number): Uint32Array {
  return tokens.subarray(starts[passage], starts[passage + 1]);
}

interface Span {
  readonly technique: number;
  readonly from: number;
  readonly to: number;
}

/** The passages of each technique, which stand together; `to` exclusive. */
function* spans({
  owners,
}: Corpus): Generator<{ readonly technique: number; readonly from: number; readonly to: number }> {
  let from = 0;
  for (let passage = 1; passage <= owners.length; passage += 1) {
    if (owners[passage] === owners[from]) continue;
    yield { technique: owners[from] ?? 0, from, to: passage };
    from = passage;
  }
}

function mean(numbers: Float64Array | undefined): number {
  return numbers && numbers.length > 0 ? numbers.reduce((sum, n) => sum + n, 0) / numbers.length : 0;
}

function add(numbers: Float32Array | Float64Array | Uint32Array, at: number, more: number): void {
  numbers[at] = (numbers[at] ?? 0) + more;
}
