/** What has to be known of all subjects' texts before the first is counted: how long they are, and how many have a term. */

import type { Corpus } from './corpus.ts';
import { FIELDS } from './passages.ts';

export interface Survey {
  /** Term → in how many subjects' texts it is. */
  readonly owners: Uint32Array;
  /** The same without the texts on detection. */
  readonly told: Uint32Array;
  /** Field → subject → its number of stems there. */
  readonly lengths: readonly Float64Array[];
}

/** The passages of one subject; `to` exclusive. */
export interface Span {
  readonly subject: number;
  readonly from: number;
  readonly to: number;
}

export function* surveyTexts(corpus: Corpus): Generator<void, Survey> {
  const { tokens, starts, fields, isPair } = corpus;
  const lengths = FIELDS.map(() => new Float64Array(corpus.subjects.length));
  const owners = createOwnerCount(corpus.terms.count);
  const told = createOwnerCount(corpus.terms.count);
  for (const { subject, from, to } of spans(corpus)) {
    for (let passage = from; passage < to; passage += 1) {
      const field = fields[passage] ?? 0;
      const isTold = FIELDS[field] !== 'detection';
      const end = starts[passage + 1] ?? 0;
      let length = 0;
      for (let at = starts[passage] ?? 0; at < end; at += 1) {
        const term = tokens[at] ?? 0;
        length += 1 - (isPair[term] ?? 0);
        owners.add(term, subject);
        if (isTold) told.add(term, subject);
      }
      const row = lengths[field];
      if (row) row[subject] = (row[subject] ?? 0) + length;
    }
    yield;
  }
  return { owners: owners.counts, told: told.counts, lengths };
}

/** The passages of each subject, which stand together. */
export function* spans({ owners }: Corpus): Generator<Span> {
  let from = 0;
  for (let passage = 1; passage <= owners.length; passage += 1) {
    if (owners[passage] === owners[from]) continue;
    yield { subject: owners[from] ?? 0, from, to: passage };
    from = passage;
  }
}

/** Counts each subject once, where they come one after the other. */
function createOwnerCount(terms: number) {
  const counts = new Uint32Array(terms);
  const last = new Int32Array(terms).fill(-1);
  return {
    counts,
    add(term: number, subject: number): void {
      if (last[term] === subject) return;
      last[term] = subject;
      counts[term] = (counts[term] ?? 0) + 1;
    },
  };
}
