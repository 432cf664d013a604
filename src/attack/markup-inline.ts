/** Reads the inline markup of one block; split from `markup.ts`, which cuts a description into blocks. */

import type { Inline } from './markup.ts';

const CITATION = '(Citation:';
const WHITESPACE = /\s+/g;
const ESCAPABLE = '*_[]`';
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/iy;
const ENTITY_IN_CODE = new RegExp(ENTITY.source, 'gi');
const LINK_IN_CODE = /\[([^[\]]*)\]\(https?:\/\/[^\s()[]*\)/g;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  lbrace: '{',
  rbrace: '}',
  lbrack: '[',
  rbrack: ']',
  bsol: '\\',
  ndash: '–',
  mdash: '—',
  hellip: '…',
};
const TAG = /<(\/?)(code|b|strong|i|em|u|br)\s*\/?>/iy;
const LINK_URL = /[^\s()[\]<>]*(?:\([^\s()[\]<>]*\)[^\s()[\]<>]*)*/y;

/** Where a reader stands; `missing` are the closing marks known not to follow, so that each is searched in vain only once. */
interface Reader {
  readonly text: string;
  at: number;
  readonly missing: Set<string>;
  readonly out: Inline[];
  words: string;
}

/** The inline nodes of a block's text; empty when nothing but citations and blanks is in it. */
export function parseInline(text: string): readonly Inline[] {
  const reader: Reader = { text, at: 0, missing: new Set(), out: [], words: '' };
  while (reader.at < text.length) readNext(reader);
  flushWords(reader);
  return trimEnd(reader.out);
}

/** The words alone. */
export function plainInline(children: readonly Inline[]): string {
  return children.map(wordsOf).join('');
}

function wordsOf(child: Inline): string {
  switch (child.kind) {
    case 'text':
    case 'code':
    case 'link':
      return child.text;
    case 'bold':
    case 'italic':
      return plainInline(child.children);
    case 'break':
      return '\n';
  }
}

function readNext(reader: Reader): void {
  const read = READERS[reader.text[reader.at] ?? ''];
  if (read?.(reader) === true) return;
  reader.words += reader.text[reader.at];
  reader.at += 1;
}

/** By the character that begins it; each says whether it took something, and then has moved on. */
const READERS: Readonly<Record<string, (reader: Reader) => boolean>> = {
  '(': readCitation,
  '[': readLink,
  '<': readTag,
  '`': readBackticks,
  '*': readStars,
  '\\': readEscape,
  '&': readEntity,
};

/** Drops `(Citation: …)` and the blank before it, unless words would run together. */
function readCitation(reader: Reader): boolean {
  if (!reader.text.startsWith(CITATION, reader.at)) return false;
  const close = findMark(reader, ')', reader.at);
  if (close === undefined) return false;
  const words = reader.words.trimEnd();
  const wasApart = words !== reader.words;
  reader.at = close + 1;
  reader.words = wasApart && /[\p{L}\p{N}[<`*]/u.test(reader.text[reader.at] ?? '') ? `${words} ` : words;
  return true;
}

function readLink(reader: Reader): boolean {
  const { text, at } = reader;
  let close = at + 1;
  while (close < text.length && text[close] !== ']' && text[close] !== '[') close += 1;
  if (text[close] !== ']' || text[close + 1] !== '(') return false;
  LINK_URL.lastIndex = close + 2;
  LINK_URL.test(text);
  const end = LINK_URL.lastIndex;
  if (text[end] !== ')') return false;
  const label = plainInline(parseInline(text.slice(at + 1, close)));
  const url = text.slice(close + 2, end);
  flushWords(reader);
  if (label !== '') reader.out.push(url === '' ? { kind: 'text', text: label } : { kind: 'link', url, text: label });
  reader.at = end + 1;
  return true;
}

function readTag(reader: Reader): boolean {
  TAG.lastIndex = reader.at;
  const [, slash, tag] = TAG.exec(reader.text) ?? [];
  const name = tag?.toLowerCase();
  if (name === undefined) return false;
  const content = TAG.lastIndex;
  if (name === 'br') {
    flushWords(reader);
    reader.out.push({ kind: 'break' });
    reader.at = content;
    return true;
  }
  const close = slash === '' ? findMark(reader, `</${name}>`, content) : undefined;
  if (close === undefined) {
    // A browser shows no tag that lacks its other half.
    reader.at = content;
    return true;
  }
  const inner = reader.text.slice(content, close);
  if (name === 'code') pushCode(reader, unescapeCode(inner));
  else pushEmphasis(reader, name === 'b' || name === 'strong' ? 'bold' : 'italic', inner);
  reader.at = close + `</${name}>`.length;
  return true;
}

/** Markdown decodes nothing between backticks. */
function readBackticks(reader: Reader): boolean {
  const { text, at } = reader;
  const mark = text.startsWith('```', at) ? '```' : text.startsWith('``', at) ? '``' : '`';
  const close = findMark(reader, mark, at + mark.length);
  if (close === undefined || close === at + mark.length) return false;
  pushCode(reader, text.slice(at + mark.length, close));
  reader.at = close + mark.length;
  return true;
}

/** `**bold**` and `*italic*`; the stars of `*nix`, of `2 * 3` and of wildcards are none of both. */
function readStars(reader: Reader): boolean {
  const { text, at } = reader;
  const mark = text[at + 1] === '*' ? '**' : '*';
  const content = at + mark.length;
  const close = findMark(reader, mark, content);
  if (close === undefined || close === content) return false;
  const end = close + mark.length;
  const isApart = !isWord(text[at - 1]) && !isWord(text[end]) && text[end] !== '*';
  if (!isApart || isBlank(text[content]) || isBlank(text[close - 1])) return false;
  pushEmphasis(reader, mark === '**' ? 'bold' : 'italic', text.slice(content, close));
  reader.at = end;
  return true;
}

/** A backslash before a mark of Markdown; before anything else, or in a pair, it belongs to a Windows path. */
function readEscape(reader: Reader): boolean {
  const { text, at } = reader;
  const next = text[at + 1];
  if (next === undefined || !ESCAPABLE.includes(next) || text[at - 1] === '\\') return false;
  reader.words += next;
  reader.at = at + 2;
  return true;
}

function readEntity(reader: Reader): boolean {
  ENTITY.lastIndex = reader.at;
  const match = ENTITY.exec(reader.text);
  if (match === null) return false;
  const character = decodeEntity(match[1], match[2], match[3]);
  if (character === undefined) return false;
  reader.words += character;
  reader.at = ENTITY.lastIndex;
  return true;
}

function decodeEntity(decimal?: string, hex?: string, name?: string): string | undefined {
  if (name !== undefined) return ENTITIES[name.toLowerCase()];
  const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  const isCharacter = point >= 0x20 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  return isCharacter ? String.fromCodePoint(point) : undefined;
}

/**
 * The site renders Markdown within `<code>`: authors link there, of which the label is the code, and double backslashes. A pair
 * that begins a word is the start of a network path, unless it is doubled itself.
 */
function unescapeCode(text: string): string {
  return text
    .replaceAll(LINK_IN_CODE, '$1')
    .replaceAll(/(?<=^|[\s"'])\\{4}|(?<![\s"'\\]|^)\\\\/g, (pair) => pair.slice(pair.length / 2))
    .replaceAll(ENTITY_IN_CODE, (entity, decimal, hex, name) => decodeEntity(decimal, hex, name) ?? entity);
}

function pushCode(reader: Reader, code: string): void {
  const text = code.trim();
  if (text === '') return;
  flushWords(reader);
  reader.out.push({ kind: 'code', text });
}

/** What is in it cannot hold the mark that ends it, so nesting is no deeper than there are marks. */
function pushEmphasis(reader: Reader, kind: 'bold' | 'italic', content: string): void {
  const children = parseInline(content);
  if (children.length === 0) return;
  flushWords(reader);
  reader.out.push({ kind, children });
}

function flushWords(reader: Reader): void {
  const words = reader.words.replace(WHITESPACE, ' ');
  reader.words = '';
  const last = reader.out.at(-1);
  const text = last === undefined || last.kind === 'break' ? words.trimStart() : words;
  if (text !== '') reader.out.push({ kind: 'text', text });
}

/** Without the blanks and line breaks that a dropped citation leaves at the end. */
function trimEnd(nodes: Inline[]): readonly Inline[] {
  for (let last = nodes.pop(); last !== undefined; last = nodes.pop()) {
    if (last.kind === 'break') continue;
    const kept = last.kind === 'text' ? { ...last, text: last.text.trimEnd() } : last;
    if (kept.kind !== 'text' || kept.text !== '') return [...nodes, kept];
  }
  return nodes;
}

/** The next place of a mark; undefined when it does not follow. */
function findMark(reader: Reader, mark: string, from: number): number | undefined {
  if (reader.missing.has(mark)) return undefined;
  const found = reader.text.indexOf(mark, from);
  if (found !== -1) return found;
  reader.missing.add(mark);
  return undefined;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

function isBlank(character: string | undefined): boolean {
  return character === undefined || /\s/.test(character);
}
