/**
 * Finding by a name: by its beginning, or by what is only nearly it.
 *
 *     question ─► walk the names that begin so, and those whose words do      (prefix.ts)
 *              ─► shortlist of those that share the most letter pairs         (shortlist.ts)
 *                      └─► rate the agreement of each with the question       (agreement.ts)
 *     nothing agrees? ─► fuse.js looks inside the shortlisted names ─► rate
 *                      └─► best name of each object, in order
 *
 * fuse.js finds a misspelt part in the middle of a long name, which the edit distance to the whole or its beginning cannot see. It
 * is asked last, because it costs more than all the rest, and only about the shortlist. Scoring every name with it was rejected: 15 to 75 ms.
 */

import Fuse from 'fuse.js';
import type { AttackObject } from '../attack/object.ts';
import { rateAgreement, rateInside, readWording, type Wording } from './agreement.ts';
import { hasTellingName, isOwnName, type Label, type NameIndex } from './names.ts';
import { buildPrefixes, type PrefixIndex, walkLetters, walkWords } from './prefix.ts';
import { compareLikely } from './rank.ts';
import { buildPairs, type PairIndex, pickShortlist } from './shortlist.ts';

export interface Hit {
  readonly object: AttackObject;
  /** The name, full name, alias, former name, acronym or half of a name that fits best. */
  readonly label: string;
  /** Where a name was found: which kind of name that is. */
  readonly by?: Label['by'];
  /** From 0 to 1, comparable between questions: how far question and label agree, see `agreement.ts`. */
  readonly score: number;
}

/** The names that can be found by approximation: those of active objects, where they tell what it is. */
export interface FuzzyIndex {
  readonly prefixes: PrefixIndex;
  readonly pairs: PairIndex;
}

const SHORTLIST = 24;
const MIN_INNER = 2;
/** Below this, letters are alike by chance. */
const MIN_SCORE = 0.5;
/** From here on something was found, and nothing inside a name would be better. */
const FOUND = 0.7;
/** fuse.js reads patterns of 32 letters at a time; a part of a name is shorter, and what is longer costs double. */
const MAX_INSIDE = 32;
/** In shorter questions one slip is too much. */
const MIN_INSIDE = 6;
/** The share of wrong letters: one in six. */
const MAX_WRONG_INSIDE = 0.17;

interface Rated {
  readonly label: Label;
  readonly score: number;
}

export function buildFuzzy(names: NameIndex): FuzzyIndex {
  const labels = names.labels.filter(({ object }) => object.status === 'active' && hasTellingName(object));
  return { prefixes: buildPrefixes(labels), pairs: buildPairs(labels) };
}

/**
 * @param text any text; a name is found in what is not much longer than one
 * @returns the objects whose names agree most with it, each once, best first. Among equals: what ATT&CK itself calls so today, the
 * likelier kind, a name before a parent's name, Enterprise before Mobile before ICS, the shorter name
 */
export function findNearly(
  index: FuzzyIndex,
  text: string,
  limit: number,
  isWanted: (object: AttackObject) => boolean = () => true,
): readonly Hit[] {
  const question = readWording(text);
  const begun = walkLetters(index.prefixes, question.letters);
  // Half of all names have some word that begins with an "s".
  const inner = question.letters.length < MIN_INNER ? [] : walkWords(index.prefixes, question.words);
  const near = pickShortlist(index.pairs, question.folded, SHORTLIST);
  const rated = [...new Set([...begun, ...inner, ...near])].map((label) => ({
    label,
    score: rateAgreement(question, label),
  }));
  const isFound = rated.some(({ score }) => score >= FOUND);
  return pickBest(isFound ? rated : [...rated, ...findInside(near, question)])
    .filter(({ label }) => isWanted(label.object))
    .slice(0, limit)
    .map(({ label: { object, text: label, by }, score }) => ({ object, label, by, score }));
}

function findInside(labels: readonly Label[], question: Wording): readonly Rated[] {
  if (question.letters.length < MIN_INSIDE || question.folded.length > MAX_INSIDE) return [];
  const fuse = new Fuse(labels, {
    keys: [{ name: 'folded', getFn: ({ folded }) => folded }],
    ignoreLocation: true,
    ignoreFieldNorm: true,
    includeScore: true,
    threshold: MAX_WRONG_INSIDE,
  });
  // With these options the score is the share of the question's letters that are wrong.
  return fuse.search(question.folded).map(({ item, score = 1 }) => ({
    label: item,
    score: rateInside(question, item, score),
  }));
}

function pickBest(rated: readonly Rated[]): readonly Rated[] {
  const best = new Map<AttackObject, Rated>();
  for (const each of rated) {
    if (each.score < MIN_SCORE) continue;
    const known = best.get(each.label.object);
    if (!known || compareRated(each, known) < 0) best.set(each.label.object, each);
  }
  return [...best.values()].sort(compareRated);
}

function compareRated(a: Rated, b: Rated): number {
  return b.score - a.score || compareEquals(a.label, b.label);
}

/** Never 0 for labels of two objects, so that no order of arrival shows through. */
function compareEquals(a: Label, b: Label): number {
  const likely = compareLikely(a.object, b.object);
  return (
    Number(isOwnName(b)) - Number(isOwnName(a)) ||
    (a.object.kind === b.object.kind ? 0 : likely) ||
    Number(a.by === 'full name') - Number(b.by === 'full name') ||
    (a.object.domains[0] === b.object.domains[0] ? 0 : likely) ||
    a.letters.length - b.letters.length ||
    likely
  );
}
