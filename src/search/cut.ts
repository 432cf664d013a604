/** Where long texts are cut before they are searched: what a search costs grows with its text, and people may paste anything. */

/** What is asked in one go, in UTF-16 code units; what lies behind tells no more of what was meant. */
const LONGEST_QUESTION = 1000;

export function cutQuestion(text: string): string {
  return cutCharacters(text, LONGEST_QUESTION);
}

/** The beginning of a text, at most `most` UTF-16 code units of it, which does not end within a character. */
export function cutCharacters(text: string, most: number): string {
  const isWithin =
    isBetween(text.charCodeAt(most - 1), 0xd800, 0xdbff) && isBetween(text.charCodeAt(most), 0xdc00, 0xdfff);
  return text.slice(0, isWithin ? most - 1 : most);
}

function isBetween(unit: number, from: number, to: number): boolean {
  return unit >= from && unit <= to;
}
