/**
 * The techniques that a free text describes: an alert, or a paragraph of a report.
 *
 * Each sentence is asked for by itself, because a paragraph tells of several doings. What a sentence shares with a technique by chance is
 * not suggested: of 372 lines of small talk three give one, of 539 sentences about malware 239, and of those 5 in 6 are right.
 * English first: other languages share its technical words with it, and little else.
 */

import type { Technique } from '../attack/object.ts';
import type { Catalog } from './catalog.ts';
import { cutCharacters } from './cut.ts';
import { findByText, type TextHit } from './text/find-text.ts';
import type { TextIndex } from './text/text-index.ts';
import { stemsOf } from './text/words.ts';

export interface Suggestion {
  readonly technique: Technique;
  /** How likely the sentence means the technique, from 0.5 to 1. */
  readonly confidence: number;
  /** The sentence that told most, as it stands in the text from `start` to `end` (exclusive, in UTF-16 code units). */
  readonly sentence: string;
  readonly start: number;
  readonly end: number;
}

/** More of a text is not read, in UTF-16 code units. */
export const LONGEST_TEXT = 10_000;

/** A line of a log may have no end; words that far apart tell nothing together. */
const LONGEST_SENTENCE = 400;
/** In words. */
const SHORTEST_CLAUSE = 4;
const CLAUSE = /[,;:]\s+(?:and\s+)?|\s(?:and|before|after|then)\s+/;
/** The least that counts of a sentence, and of a clause, which says less and so is easier to mistake. */
const WHOLE = { probability: 0.5, coverage: 0.6 };
const PART = { probability: 0.6, coverage: 0.7 };

/** So many different parts are asked for whatever the text, and one more for so many UTF-16 code units read. Prose has a part for 50. */
const FREE = 20;
const SPACING = 25;

/** Most confident first, each technique once; none before the catalog's texts are read. */
export function suggest(catalog: Catalog, text: string): readonly Suggestion[] {
  if (!catalog.text) return [];
  const ask = createAsking(catalog.text);
  const best = new Map<Technique, Suggestion>();
  for (const { sentence, start } of cutSentences(cutCharacters(text, LONGEST_TEXT))) {
    const end = start + sentence.length;
    for (const { stixId, probability: confidence } of findDescribed(sentence, (part) => ask(part, end))) {
      const technique = catalog.byStixId.get(stixId);
      if (technique?.kind !== 'technique' || technique.status !== 'active') continue;
      if (confidence <= (best.get(technique)?.confidence ?? 0)) continue;
      best.set(technique, { technique, confidence, sentence, start, end });
    }
  }
  return [...best.values()].sort((a, b) => b.confidence - a.confidence || a.start - b.start);
}

/**
 * Asks for what a part of a text describes: once, however often it comes back, and not at all where none of its words counts.
 *
 * A question costs the same however short it is, so that lines of one letter would cost ten times what as much prose does: of parts that
 * come too thick, some are left out.
 */
function createAsking(index: TextIndex): (part: string, read: number) => TextHit | undefined {
  const known = new Map<string, TextHit | undefined>();
  return (part, read) => {
    if (known.has(part)) return known.get(part);
    if (known.size >= FREE + read / SPACING || stemsOf(part).length === 0) return undefined;
    const [hit] = findByText(index, part, 1, ({ kind }) => kind === 'technique');
    known.set(part, hit);
    return hit;
  };
}

/** By the sentence as a whole, and by each of its clauses: "created a task and dumped the memory" tells of two doings. */
function findDescribed(sentence: string, ask: (part: string) => TextHit | undefined): readonly TextHit[] {
  const clauses = sentence.split(CLAUSE).filter((clause) => clause.split(' ').length >= SHORTEST_CLAUSE);
  return [sentence, ...(clauses.length > 1 ? clauses : [])].flatMap((part) => {
    const hit = ask(part);
    return hit && isTelling(hit, part === sentence ? WHOLE : PART) ? [hit] : [];
  });
}

function isTelling({ probability, coverage }: TextHit, least: Pick<TextHit, 'probability' | 'coverage'>): boolean {
  return probability >= least.probability && coverage >= least.coverage;
}

/** At the ends of sentences and lines, and at a gap where one is too long. */
function cutSentences(text: string): readonly { readonly sentence: string; readonly start: number }[] {
  return [...text.matchAll(/\S(?:[^\n.!?]|[.!?](?=\S))*[.!?]?/g)].flatMap(({ 0: sentence, index }) =>
    cutLong(sentence).map(({ part, from }) => ({ sentence: part, start: index + from })),
  );
}

function cutLong(sentence: string): readonly { readonly part: string; readonly from: number }[] {
  const parts: { readonly part: string; readonly from: number }[] = [];
  for (let from = 0; from < sentence.length; ) {
    const most = cutCharacters(sentence.slice(from), LONGEST_SENTENCE);
    const gap = from + LONGEST_SENTENCE < sentence.length ? most.lastIndexOf(' ') : -1;
    const part = gap > 0 ? most.slice(0, gap) : most;
    parts.push({ part: part.trimEnd(), from });
    from += part.length + (gap > 0 ? 1 : 0);
  }
  return parts;
}
