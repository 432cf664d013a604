/** Why an object was found by its text: the words, and the passage that tells most. */

import type { AttackObject } from '../../attack/object.ts';
import { cutQuestion } from '../cut.ts';
import type { Graph } from '../graph.ts';
import { readKind } from './kind-words.ts';
import { type Field, type Passage, passagesOf } from './passages.ts';
import { readQuestion } from './question-terms.ts';
import { shelfOf, type TextIndex } from './text-index.ts';
import { stemsOf } from './words.ts';

export interface Explanation {
  readonly field: Exclude<Field, 'name' | 'parent'>;
  /** Plain text of one passage. */
  readonly passage: string;
  /** Who was seen using the technique so, where the passage is a procedure example. */
  readonly by: AttackObject | undefined;
  /** The words of the passage that told, in its own spelling, each once. */
  readonly words: readonly string[];
}

/** A view shows names itself, and whose saying it was is not known. */
const NOT_SHOWN = { namesOf: () => [], sayingsOf: () => [] };

/** The name and the parent's are shown anyway, however well they tell. */
type Telling = Passage & { readonly field: Explanation['field'] };

/** A passage of many words has more by chance. */
const EVENING = 0.3;

/**
 * @param text the question that found it
 * @returns undefined where nothing but the object's name has a word of the question, or of its meaning by the glossary
 */
export function explain(graph: Graph, index: TextIndex, object: AttackObject, text: string): Explanation | undefined {
  const shelf = shelfOf(index, object);
  const { weights } = readQuestion(shelf, withoutKind(cutQuestion(text), object));
  const worth = (stem: string) => {
    const term = shelf.terms.stems.get(stem);
    return term === undefined ? 0 : (weights.get(term) ?? 0) * (shelf.postings.rarity[term] ?? 0);
  };
  let [best, most] = [undefined as Telling | undefined, 0];
  for (const passage of passagesOf(graph, object, NOT_SHOWN).filter(isTelling)) {
    const stems = stemsOf(passage.text);
    const sum = [...new Set(stems)].reduce((total, stem) => total + worth(stem), 0);
    const rating = sum / Math.max(1, stems.length) ** EVENING;
    if (rating > most) [best, most] = [passage, rating];
  }
  if (!best) return undefined;
  const { field, text: told, by, subject } = best;
  const passage = [subject, told].join(' ').replace(/\s+/g, ' ').trim();
  return { field, passage, by, words: findWords(told, worth) };
}

/** "Group" tells nothing of a group, and was not looked for in its texts; see `find-text.ts`. */
function withoutKind(text: string, { kind }: AttackObject): string {
  const named = readKind(text);
  return named?.kind === kind ? named.rest : text;
}

function isTelling(passage: Passage): passage is Telling {
  return passage.field !== 'name' && passage.field !== 'parent';
}

/** Word by word, because folding a whole text moves its words (accents, ligatures). */
function findWords(passage: string, worth: (stem: string) => number): readonly string[] {
  const words = passage.match(/[\p{Letter}\p{Number}\p{Mark}]+/gu) ?? [];
  return [...new Set(words)].filter((word) => stemsOf(word).some((stem) => worth(stem) > 0));
}
