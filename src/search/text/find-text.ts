/**
 * From a question's words to objects of all kinds, best first.
 *
 *   worth = probability on its shelf · share of the shelf
 *
 * Who speaks of an incident most likely means what was done: techniques have a share of 1, all else 0.3. The shares change places where
 * another text has much more of the question ("iranian oil companies"), and techniques have 0.05 where it names a kind ("banking trojan").
 * A paragraph about a group has far fewer words than the examples of a technique, so that it has to have most of the question's: by chance
 * it does not.
 */

import type { Domain } from '../../attack/domain.ts';
import { readKind } from './kind-words.ts';
import { type Rating, rateShelf } from './rate-shelf.ts';
import { isSmallTalk } from './small-talk.ts';
import type { Subject, TextIndex } from './text-index.ts';

export interface TextHit extends Rating {
  /** From 0 to 1, by the formula above. */
  readonly worth: number;
}

const LESSER = 0.3;
/** Of what lies in other domains than the question names. */
const BEYOND = 0.3;
/** Of techniques where another kind is named. */
const LEAST = 0.05;
/** So much more of the question in the best of the others' texts than in the best technique's: it was not about techniques. */
const GREATER_COVERAGE = 0.3;
/** What the best of a shelf has to have of the question. Less in a technique's text is what any two texts share. */
const LEAST_COVERAGE = { techniques: 0.2, others: 0.6 };

/**
 * @param isWanted finds these only
 * @param domains what the question limits itself to, where it does
 * @returns at most `limit` of each shelf, and as many of other domains
 */
export function findByText(
  index: TextIndex,
  text: string,
  limit: number,
  isWanted: (subject: Subject) => boolean = () => true,
  domains?: ReadonlySet<Domain>,
): readonly TextHit[] {
  const isWithin = (subject: Subject) => !domains || subject.domains.some((domain) => domains.has(domain));
  const ask = (shelf: keyof typeof LEAST_COVERAGE, asked: string, isAskedFor: (subject: Subject) => boolean) => {
    if (!index[shelf].subjects.some(isAskedFor)) return [];
    const ratings = rateShelf(index[shelf], asked, limit, isAskedFor);
    const [best] = ratings;
    return !best || best.coverage < LEAST_COVERAGE[shelf] || isSmallTalk(index[shelf], asked, best) ? [] : ratings;
  };
  const within = join(text, (shelf, asked, isMeant) =>
    ask(shelf, asked, (subject) => isWanted(subject) && isWithin(subject) && isMeant(subject)),
  );
  const beyond = domains
    ? join(text, (shelf, asked, isMeant) =>
        ask(shelf, asked, (subject) => isWanted(subject) && !isWithin(subject) && isMeant(subject)),
      )
    : [];
  return [...within, ...beyond.map((hit) => ({ ...hit, worth: BEYOND * hit.worth }))].sort(compareWorth);
}

/** Both shelves' answers. */
function join(
  text: string,
  ask: (shelf: keyof typeof LEAST_COVERAGE, asked: string, isMeant: (subject: Subject) => boolean) => readonly Rating[],
): readonly TextHit[] {
  const techniques = ask('techniques', text, () => true);
  const named = readKind(text);
  const called = named ? ask('others', named.rest, ({ kind }) => kind === named.kind) : [];
  if (called.length > 0) return [...share(called, 1), ...share(techniques, LEAST)];
  const others = ask('others', text, () => true);
  const lead = (others[0]?.coverage ?? 0) - (techniques[0]?.coverage ?? 0);
  const [theirs, ours] = lead >= GREATER_COVERAGE ? [1, LESSER] : [LESSER, 1];
  return [...share(techniques, ours), ...share(others, theirs)];
}

function share(ratings: readonly Rating[], part: number): readonly TextHit[] {
  return ratings.map((rating) => ({ ...rating, worth: part * rating.probability }));
}

function compareWorth(a: TextHit, b: TextHit): number {
  return b.worth - a.worth;
}
