/** Reads IDs and addresses of ATT&CK in a stretch of prose; split from `mentions.ts`, which knows Slack's markup and not English. */

import { isId, readAttackUrl } from '../attack/id.ts';

/**
 * How an ID was written: as a `link` to its page, as a `tag` (`attack.t1055`, Sigma's spelling), or `bare`. A bare ID of the
 * families that `isSafeBare` doubts may be something else: the caller decides whether to trust it.
 */
export type MentionForm = 'bare' | 'link' | 'tag';

/** Takes one appearance of a well-formed ID, known to ATT&CK or not. */
export type Note = (id: string, start: number, end: number, form: MentionForm) => void;

/** Places of the line's first `_` that may open italics and its last that may close them. */
export interface ItalicPlaces {
  readonly opens: number;
  readonly closes: number;
}

/** Looked for when an ID has an underscore beside it, and not before. */
type Italics = () => ItalicPlaces;

/** The first place of a thing from a place on, or the text's length. The places asked for only grow. */
export type Seek = (from: number) => number;

/** A line of a text. */
export interface Prose {
  readonly text: string;
  /** Where the digits of what looks like an ID begin; the letter before them is not left of the place asked for. */
  readonly shape: Seek;
  readonly italics: Italics;
  readonly note: Note;
}

interface Appearance {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly form: 'bare' | 'tag';
}

const HOST = /(?:attack|collaborate)(?:\.|\[\.\])mitre(?:\.|\[\.\])org(?=\/)/iy;
// A shorter run begins no address, unless the bracket of a defanged host ends it.
const SHORTEST_HOST = 'attack.mitre.org/'.length;
const LONGEST_ID = 'T1234.001'.length;
const WEB_SCHEME = /^(?:https?|hxxps?)$/i;
const AFTER_SCHEME = /:\/\/|\[:\]\/\/|\[:\/\/\]/y;
// Also ends where markup begins, so that it is never read twice.
const CHUNK = /[^\s<>`"|\u200b\u2060]*/y;
// What a pasted address cannot do without; the rest of ASCII and everything else ends it, as CJK follows without a space.
const ADDRESS = /(?:[\w/.%?#=:@!$+~-]+|&amp;|&(?!lt;|gt;)|\[\.\])*/y;
const TAG = /^attack\.([a-z]+\d{4}(?:\.\d{3})?)$/i;
// An alphabet that is written with spaces: there a letter beside an ID belongs to the same word, in Chinese it does not.
const SPACED_LETTER =
  /^[[\p{L}\p{Nd}]--[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]]$/v;

// Bits of what a run of ASCII characters holds. Characters of no bit end the run; the others glue an ID to its neighbours.
const PLAIN = 1;
const DIGIT = 2;
const JOINT = 4;
const LIST = 8;
const FOREIGN = 16;
// Of the characters that end a `CHUNK` those that are common: a chunk that is taken too long is only read for longer.
const BREAK = 32;
const BITS = new Uint8Array(128);
for (const [characters, bit] of [
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', PLAIN],
  ['0123456789', DIGIT],
  ['_.-', JOINT],
  ['/+', LIST],
  ['@\\', FOREIGN],
  [' \t\n\r<>`"|', BREAK],
] as const) {
  for (const character of characters) BITS[character.charCodeAt(0)] = bit;
}

const FULL_STOP = 0x2e;
const HYPHEN = 0x2d;
const COLON = 0x3a;
const BRACKET = 0x5b;
const UNDERSCORE = 0x5f;

/**
 * Notes what the prose between two places of the text names. Upper case only, but for tags and addresses. Only the chunks that hold the
 * shape of an ID are read: whatever may glue an ID to its neighbours, or make it a part of an address, is in the same chunk.
 */
export function findProseMentions({ text, shape: seek, italics, note }: Prose, start: number, end: number): void {
  for (let from = start; ; ) {
    const shape = seek(from);
    if (shape >= end) return;
    let first = shape;
    while (first > from && !endsChunk(text.charCodeAt(first - 1))) first -= 1;
    let past = shape;
    while (past < end && !endsChunk(text.charCodeAt(past))) past += 1;
    if (!noteAlone(text, first, past, shape, note)) readChunk(text, first, past, italics, note);
    from = past;
  }
}

/** Notes the ID of a chunk that is nothing else, but for signs around it; false for any other chunk. */
function noteAlone(text: string, start: number, end: number, shape: number, note: Note): boolean {
  let first = start;
  while (first < shape && isSign(text.charCodeAt(first))) first += 1;
  let past = end;
  while (past > shape && isSign(text.charCodeAt(past - 1))) past -= 1;
  if (past - first > LONGEST_ID) return false;
  const id = text.slice(first, past);
  if (!isId(id)) return false;
  note(id, first, past, 'bare');
  return true;
}

/** Neither glues nor ends a chunk. */
function isSign(code: number): boolean {
  return code < 128 && BITS[code] === 0;
}

function endsChunk(code: number): boolean {
  return code < 128 && BITS[code] === BREAK;
}

function readChunk(text: string, start: number, end: number, italics: Italics, note: Note): void {
  for (let at = start; at < end; ) {
    let bits = 0;
    let runEnd = at;
    for (; runEnd < end; runEnd += 1) {
      const bit = BITS[text.charCodeAt(runEnd)] ?? 0;
      if (bit === 0 || bit === BREAK || (bit === JOINT && isLongPunctuation(text, runEnd))) break;
      bits |= bit;
    }
    if (bits === 0) {
      at += 1;
      continue;
    }
    const address = findAddress(text, at, runEnd, end);
    if (address !== undefined) {
      if (address.id !== undefined) note(address.id, address.start, address.end, 'link');
      at = address.end;
    } else {
      at = noteRun(text, at, runEnd, bits, italics, note) ? runEnd : Math.min(endOf(CHUNK, text, runEnd), end);
    }
  }
}

/** An ellipsis of dots and a dash of hyphens separate as their typographic forms do. */
function isLongPunctuation(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === HYPHEN) return text.charCodeAt(at + 1) === HYPHEN;
  return code === FULL_STOP && text.charCodeAt(at + 1) === FULL_STOP && text.charCodeAt(at + 2) === FULL_STOP;
}

/**
 * The address that begins with the run. Without `id` when it names no object of ATT&CK; one on another host reaches to the next
 * space, since whatever it mentions is a part of it.
 */
function findAddress(
  text: string,
  runStart: number,
  runEnd: number,
  end: number,
): { readonly id?: string | undefined; readonly start: number; readonly end: number } | undefined {
  const next = text.charCodeAt(runEnd);
  const isOpen = next === COLON || next === BRACKET;
  if (!isOpen && runEnd - runStart < SHORTEST_HOST) return undefined;
  let start = runStart;
  while (text[start] === '_' || isStop(text, start)) start += 1;
  const afterScheme = isOpen ? endOf(AFTER_SCHEME, text, runEnd) : runEnd;
  const hasScheme = afterScheme > runEnd;
  if (!hasScheme && next !== BRACKET && runEnd - start < SHORTEST_HOST) return undefined;
  const host = hasScheme ? afterScheme : start;
  const path = endOf(HOST, text, host);
  if (path === host || (hasScheme && !WEB_SCHEME.test(text.slice(start, runEnd)))) {
    return hasScheme ? { start, end: Math.min(endOf(CHUNK, text, host), end) } : undefined;
  }
  let past = Math.min(endOf(ADDRESS, text, path), end);
  while (/[.:!?@$~_=&%+-]/.test(text[past - 1] ?? '')) past -= 1;
  return { id: readAttackUrl(text.slice(host, past))?.id, start, end: past };
}

/** Notes the IDs of a run; false when the run is a path, a file or an address, and what follows up to a space is no prose either. */
function noteRun(text: string, start: number, end: number, bits: number, italics: Italics, note: Note): boolean {
  if ((bits & FOREIGN) !== 0 || (text[end] === '[' && text.startsWith('[.]', end))) return false;
  if ((bits & (DIGIT | LIST)) === 0) return true;
  const run = text.slice(start, end);
  if ((bits & (JOINT | LIST)) === 0) {
    if (isId(run) && !isBesideLetter(text, start, end)) note(run, start, end, 'bare');
    return true;
  }
  const ids: Appearance[] = [];
  let at = start;
  for (const part of run.includes('+') ? run.split('+') : [run]) {
    if (!readPart(text, at, at + part.length, italics, ids)) return false;
    at += part.length + 1;
  }
  if (ids.length > 0 && !isBesideLetter(text, start, end)) {
    for (const { id, start: first, end: past, form } of ids) note(id, first, past, form);
  }
  return true;
}

/**
 * Collects the IDs of `T1055/012`, `T1055/T1059`, `Execution/T1059`; false for a path, where an ID is but the name of somebody's
 * folder: more than two segments that are not all IDs, or one with a dot or a digit in it.
 */
function readPart(text: string, from: number, to: number, italics: Italics, ids: Appearance[]): boolean {
  const [start, end] = trimRun(text, from, to, italics);
  const trimmed = text.slice(start, end);
  const segments = trimmed.includes('/') ? trimmed.split('/') : [trimmed];
  if (segments.length > 1 && segments.at(-1) === '') segments.pop();
  let others = 0;
  let words = 0;
  let at = start;
  for (const segment of segments) {
    const last = ids.at(-1);
    const named = readSegment(segment, at);
    if (last?.end === at - 1 && text[last.end] === '/' && /^\d{3}$/.test(segment) && isId(`${last.id}.${segment}`)) {
      ids[ids.length - 1] = { ...last, id: `${last.id}.${segment}`, end: at + segment.length };
    } else if (named.length > 0) {
      for (const appearance of named) ids.push(appearance);
    } else if (/^[A-Za-z][A-Za-z-]*$/.test(segment)) {
      words += 1;
    } else {
      others += 1;
    }
    at += segment.length + 1;
  }
  return segments.length === 1 || words + others === 0 || (segments.length === 2 && others === 0);
}

/**
 * `T1055`, `attack.t1055`, and around hyphens what can only be words: `T1055-T1059` (a ticket's project is no technique) and
 * `T1055-based`, but neither `PROJ-T1055` nor `T1055-2`.
 */
function readSegment(segment: string, at: number): readonly Appearance[] {
  if (isId(segment)) return [{ id: segment, start: at, end: at + segment.length, form: 'bare' }];
  const tagged = TAG.exec(segment)?.[1]?.toUpperCase();
  if (tagged !== undefined)
    return isId(tagged) ? [{ id: tagged, start: at, end: at + segment.length, form: 'tag' }] : [];
  if (!segment.includes('-')) return [];
  const pieces = segment.split('-');
  if (pieces.length > 1 && /^[a-z]{2,}$/.test(pieces.at(-1) ?? '')) pieces.pop();
  if (!pieces.every(isId)) return [];
  let start = at;
  return pieces.map((id) => {
    const appearance: Appearance = { id, start, end: start + id.length, form: 'bare' };
    start = appearance.end + 1;
    return appearance;
  });
}

/** Takes the sentence's punctuation and Slack's italics off both ends; an underscore that is no italic glues. */
function trimRun(text: string, from: number, to: number, italics: Italics): readonly [start: number, end: number] {
  let start = from;
  let end = to;
  while (start < end && isStop(text, start)) start += 1;
  if (text.charCodeAt(start) === UNDERSCORE && start < italics().closes) start += 1;
  while (start < end && isStop(text, start)) start += 1;
  while (start < end && isStop(text, end - 1)) end -= 1;
  if (end > start && text.charCodeAt(end - 1) === UNDERSCORE && end - 1 > italics().opens) end -= 1;
  while (start < end && isStop(text, end - 1)) end -= 1;
  return [start, end];
}

function isStop(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === FULL_STOP || code === HYPHEN;
}

function isBesideLetter(text: string, start: number, end: number): boolean {
  const isSurrogate = (text.charCodeAt(start - 1) & 0xfc00) === 0xdc00;
  return isSpacedLetter(text.codePointAt(isSurrogate ? start - 2 : start - 1)) || isSpacedLetter(text.codePointAt(end));
}

function isSpacedLetter(point: number | undefined): boolean {
  return point !== undefined && point > 127 && SPACED_LETTER.test(String.fromCodePoint(point));
}

/** Where a sticky pattern's match from `at` ends; `at` itself without one. */
function endOf(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : at;
}
