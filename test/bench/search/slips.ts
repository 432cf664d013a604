/** What typing in a hurry does to a query: one slip in one word. */

import type { Query, QuerySet } from './sets.ts';

/** Sets that ask for what texts say; those of names have slips of their own. */
const TEXTS = ['jargon', 'sigma', 'atomic', 'tram'];
/** A shorter word with a slip is another word. */
const SHORTEST = 5;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** The same in every run; queries without a word of five letters are left out. */
export function slipSets(sets: readonly QuerySet[]): readonly QuerySet[] {
  const draw = createDraw();
  return sets
    .filter(({ title }) => TEXTS.includes(title))
    .map(({ title, queries }) => ({
      title,
      queries: queries.flatMap((query) => slipQuery(query, draw)),
    }));
}

function slipQuery({ text, ids }: Query, draw: (count: number) => number): readonly Query[] {
  const words = text.split(' ');
  const places = words.flatMap((word, at) => (/^[a-z]+$/i.test(word) && word.length >= SHORTEST ? [at] : []));
  const place = places[draw(places.length)];
  if (place === undefined) return [];
  return [{ text: words.with(place, slipWord(words[place] ?? '', draw)).join(' '), ids }];
}

/** A letter missed, added, mistaken, or swapped with its neighbour; never the first, which few hands miss. */
export function slipWord(word: string, draw: (count: number) => number): string {
  const at = 1 + draw(word.length - 2);
  const letter = LETTERS.charAt(draw(LETTERS.length));
  const [before, here, next] = [word.slice(0, at), word.charAt(at), word.charAt(at + 1)];
  const slips = [
    before + word.slice(at + 1),
    before + letter + word.slice(at),
    before + letter + word.slice(at + 1),
    before + next + here + word.slice(at + 2),
  ];
  return slips[draw(slips.length)] ?? word;
}

/** Numbers below a count that look drawn: a linear congruential generator (Numerical Recipes' constants). */
export function createDraw(): (count: number) => number {
  let state = 1;
  return (count) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
}
