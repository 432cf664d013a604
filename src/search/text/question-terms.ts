/**
 * The terms of a question and how much each counts.
 *
 * What is done stands before "via", the means behind it: "dump credentials via PowerShell" is about credentials. Words that set the scene
 * (platforms, "suspicious", "attempt") count less. What ATT&CK's text says seldom is said again in its own words, by the glossary.
 */

import { numberPair, type Terms } from './corpus.ts';
import { EVERYDAY } from './everyday.ts';
import { findEntries, spellingStems } from './glossary/entries.ts';
import { countOwners, type Postings } from './postings.ts';
import { buildSpelling, readStems, type Spelling } from './spelling.ts';
import { stemsOf } from './words.ts';

export interface QuestionTerms {
  /** Term → weight, 1 for a word that counts in full. */
  readonly weights: ReadonlyMap<number, number>;
  /** Term → weight, of the words that were typed alone: no pairs, no glossary. */
  readonly typed: ReadonlyMap<number, number>;
  /** The weights of the words that no technique's text has, summed up. */
  readonly unknown: number;
}

/** What terms are looked up in. */
export interface TermSource {
  readonly terms: Terms;
  readonly postings: Postings;
  /** Stems of the names of the platforms that the release has. */
  readonly platforms: ReadonlySet<string>;
  /** See `spellingFor`. */
  readonly spelling: Spelling;
}

const MEANS = 0.77;
const SCENE = 0.25;
const PLATFORM = 0.4;

/** What titles of detections and tests say of anything. */
const SCENERY: ReadonlySet<string> = new Set(
  stemsOf(
    'suspicious potential potentially possible uncommon unusual attempt execution usage activity detected test renamed hacktool pua exe',
  ),
);

/** What everything is done with, wherever it stands: "PowerShell lateral movement". */
const INSTRUMENTS: ReadonlySet<string> = new Set(
  stemsOf(
    'powershell cmd command prompt shell python perl ruby golang go bash vbscript vba jscript javascript winapi api native natively cmdlet script module csharp',
  ),
);
const INSTRUMENT = 0.77;
/** In so few words the instrument may be what is asked for. */
const TERSE = 2;

/** The glossary's share: full up to `SHORT` words of a question, and for words that at most `SELDOM` techniques' texts have. */
const GLOSSARY_SHARE = 0.42;
const SHORT = 5;
const SELDOM = 9;

/** Of what the texts and the glossary say. */
export function spellingFor(sources: readonly Pick<TermSource, 'terms' | 'postings'>[]): Spelling {
  const usage = new Map([...spellingStems()].map((stem) => [stem, 0]));
  for (const { terms, postings } of sources) {
    for (let term = 0; term < terms.stems.size; term += 1) {
      const stem = terms.stems.at(term);
      usage.set(stem, (usage.get(stem) ?? 0) + countOwners(postings, term));
    }
  }
  return buildSpelling(
    usage,
    EVERYDAY.flatMap(([, words]) => stemsOf(words)),
  );
}

/** @param text any text, folded or not, of which only the words count */
export function readQuestion(source: TermSource, text: string): QuestionTerms {
  const weights = new Map<number, number>();
  const raise = (term: number | undefined, weight: number) => {
    if (term !== undefined && weight > (weights.get(term) ?? 0)) weights.set(term, weight);
  };
  const typed = new Map<number, number>();
  let unknown = 0;
  const clauses = readClauses(source, text);
  const stems = clauses.flatMap((clause) => clause.stems);
  const instrument = stems.length > TERSE ? INSTRUMENT : 1;
  for (const clause of clauses) {
    const weigh = (stem: string) => clause.weight * weighWord(source, stem) * (INSTRUMENTS.has(stem) ? instrument : 1);
    addTerms(source.terms, clause.stems, weigh, raise);
    for (const stem of clause.stems) {
      const term = source.terms.stems.get(stem);
      if (term === undefined) unknown += weigh(stem);
      else typed.set(term, Math.max(typed.get(term) ?? 0, weigh(stem)));
    }
  }
  const length = GLOSSARY_SHARE * Math.min(1, SHORT / stems.length);
  for (const { meaning, spelling } of findEntries(stems)) {
    const help = length * Math.min(1, SELDOM / Math.max(1, spread(source, spelling)));
    addTerms(source.terms, meaning, () => help, raise);
  }
  return { weights, typed, unknown };
}

/** In how many techniques' texts a spelling's beginning occurs. */
function spread({ terms, postings }: TermSource, [first = '', second]: readonly string[]): number {
  const term = terms.stems.get(first);
  if (term === undefined) return 0;
  if (second === undefined) return countOwners(postings, term);
  const next = terms.stems.get(second);
  const pair = next === undefined ? undefined : numberPair(terms, term, next);
  return pair === undefined ? 0 : countOwners(postings, pair);
}

function weighWord({ platforms }: TermSource, stem: string): number {
  return (platforms.has(stem) ? PLATFORM : 1) * (SCENERY.has(stem) ? SCENE : 1);
}

/** Stems, and pairs of neighbours; a pair weighs what the heavier of its words weighs. */
function addTerms(
  terms: Terms,
  stems: readonly string[],
  weigh: (stem: string) => number,
  raise: (term: number | undefined, weight: number) => void,
): void {
  let before: { readonly term: number; readonly weight: number } | undefined;
  for (const stem of stems) {
    const term = terms.stems.get(stem);
    const weight = weigh(stem);
    raise(term, weight);
    if (term !== undefined && before) raise(numberPair(terms, before.term, term), Math.max(before.weight, weight));
    before = term === undefined ? undefined : { term, weight };
  }
}

/** What is done, and the means: "(via|using|with|through|by) …" as long as the text goes on. */
function readClauses(
  { spelling }: TermSource,
  text: string,
): readonly { readonly stems: readonly string[]; readonly weight: number }[] {
  return text.split(/\s(?=(?:via|using|with|through|by)\s)/i).map((clause, at) => ({
    stems: readStems(spelling, clause),
    weight: at === 0 ? 1 : MEANS,
  }));
}
