/** Why an object was found: the telling passage of its texts with the question's words in bold, and where it stands; or what slang means. */

import type { Inline } from '../../attack/markup.ts';
import type { Catalog } from '../../search/catalog.ts';
import type { Hit } from '../../search/find.ts';
import { type Explanation, explain } from '../../search/text/explain.ts';
import { cutText, renderMrkdwn, renderWords } from '../text/mrkdwn.ts';
import { meaningFor } from './meaning.ts';
import { shortNameOf } from './title.ts';

/** Characters of the passage: a line and a half on a desktop. */
const LONGEST = 180;
/** Of these, before the first word that tells. */
const LEAD = 30;

/** Mrkdwn of one line; empty where a name as typed found it, or nothing is left of the texts that did. */
export function whyFound(catalog: Catalog, { object, by }: Hit, asked: string): string {
  if (by === 'name') return meaningFor(catalog, object, asked);
  if (!catalog.text) return '';
  const why = explain(catalog, catalog.text, object, asked);
  return why === undefined ? '' : `${placeOf(why)}: “${emphasise(cutAround(why), why.words)}”`;
}

function placeOf({ field, by }: Explanation): string {
  if (by) return `Procedure of ${renderWords(shortNameOf(by))}`;
  return field === 'detection' ? 'Its detection' : 'Its description';
}

/** The part of the passage around its first telling word. */
function cutAround({ passage, words }: Explanation): string {
  if (passage.length <= LONGEST) return passage;
  const found = words.length === 0 ? 0 : Math.max(0, passage.search(wholeWords(words)));
  const start = Math.min(found - LEAD, passage.length - LONGEST);
  const from = start <= 0 ? 0 : passage.indexOf(' ', start) + 1;
  const rest = passage.slice(from);
  const part = cutText(rest, LONGEST);
  const gap = part.lastIndexOf(' ');
  const end = part === rest || gap === -1 ? part : `${part.slice(0, gap)} …`;
  return from > 0 ? `… ${end}` : end;
}

/** As markup, so that a mark in the text does not come alive beside ours. Bold begins after a gap and ends before one, or a comma. */
function emphasise(text: string, words: readonly string[]): string {
  const bold = words.length === 0 ? [] : [...text.matchAll(wholeWords(words))];
  const children = bold.flatMap(({ 0: word, index }, at): readonly Inline[] => [
    { kind: 'text', text: text.slice(endOf(bold[at - 1]), index) },
    { kind: 'bold', children: [{ kind: 'text', text: word }] },
  ]);
  const rest = { kind: 'text', text: text.slice(endOf(bold.at(-1))) } as const;
  return renderMrkdwn([{ kind: 'paragraph', children: [...children, rest] }]);
}

function endOf(match: RegExpExecArray | undefined): number {
  return match === undefined ? 0 : match.index + match[0].length;
}

function wholeWords(words: readonly string[]): RegExp {
  return new RegExp(`(?<=^|[\\s(])(?:${words.join('|')})(?=$|[\\s)]|[.,;:!?](?:$|\\s))`, 'gu');
}
