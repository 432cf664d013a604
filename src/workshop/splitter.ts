/**
 * Splits a bundle's JSON at the elements of its `objects`, so that each is parsed alone: the text of Enterprise in one piece is 50 MB of
 * bytes and, for one character outside Latin-1, 100 MB in memory.
 *
 *     { "type": "bundle", "objects": [ {…} , {…} ] }   ─►   {…}   {…}   each parsed and handed on as it arrives
 *                                                      ─►   { "type": "bundle", "objects": [ 0, 0 ] }   parsed at the end
 *
 * What is left, with a placeholder for each element, tells whether the whole was JSON. The result is that of `JSON.parse` on the whole,
 * whatever the order of keys, the whitespace and the places where chunks are cut. Only a second list of objects is refused, of which
 * `JSON.parse` would take the last.
 */

/** What came is no JSON, or holds more than it may; the message completes "it …". */
export class SplitError extends Error {
  override readonly name = 'SplitError';
}

export interface Splitter {
  /** Throws a SplitError. */
  readonly write: (chunk: Buffer) => void;
  /**
   * Throws a SplitError.
   *
   * @returns the whole, parsed, but for the elements that were handed on: these are `HANDED_ON` in its `objects`
   */
  readonly end: () => unknown;
}

/**
 * The most objects and lists that are parsed: Enterprise 18.1 has 183,308. Beneath the ceiling on bytes fit sixty million empty ones,
 * and to parse those takes a minute and gigabytes.
 */
const MAX_STRUCTURES = 2_000_000;

/** What stands for an element that was handed on. */
export const HANDED_ON = 0;

const KEY = 'objects';
const TWO_LISTS = 'has two lists of objects';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** What the scanner knows between two chunks. */
interface State {
  depth: number;
  structures: number;
  inText: boolean;
  escaped: boolean;
  /** The last text at depth 1, or as much of it as tells whether it is `KEY`. */
  key: string;
  /** Whether the value that follows is that of `objects`. */
  isValue: boolean;
  /** Between the brackets of `objects`. */
  inElements: boolean;
}

/** @param onElement is given each element of `objects`, parsed, in their order */
export function createSplitter(onElement: (json: unknown) => void): Splitter {
  const state: State = {
    depth: 0,
    structures: 0,
    inText: false,
    escaped: false,
    key: '',
    isValue: false,
    inElements: false,
  };
  const frame: Buffer[] = [];
  let element: Buffer[] = [];
  let elements = 0;
  let isListed = false;

  function keep(bytes: Buffer): void {
    // A copy where it outlives the chunk: a piece would hold the whole of it.
    if (bytes.length > 0) (state.inElements ? element : frame).push(Buffer.from(bytes));
  }

  /** An empty list has whitespace at most where its first element would be. */
  function endElement(last: Buffer, isListEnd: boolean): void {
    const text = element.length === 0 ? last.toString() : Buffer.concat([...element, last]).toString();
    element = [];
    if (isListEnd && elements === 0 && /^[ \t\r\n]*$/.test(text)) return;
    elements += 1;
    onElement(parse(text));
  }

  function countStructure(): void {
    state.structures += 1;
    if (state.structures > MAX_STRUCTURES) {
      throw new SplitError(`holds more than the ${MAX_STRUCTURES} objects and lists that are allowed`);
    }
  }

  /** Outside texts. Gives where the piece begins that is still open. */
  function readMark(byte: number, chunk: Buffer, at: number, begin: number): number {
    switch (byte) {
      case OPEN_OBJECT:
      case OPEN_LIST:
        countStructure();
        state.depth += 1;
        return byte === OPEN_LIST && state.depth === 2 && state.isValue ? beginElements(chunk, at, begin) : begin;
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        state.depth -= 1;
        return state.inElements && state.depth === 1 ? endElements(chunk, at, begin) : begin;
      case COMMA:
        if (state.depth === 1) state.isValue = false;
        if (!state.inElements || state.depth !== 2) return begin;
        endElement(chunk.subarray(begin, at), false);
        return at + 1;
      case COLON:
        if (state.depth === 1) state.isValue = state.key === KEY;
        return begin;
      default:
        return begin;
    }
  }

  function beginElements(chunk: Buffer, at: number, begin: number): number {
    if (isListed) throw new SplitError(TWO_LISTS);
    isListed = true;
    keep(chunk.subarray(begin, at + 1));
    state.inElements = true;
    return at + 1;
  }

  function endElements(chunk: Buffer, at: number, begin: number): number {
    endElement(chunk.subarray(begin, at), true);
    frame.push(Buffer.from(Array(elements).fill(HANDED_ON).join()));
    state.inElements = false;
    state.isValue = false;
    return at;
  }

  /** Gives the place behind the text's end, or the chunk's. */
  function readText(chunk: Buffer, from: number): number {
    let at = from;
    while (state.inText && at < chunk.length) {
      if (state.escaped) {
        state.escaped = false;
        at += 1;
        continue;
      }
      const end = findQuote(chunk, at);
      if (state.depth === 1) state.key += chunk.toString('latin1', at, Math.min(end, at + KEY.length + 1));
      state.escaped = countBackslashes(chunk, at, end) % 2 === 1;
      state.inText = state.escaped || end === chunk.length;
      at = state.inText ? end : end + 1;
    }
    return at;
  }

  function scan(chunk: Buffer): void {
    let begin = 0;
    let at = readText(chunk, 0);
    while (at < chunk.length) {
      const byte = chunk[at] as number;
      if (byte === QUOTE) {
        state.inText = true;
        state.key = '';
        at = readText(chunk, at + 1);
        continue;
      }
      if (byte >= COMMA) begin = readMark(byte, chunk, at, begin);
      at += 1;
    }
    keep(chunk.subarray(begin));
  }

  return {
    write: scan,
    end() {
      // An element that was begun and never ended is no part of the frame, which then lacks its end too.
      // Some editors and shells write a byte order mark first.
      const whole = parse(
        Buffer.concat(frame)
          .toString()
          .replace(/^\uFEFF/, ''),
      );
      // A key that is written with escapes is not seen above, and its elements are still here.
      if (elements > 0 && hasElements(whole)) throw new SplitError(TWO_LISTS);
      return whole;
    },
  };
}

/** Gives the chunk's end where there is none. */
function findQuote(chunk: Buffer, from: number): number {
  const at = chunk.indexOf(QUOTE, from);
  return at === -1 ? chunk.length : at;
}

function countBackslashes(chunk: Buffer, from: number, end: number): number {
  let at = end;
  while (at > from && chunk[at - 1] === BACKSLASH) at -= 1;
  return end - at;
}

function hasElements(whole: unknown): boolean {
  const { objects } = whole as { readonly objects?: unknown };
  return Array.isArray(objects) && objects.some((each) => each !== HANDED_ON);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // V8's message quotes the text: MITRE's words, or a proxy's page, have no place in a log.
    throw new SplitError('holds no JSON');
  }
}
