/**
 * A community's phrases as names: who asks for one word by word means what it stands for, as with an alias.
 *
 * What ATT&CK itself calls so comes first, see `find.ts`. A phrase of one word may be the beginning of a name that is still being typed:
 * it stands just before such names, so that both are offered.
 */

import type { AttackObject } from '../../attack/object.ts';
import { rateBeginning } from '../agreement.ts';
import type { Catalog } from '../catalog.ts';
import type { Hit } from '../fuzzy.ts';
import { foldName, joinWords } from '../names.ts';
import { walkLetters } from '../prefix.ts';
import { compareLikely, compareText } from '../rank.ts';

interface Saying {
  /** As people read it. */
  readonly text: string;
  /** Of the objects that are called so. */
  readonly stixIds: readonly string[];
}

/** By their letters: as with names, gaps and punctuation do not matter. */
export type Sayings = ReadonlyMap<string, Saying>;

/** What has the same words but for a last letter agrees as well, see `agreement.ts`. */
const SAID = 0.98;
/** So much more than what begins so. */
const BEFORE_BEGINNINGS = 0.01;

/** A step for each subject. */
export function* listSayings(
  subjects: readonly AttackObject[],
  sayingsOf: (object: AttackObject) => readonly string[],
): Generator<void, Sayings> {
  const sayings = new Map<string, Saying>();
  for (const subject of subjects) {
    for (const text of sayingsOf(subject)) {
      const letters = joinWords(foldName(text));
      const known = sayings.get(letters);
      if (letters === '' || known?.stixIds.includes(subject.stixId)) continue;
      sayings.set(letters, {
        text: known && compareText(known.text, text) < 0 ? known.text : text,
        stixIds: [...(known?.stixIds ?? []), subject.stixId],
      });
    }
    yield;
  }
  return sayings;
}

/** What a text is the whole phrase of, likeliest first; all agree alike. */
export function findSayings(
  { text: index, fuzzy, byStixId }: Catalog,
  text: string,
  isWanted: (object: AttackObject) => boolean,
): readonly Hit[] {
  const letters = joinWords(foldName(text));
  const saying = index?.sayings.get(letters);
  if (!saying) return [];
  const isBeginning = !foldName(saying.text).includes(' ') && walkLetters(fuzzy.prefixes, letters).length > 0;
  const score = isBeginning ? rateBeginning(letters.length) + BEFORE_BEGINNINGS : SAID;
  return saying.stixIds
    .flatMap((stixId) => byStixId.get(stixId) ?? [])
    .filter((object) => object.status === 'active' && isWanted(object))
    .sort(compareLikely)
    .map((object) => ({ object, label: saying.text, score }));
}
