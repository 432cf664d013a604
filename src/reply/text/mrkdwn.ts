/** Text for Slack's two kinds of field: mrkdwn that shows the words of feeds and people without obeying them, and plain text. */

import type { Inline, Link, ListItem, Node } from '../../attack/markup.ts';
import { cutInline } from '../../attack/markup-cut.ts';
import { plainInline } from '../../attack/markup-inline.ts';
import { lazy } from '../../lazy.ts';
import { disarm, readLine, spaceAfter, spaceBefore } from './mrkdwn-disarm.ts';

/** A part of a line: as Slack reads it, unescaped, and either words to make harmless or markup of our own. */
type Piece =
  | { readonly kind: 'words'; readonly source: string; readonly before: string; readonly after: string }
  | { readonly kind: 'code'; readonly source: string }
  | { readonly kind: 'mark'; readonly source: string };

const ELLIPSIS = '…';
const BULLET = '•';
const INDENT = '    ';
// What no screen shows or what turns the order of reading: controls but the line feed, and the marks of bidirectional text.
const INVISIBLE = /(?!\n)\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const graphemes = lazy(() => new Intl.Segmenter('en', { granularity: 'grapheme' }));

/** Escapes the three characters that Slack gives a meaning, which also keeps `<!channel>` and `<@U…>` from notifying anyone. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * ATT&CK's markup as mrkdwn: links, code, lists and emphasis as Slack writes them, everything else as mere words.
 *
 * @param limit most UTF-16 units; beyond it whole paragraphs and items are dropped from the end, then sentences and words of the
 *   last one, with an ellipsis, and never a part of an entity, of code or of a link.
 */
export function renderMrkdwn(
  nodes: readonly Node[],
  { limit = Number.POSITIVE_INFINITY }: { readonly limit?: number } = {},
): string {
  const lines = nodes.flatMap(layOut);
  let text = '';
  for (const { lead, children } of lines) {
    const separator = text === '' ? lead.trimStart() : lead;
    const whole = separator + renderLine(children);
    if (text.length + whole.length <= limit) {
      text += whole;
      continue;
    }
    const cut = renderWithin(children, limit - text.length - separator.length);
    if (cut !== '') return text + separator + cut;
    return text.length + 2 <= limit ? `${text}\n${ELLIPSIS}`.trimStart() : text;
  }
  return text;
}

/** Words that are no markup as mrkdwn which shows them as they are: what people type, and fields of the data that are names. */
export function renderWords(text: string): string {
  return renderMrkdwn([{ kind: 'paragraph', children: [{ kind: 'text', text }] }]);
}

/** Words of one line, each part as it is or set off: `*` bold, `~` struck through, `_` slanted. */
export interface MarkedWords {
  readonly text: string;
  readonly mark?: '*' | '~' | '_';
}

/** As `renderWords`; what holds its own mark is shown without it. */
export function renderMarked(parts: readonly MarkedWords[]): string {
  return renderPieces(
    parts.flatMap(({ text, mark }) => {
      const words = toPieces({ kind: 'text', text: text.replaceAll(/\s+/g, ' ') });
      return mark === undefined ? words : setOff(words, mark);
    }),
  );
}

/**
 * Cuts text that is mrkdwn already, as the last resort before Slack refuses it: not within a character, an entity, a link or code.
 * Halves of characters, which a feed or a careless cut may leave, are replaced: JSON would write each as six characters.
 */
export function cutMrkdwn(mrkdwn: string, limit: number): string {
  if (mrkdwn.length <= limit) return mrkdwn.toWellFormed();
  let end = findCut(mrkdwn, limit - ELLIPSIS.length);
  const lineStart = mrkdwn.lastIndexOf('\n', end - 1) + 1;
  if (mrkdwn.slice(lineStart, end).split('`').length % 2 === 0) end = mrkdwn.lastIndexOf('`', end - 1);
  const link = mrkdwn.slice(0, end).lastIndexOf('<');
  if (link !== -1 && mrkdwn.indexOf('>', link) >= end) end = link;
  const entity = /&[a-z]{0,3}$/.exec(mrkdwn.slice(0, end));
  if (entity !== null) end = entity.index;
  return limit < 1 ? '' : mrkdwn.slice(0, end).trimEnd().toWellFormed() + ELLIPSIS;
}

/** One line for a plain_text field, which escapes nothing: without controls and reordering marks, cut to `limit` UTF-16 units. */
export function plain(text: string, limit: number = Number.POSITIVE_INFINITY): string {
  const visible = text.toWellFormed().replaceAll(/\s+/g, ' ').replaceAll(INVISIBLE, '');
  // Where a mark stood between two blanks: said again, it must come out the same.
  return cutText(visible.replaceAll(/ {2,}/g, ' ').trim(), limit);
}

/** At most `limit` UTF-16 units of a text that is no markup, with an ellipsis when it is cut, and never a part of a character. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return limit < 1 ? '' : text.slice(0, findCut(text, limit - ELLIPSIS.length)).trimEnd() + ELLIPSIS;
}

/** Where the last character that ends by `limit` ends, as people count characters. */
function findCut(text: string, limit: number): number {
  return limit <= 0 ? 0 : (graphemes().segment(text).containing(limit)?.index ?? text.length);
}

/** What separates a line from the one before it and leads it in, and what it says. */
function layOut(node: Node): readonly { readonly lead: string; readonly children: readonly Inline[] }[] {
  switch (node.kind) {
    case 'paragraph':
      return [{ lead: '\n\n', children: node.children }];
    case 'list':
      return node.items.map((item) => ({ lead: `\n${leadOf(item)} `, children: item.children }));
  }
}

function leadOf({ depth, number }: ListItem): string {
  return INDENT.repeat(depth) + (number === undefined ? BULLET : `${number}.`);
}

/** The longest beginning of a line whose mrkdwn fits; markup and escapes make it longer than its words. */
function renderWithin(children: readonly Inline[], room: number): string {
  let best = '';
  let low = 1;
  let high = Math.min(room, plainInline(children).length - 1);
  while (low <= high) {
    const middle = (low + high) >> 1;
    const text = renderLine(cutInline(children, middle));
    if (text.length <= room) {
      best = text;
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return best;
}

function renderLine(children: readonly Inline[]): string {
  return renderPieces(children.flatMap((child) => toPieces(child)));
}

function renderPieces(pieces: readonly Piece[]): string {
  const line = readLine(pieces.map(({ source }) => source).join(''));
  let at = 0;
  return pieces
    .map((piece) => {
      const start = at;
      at += piece.source.length;
      if (piece.kind === 'mark') return piece.source;
      if (piece.kind === 'code') return spaceBefore(start, line) + escapeMrkdwn(piece.source) + spaceAfter(at, line);
      return piece.before + escapeMrkdwn(disarm(piece.source, start, line)) + piece.after;
    })
    .join('');
}

function toPieces(child: Inline): readonly Piece[] {
  switch (child.kind) {
    case 'text':
      return [{ kind: 'words', source: child.text.replaceAll(INVISIBLE, ''), before: '', after: '' }];
    case 'code': {
      // Slack ends code at the first backtick and at the end of the line, and knows no way to write either in it.
      const code = child.text.replaceAll(/\s+/g, ' ').replaceAll(INVISIBLE, '').replaceAll('`', 'ˋ').trim();
      return code === '' ? [] : [{ kind: 'code', source: `\`${code}\`` }];
    }
    case 'link':
      return linkPieces(child);
    case 'bold':
      return emphasisPieces(child.children, '*');
    case 'italic':
      return emphasisPieces(child.children, '_');
    case 'break':
      return [{ kind: 'mark', source: '\n' }];
  }
}

function linkPieces({ url, text }: Link): readonly Piece[] {
  const label = text.replaceAll(/\s+/g, ' ').replaceAll(INVISIBLE, '').trim();
  if (!/^https?:\/\/[^/]/i.test(url)) return [{ kind: 'words', source: label, before: '', after: '' }];
  const address = escapeMrkdwn(url.replaceAll(/[\s|<>"`\p{Cc}]/gu, encodeURIComponent));
  return [{ kind: 'words', source: label, before: label === '' ? `<${address}` : `<${address}|`, after: '>' }];
}

/** Words that hold the mark themselves would end the emphasis early, and are shown without. */
function emphasisPieces(children: readonly Inline[], mark: '*' | '_'): readonly Piece[] {
  return setOff(
    children.flatMap((child) => toPieces(child.kind === 'break' ? { kind: 'text', text: ' ' } : child)),
    mark,
  );
}

function setOff(inner: readonly Piece[], mark: '*' | '_' | '~'): readonly Piece[] {
  const isPlain = inner.every(({ source }) => !source.includes(mark)) && inner.length > 0;
  return isPlain ? [{ kind: 'mark', source: mark }, ...inner, { kind: 'mark', source: mark }] : inner;
}
