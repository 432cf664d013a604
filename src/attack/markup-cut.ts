/** Shortens a paragraph where a reader would pause: at a sentence's end, else at a word's, and never inside code or a link. */

import type { Inline } from './markup.ts';

const ELLIPSIS = '…';
/** Stands for each character of code and of labels, so that a full stop in them ends no sentence. */
const MASK = '\ufffc';
const SENTENCE_END = /[.!?]["')\]”’]*(?=\s)/g;
/** What is written with a full stop and yet goes on; letters with stops between them (e.g., U.S., J.) are told by their shape. */
const ABBREVIATIONS = new Set([
  'vs',
  'cf',
  'al',
  'ex',
  'approx',
  'incl',
  'inc',
  'corp',
  'ltd',
  'co',
  'dr',
  'mr',
  'mrs',
  'ms',
  'st',
  'fig',
]);
const DOTTED_LETTERS = /^(?:\p{L}\.)*\p{L}$/u;
const LONGEST_ABBREVIATION = 12;
/** A sentence's end is preferred when it keeps at least this share of what there is room for. */
const LEAST_SHARE = 1 / 3;

/**
 * The children's beginning, at most `limit` UTF-16 units of words; all of it when it fits. An ellipsis, counted in, says when it
 * stops in the middle of a sentence.
 */
export function cutInline(children: readonly Inline[], limit: number): readonly Inline[] {
  const mask = maskInline(children);
  if (mask.length <= limit) return children;
  const sentence = findSentenceEnd(mask, limit);
  if (sentence >= limit * LEAST_SHARE && sentence > 0) return takeInline(children, sentence);
  const word = findWordEnd(mask, limit - ELLIPSIS.length);
  const kept = takeInline(children, word);
  return kept.length === 0 ? [] : [...kept, { kind: 'text', text: ELLIPSIS }];
}

function maskInline(children: readonly Inline[]): string {
  return children.map(maskOf).join('');
}

function maskOf(child: Inline): string {
  switch (child.kind) {
    case 'text':
      return child.text;
    case 'code':
    case 'link':
      return MASK.repeat(child.text.length);
    case 'bold':
    case 'italic':
      return maskInline(child.children);
    case 'break':
      return '\n';
  }
}

/** Where the last sentence that fits is over; 0 when none fits. */
function findSentenceEnd(text: string, limit: number): number {
  let last = 0;
  // One character more than fits, as the blank after the sentence must be seen but not kept.
  for (const match of text.slice(0, limit + 1).matchAll(SENTENCE_END)) {
    const end = match.index + match[0].length;
    const next = /\S/.exec(text.slice(end, end + 8))?.[0] ?? '';
    if (!isAbbreviation(text, match.index) && !/\p{Ll}/u.test(next)) last = end;
  }
  return last;
}

function isAbbreviation(text: string, stop: number): boolean {
  if (text[stop] !== '.') return false;
  const word = /[^\s("']*$/.exec(text.slice(Math.max(0, stop - LONGEST_ABBREVIATION), stop))?.[0] ?? '';
  return ABBREVIATIONS.has(word.toLowerCase()) || DOTTED_LETTERS.test(word);
}

/** Where the last word that fits is over; a word longer than the limit is cut between two of its characters. */
function findWordEnd(text: string, limit: number): number {
  for (let at = limit; at > 0; at -= 1) {
    const isEdge = /\s/.test(text[at] ?? '') || (text[at] === MASK) !== (text[at - 1] === MASK);
    if (isEdge && text.slice(0, at).trim() !== '') return at;
  }
  if (text[0] === MASK || limit <= 0) return 0;
  return (text.charCodeAt(limit) & 0xfc00) === 0xdc00 ? limit - 1 : limit;
}

/** The first `length` characters; code or a link that would be cut is left out. */
function takeInline(children: readonly Inline[], length: number): readonly Inline[] {
  const kept: Inline[] = [];
  let room = length;
  for (const child of children) {
    if (room <= 0) break;
    const size = maskOf(child).length;
    if (size <= room) kept.push(child);
    else if (child.kind === 'text') kept.push({ kind: 'text', text: child.text.slice(0, room) });
    else if (child.kind === 'bold' || child.kind === 'italic')
      kept.push({ ...child, children: takeInline(child.children, room) });
    room -= size;
  }
  const last = kept.at(-1);
  if (last?.kind !== 'text') return kept;
  const text = last.text.trimEnd();
  return [...kept.slice(0, -1), ...(text === '' ? [] : [{ kind: 'text', text } as const])];
}
