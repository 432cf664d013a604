/** Whether two texts read alike, and word by word where they do not. */

import { diffWordsWithSpace } from 'diff';
import { type Inline, parseMarkup, plainText } from '../../attack/markup.ts';

/** A run of words of either text, in the order of reading. */
export interface Run {
  readonly kind: 'same' | 'gained' | 'lost';
  readonly text: string;
}

/** Words that differ. Beyond, the whole text is another one; the comparison takes time by the square of this. */
const MOST_EDITS = 2000;

/** What a reader sees of ATT&CK's markup: citations, links' targets and the breaking of lines are none of it. */
export function readWords(markup: string): string {
  return plainText(parseMarkup(markup))
    .replaceAll(/[^\S\n]+/g, ' ')
    .trim();
}

export function readsAlike(earlier: string, later: string): boolean {
  if (earlier === later) return true;
  const flat = (markup: string) => readWords(markup).replaceAll(/\s+/g, ' ');
  return flat(earlier) === flat(later);
}

/** The addresses that a text links, in the order of reading. */
export function listLinks(markup: string): readonly string[] {
  const inlines = parseMarkup(markup).flatMap((node) =>
    node.kind === 'list' ? node.items.flatMap(({ children }) => children) : node.children,
  );
  return inlines.flatMap(linksIn);
}

/**
 * @param earlier ATT&CK markup, as is `later`
 * @returns runs of plain words; all `same` and all `gained` together are the later text, paragraphs on lines of their own
 */
export function compareTexts(earlier: string, later: string): readonly Run[] {
  const [before, after] = [readWords(earlier), readWords(later)];
  const runs = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS });
  if (!runs) return replaceWhole(before, after);
  return runs.map(({ added, removed, value }) => ({
    kind: added ? 'gained' : removed ? 'lost' : 'same',
    text: value,
  }));
}

function linksIn(inline: Inline): readonly string[] {
  if (inline.kind === 'link') return [inline.url];
  return 'children' in inline ? inline.children.flatMap(linksIn) : [];
}

function replaceWhole(before: string, after: string): readonly Run[] {
  return [
    { kind: 'lost', text: before },
    { kind: 'gained', text: after },
  ];
}
