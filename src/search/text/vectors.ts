/** All passages as vectors of length 1, each of their terms once: read in one go, because learning goes over them in two orders. */

import type { Corpus } from './corpus.ts';
import type { Postings } from './postings.ts';

export interface Vectors {
  /** Passage → its first entry; one more at the end. */
  readonly starts: Uint32Array;
  readonly terms: Uint32Array;
  /** Entry → the term's posting of the passage's technique. */
  readonly places: Uint32Array;
  readonly values: Float64Array;
}

/** Passages between two chances to pause: about 2 ms. */
const STRIDE = 2000;

/** @param rarity term → how much it tells before the passage's length is normed; what tells 0 is left out */
export function* readVectors(corpus: Corpus, postings: Postings, rarity: Float32Array): Generator<void, Vectors> {
  const reader = createReader(corpus, postings, rarity);
  for (let passage = 0; passage < corpus.owners.length; passage += 1) {
    reader.read(passage);
    if (passage % STRIDE === 0) yield;
  }
  return reader.vectors;
}

function createReader(corpus: Corpus, postings: Postings, rarity: Float32Array) {
  const { tokens, owners } = corpus;
  const starts = new Uint32Array(owners.length + 1);
  const terms = new Uint32Array(tokens.length);
  const places = new Uint32Array(tokens.length);
  const values = new Float64Array(tokens.length);
  const lastPassage = new Int32Array(corpus.terms.count).fill(-1);
  const last = postings.starts.slice(0, -1);
  /** Passages come technique by technique as a term's postings do: where its last is another's, the next is this one's. */
  const placeOf = (term: number, owner: number) => {
    const at = last[term] ?? 0;
    if (postings.owners[at] === owner) return at;
    last[term] = at + 1;
    return at + 1;
  };
  let length = 0;
  return {
    vectors: { starts, terms, places, values },
    /** One after the other. */
    read(passage: number): void {
      const end = corpus.starts[passage + 1] ?? 0;
      const owner = owners[passage] ?? 0;
      let squares = 0;
      for (let at = corpus.starts[passage] ?? 0; at < end; at += 1) {
        const term = tokens[at] ?? 0;
        const value = rarity[term] ?? 0;
        if (lastPassage[term] === passage || value === 0) continue;
        lastPassage[term] = passage;
        terms[length] = term;
        places[length] = placeOf(term, owner);
        values[length] = value;
        length += 1;
        squares += value * value;
      }
      const norm = Math.sqrt(squares) || 1;
      for (let i = starts[passage] ?? 0; i < length; i += 1) values[i] = (values[i] ?? 0) / norm;
      starts[passage + 1] = length;
    },
  };
}
