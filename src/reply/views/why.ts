/** Why the texts found a technique: the telling passage with the question's words in bold, and where it stands. */

import type { Catalog } from '../../search/catalog.ts';
import type { Hit } from '../../search/find.ts';
import { type Explanation, explain } from '../../search/text/explain.ts';
import { renderWords } from '../mrkdwn.ts';
import { shortNameOf } from './title.ts';

/** Characters of the passage: a line and a half on a desktop. */
const LONGEST = 180;

/** Mrkdwn of one line; empty where a name found it, or nothing is left of the texts that did. */
export function whyFound(catalog: Catalog, { object, by }: Hit, asked: string): string {
  if (by !== 'text' || object.kind !== 'technique' || !catalog.text) return '';
  const why = explain(catalog, catalog.text, object, asked);
  if (!why || why.field === 'name' || why.field === 'parent') return '';
  return `${placeOf(why)}: “${emphasise(cutAround(why), why.words)}”`;
}

function placeOf({ field, by }: Explanation): string {
  if (by) return `Seen with ${renderWords(shortNameOf(by))}`;
  return field === 'detection' ? 'Its detection' : 'Its description';
}

/** The part of the passage that begins a little before its first telling word. */
function cutAround({ passage, words: [first = ''] }: Explanation): string {
  if (passage.length <= LONGEST) return passage;
  const found = passage.indexOf(first);
  const from = passage.lastIndexOf(' ', Math.max(0, Math.min(found, passage.length - LONGEST) - 20)) + 1;
  const part = passage.slice(from, from + LONGEST);
  const whole = from + LONGEST < passage.length ? part.slice(0, part.lastIndexOf(' ')) : part;
  return `${from > 0 ? '… ' : ''}${whole}${from + LONGEST < passage.length ? ' …' : ''}`;
}

/** Bold in mrkdwn begins and ends at a word's edge. */
function emphasise(text: string, words: readonly string[]): string {
  if (words.length === 0) return renderWords(text);
  const telling = new Set(words);
  return text
    .split(/(?<![^\s])([\p{Letter}\p{Number}]+)(?![^\s])/u)
    .map((part) => (telling.has(part) ? `*${renderWords(part)}*` : renderWords(part)))
    .join('');
}
