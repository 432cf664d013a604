/** Finds the ATT&CK IDs that a Slack message names: one pass over its mrkdwn, so that no text is slow to read. */

import { readAttackUrl } from '../attack/id.ts';
import {
  findProseMentions,
  type ItalicPlaces,
  type MentionForm,
  type Note,
  type Prose,
  type Seek,
} from './mentions-prose.ts';

export interface Mention {
  /** In its normal form. */
  readonly id: string;
  /** Where it first appears, in UTF-16 units, the end exclusive. A link's place is the whole `<url|label>`. */
  readonly start: number;
  readonly end: number;
  /** The most explicit form among all its appearances. */
  readonly form: MentionForm;
}

/** A text that is read from its start to its end, and takes note of what it finds. */
interface Reading {
  readonly text: string;
  readonly note: Note;
  readonly lineFeed: Seek;
  readonly backtick: Seek;
  readonly lessThan: Seek;
  readonly greaterThan: Seek;
  readonly shape: Seek;
}

const FENCE = '```';
const QUOTE = /[ \t]*((?:&gt;|>){1,3})/y;
const QUOTE_TO_THE_END = /^(?:&gt;|>){3}$/;
const UNDERSCORE = 0x5f;
const SPACE = 0x20;
const TAB = 0x09;
const AMPERSAND = 0x26;
const GREATER_THAN = 0x3e;
const SCHEME = /^[a-z][a-z\d+.-]*:/i;
const NONE: readonly Mention[] = [];
/** What every ID holds, in any spelling. */
const SHAPE = /[A-Za-z]\d\d\d\d(?!\d)/g;
const DIGITS = 4;

/**
 * The IDs that a person wrote in a message. Code, quotes and Slack's own entities are passed over.
 *
 * @param text mrkdwn as Slack delivers it, such as `see <https://attack.mitre.org/groups/G0016|APT29> &amp; T1055`.
 * @param exists whether ATT&CK has the ID; what it has not is no mention.
 * @returns each ID once, in the order of appearance.
 */
export function findMentions(text: string, exists: (id: string) => boolean): readonly Mention[] {
  const shape = createShapeSeek(text);
  // So it is with most messages.
  if (shape(0) === text.length) return NONE;
  const found = new Map<string, Mention>();
  const note: Note = (id, start, end, form) => {
    const earlier = found.get(id);
    if (earlier === undefined) {
      if (exists(id)) found.set(id, { id, start, end, form });
    } else if (earlier.form === 'bare' && form !== 'bare') {
      // Whether a bare ID is trusted must not depend on its link coming before or after it.
      found.set(id, { ...earlier, form });
    }
  };
  const reading: Reading = {
    text,
    note,
    lineFeed: createSeek(text, '\n'),
    backtick: createSeek(text, '`'),
    lessThan: createSeek(text, '<'),
    greaterThan: createSeek(text, '>'),
    shape,
  };
  for (let at = 0; at < text.length; ) {
    const end = reading.lineFeed(at);
    if (end === at) {
      at += 1;
      continue;
    }
    const quote = readQuote(text, at);
    if (quote !== undefined && QUOTE_TO_THE_END.test(quote)) break;
    at = quote === undefined ? readLine(reading, at, end) : end + 1;
  }
  return [...found.values()];
}

/** The marks that make a line a quote; undefined for any other line. */
function readQuote(text: string, lineStart: number): string | undefined {
  const first = text.charCodeAt(lineStart);
  if (first !== AMPERSAND && first !== GREATER_THAN && first !== SPACE && first !== TAB) return undefined;
  QUOTE.lastIndex = lineStart;
  return QUOTE.exec(text)?.[1];
}

/** Reads one line that is no quote, or the rest of one after a fenced block; says where the next begins. */
function readLine(reading: Reading, start: number, end: number): number {
  const { text, shape, note } = reading;
  // Without code, that is: it may go on in the next line.
  if (shape(start) >= end && reading.backtick(start) >= end) return end + 1;
  let known: ItalicPlaces | undefined;
  const italics = () => {
    known ??= findItalics(text, start, end);
    return known;
  };
  const line: Prose = { text, shape, italics, note };
  let prose = start;
  for (let at = start; ; ) {
    const backtick = reading.backtick(at);
    const lessThan = reading.lessThan(at);
    const markup = Math.min(backtick, lessThan);
    if (markup >= end) break;
    const past = markup === backtick ? endOfCode(reading, markup, end) : endOfEntity(reading, markup, end);
    if (past === undefined) {
      at = markup + 1;
      continue;
    }
    findProseMentions(line, prose, markup);
    if (markup === lessThan) noteEntity(line, markup, past);
    // A fenced block may end on a later line, which has italics of its own.
    if (past > end) return past;
    at = past;
    prose = past;
  }
  findProseMentions(line, prose, end);
  return end + 1;
}

/** Where the code that a backtick opens is over; undefined when nothing closes it on its line, as then it is a mere backtick. */
function endOfCode({ text, backtick }: Reading, start: number, lineEnd: number): number | undefined {
  if (text.startsWith(FENCE, start)) {
    const close = text.indexOf(FENCE, start + FENCE.length);
    // Long messages are split, or cut, inside a block: what is left of it is code all the same.
    return close === -1 ? text.length + 1 : close + FENCE.length;
  }
  const content = text[start + 1] === '`' ? start + 2 : start + 1;
  const close = backtick(content);
  if (close >= lineEnd) return undefined;
  return close + (content - start === 2 && text[close + 1] === '`' ? 2 : 1);
}

/** Where `<…>` is over; undefined for a lone `<`. */
function endOfEntity({ lessThan, greaterThan }: Reading, start: number, lineEnd: number): number | undefined {
  const close = greaterThan(start + 1);
  return close < Math.min(lineEnd, lessThan(start + 1)) ? close + 1 : undefined;
}

/** `<@U…>`, `<#C…|name>`, `<!subteam^S…>` name no ATT&CK object; a link does, or its label may. */
function noteEntity(line: Prose, start: number, end: number): void {
  const { text, note } = line;
  const first = text[start + 1];
  if (first === '@' || first === '#' || first === '!' || line.shape(start) >= end) return;
  const content = text.slice(start + 1, end - 1);
  if (!SCHEME.test(content)) {
    findProseMentions(line, start + 1, end - 1);
    return;
  }
  const bar = content.indexOf('|');
  const url = bar === -1 ? content : content.slice(0, bar);
  const address = readAttackUrl(url.replaceAll('&amp;', '&'));
  if (address !== undefined) {
    note(address.id, start, end, 'link');
  } else if (bar !== -1 && !repeatsAddress(content.slice(bar + 1), url)) {
    findProseMentions(line, start + bar + 2, end - 1);
  }
}

/** Slack labels what it links by itself (`example.com/T1055`, `T1055.md`) with the address as typed: nobody named the technique. */
function repeatsAddress(label: string, url: string): boolean {
  return url.startsWith(label) || url.startsWith(label, url.indexOf('://') + '://'.length);
}

/** Where the line's first `_` stands that may open italics and the last one that may close them. */
function findItalics(text: string, start: number, end: number): ItalicPlaces {
  let opens = Number.POSITIVE_INFINITY;
  let closes = -1;
  for (let at = text.indexOf('_', start); at !== -1 && at < end; at = text.indexOf('_', at + 1)) {
    const before = at === start ? SPACE : text.charCodeAt(at - 1);
    const after = at + 1 === end ? SPACE : text.charCodeAt(at + 1);
    if (before === UNDERSCORE || after === UNDERSCORE) continue;
    if (opens > at && !isWord(before) && !isSpace(after)) opens = at;
    if (!isSpace(before) && !isWord(after)) closes = at;
  }
  return { opens, closes };
}

function isWord(code: number): boolean {
  const lower = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (lower >= 0x61 && lower <= 0x7a);
}

function isSpace(code: number): boolean {
  return code === SPACE || code === TAB || code === 0xa0;
}

function createShapeSeek(text: string): Seek {
  let place = -1;
  return (from) => {
    // Its letter has to stand there too.
    if (place <= from) {
      SHAPE.lastIndex = from;
      place = SHAPE.test(text) ? SHAPE.lastIndex - DIGITS : text.length;
    }
    return place;
  };
}

function createSeek(text: string, character: string): Seek {
  let place = -1;
  return (from) => {
    if (place < from) {
      const next = text.indexOf(character, from);
      place = next === -1 ? text.length : next;
    }
    return place;
  };
}
