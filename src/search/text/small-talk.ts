/**
 * Tells small talk from a question: is each of its words said more in a channel, or in ATT&CK's texts?
 *
 *   word     = ln (share of it in ATT&CK's texts / share of it in talk), each once
 *   evidence = Σ of the words above 0 + Σ of those below 0, but not less than −2
 *
 * At 0 and below it is talk, and up to 1 where the texts do not tell clearly of some technique. A word that nobody knows is 0, so that the
 * name of a new tool costs a question nothing; a word of ATT&CK's that is not in `everyday.ts` is above 0, the more texts have it the
 * more. The bound is for those who tell what was seen with many words about when and by whom. Two neighbours that stand side by side in
 * ATT&CK's texts, and slang of several words, mean what they mean there ("golden ticket", "thumb drive"): neither is below 0.
 *
 * Rejected: a greater least coverage. At 0.35 small talk still passed, and titles of detections failed that are full of unknown names.
 */

import { lazy } from '../../lazy.ts';
import { foldName } from '../names.ts';
import { numberPair } from './corpus.ts';
import { EVERYDAY } from './everyday.ts';
import { findEntries } from './glossary/entries.ts';
import { countOwners } from './postings.ts';
import type { TermSource } from './question-terms.ts';
import type { Rating } from './rate-shelf.ts';
import { readStems } from './spelling.ts';
import { stemsOf } from './words.ts';

type Source = Pick<TermSource, 'terms' | 'postings' | 'spelling'>;

/** Stem → its share of what is said. */
const shares = lazy(
  () => new Map(EVERYDAY.flatMap(([share, words]) => stemsOf(words).map((stem) => [stem, share] as const))),
);
/** Times, dates, counts. */
const NUMBER = /^\d{1,2}$/;
const SHARE_OF_NUMBERS = 1e-3;
/** Of "I'm", "what's", "don't", "I'd". */
const PIECES: ReadonlySet<string> = new Set(['m', 's', 't', 'd']);
/** In how many texts a word counts as seen that none has: so little is known of it. */
const UNSEEN = 0.7;
/** What an entry of the glossary counts, whose words ATT&CK's texts may not have. */
const SLANG = 3;
/** One person speaks to another: what is said then is seldom of attacks. */
const ADDRESSED = -2;
const ADDRESS: ReadonlySet<string> = new Set('i you we me us my your our please thanks thank hello hi hey'.split(' '));
const MOST_AGAINST = -2;
/** With less evidence than this, a technique has to be told clearly: by so much of its probability times its coverage. */
const DOUBTFUL = 1;
const CLEARLY_TOLD = 0.33;

/** From this share on, words with nothing but others of their kind are no name in part. */
const NO_NAME = 1e-3;
const NO_NAMES: ReadonlySet<string> = new Set(
  EVERYDAY.flatMap(([share, words]) => (share < NO_NAME ? [] : words.split(' '))),
);

/**
 * Whether a text is rather talk than a question.
 *
 * @param best what the texts make of it
 */
export function isSmallTalk(source: Source, text: string, best: Pick<Rating, 'probability' | 'coverage'>): boolean {
  const evidence = weighEvidence(source, text);
  return evidence <= 0 || (evidence < DOUBTFUL && best.probability * best.coverage < CLEARLY_TOLD);
}

/** Whether a text is made of everyday words alone: a name that it begins, or is like, was not meant. */
export function isEveryday(text: string): boolean {
  const words = wordsOf(text);
  return words.some((word) => NO_NAMES.has(word)) && words.every((word) => NO_NAMES.has(word) || isFiller(word));
}

function isFiller(word: string): boolean {
  return PIECES.has(word) || NUMBER.test(word) || stemsOf(word).length === 0;
}

function weighEvidence(source: Source, text: string): number {
  const stems = readStems(source.spelling, text);
  const pairs = listPairs(source, stems);
  const slang = listSlang(stems);
  const excused = new Set([...pairs.flatMap(({ pair }) => pair), ...slang.flat()]);
  const words = [...new Set(stems)].map((stem) => {
    const weight = weighWord(source, stem);
    return excused.has(stem) ? Math.max(0, weight) : weight;
  });
  const address = wordsOf(text).some((word) => ADDRESS.has(word)) ? ADDRESSED : 0;
  const speaking = [...words, ...pairs.map(({ owners }) => weighOwners(owners)), ...slang.map(() => SLANG)];
  return sum(speaking.filter((n) => n > 0)) + Math.max(MOST_AGAINST, sum(words.filter((n) => n < 0)) + address);
}

/** Neighbours that ATT&CK's texts have as such, and in how many. */
function listPairs({ terms, postings }: Source, stems: readonly string[]) {
  return stems.flatMap((stem, at) => {
    const pair = [stems[at - 1] ?? '', stem];
    const [first, second] = pair.map((each) => (PIECES.has(each) ? undefined : terms.stems.get(each)));
    const term = first === undefined || second === undefined ? undefined : numberPair(terms, first, second);
    return term === undefined ? [] : [{ pair, owners: countOwners(postings, term) }];
  });
}

/** Spellings of the glossary, but for single everyday words: "adding" has the stem of "AD". */
function listSlang(stems: readonly string[]): readonly (readonly string[])[] {
  return findEntries(stems)
    .map(({ spelling }) => spelling)
    .filter(({ length, 0: first = '' }) => length > 1 || !shares().has(first));
}

function weighWord({ terms, postings }: Source, stem: string): number {
  if (PIECES.has(stem)) return 0;
  const term = terms.stems.get(stem);
  const owners = term === undefined ? 0 : countOwners(postings, term);
  const share = NUMBER.test(stem) ? SHARE_OF_NUMBERS : shares().get(stem);
  if (share === undefined) return weighOwners(owners);
  // Stems are numbered before pairs.
  const all = postings.starts[terms.stems.size] ?? 0;
  return Math.log((owners + UNSEEN) / all / share);
}

/** Of what is said in talk as seldom as a word that no text has. */
function weighOwners(owners: number): number {
  return Math.log((owners + UNSEEN) / UNSEEN);
}

function wordsOf(text: string): readonly string[] {
  return foldName(text).split(' ');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
