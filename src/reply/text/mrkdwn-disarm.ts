/** Keeps words from turning into Slack's formatting, changing nothing where Slack would not format: `down_new` stays as it is. */

/** The line that the words stand in, as Slack will see it but unescaped; `closes` are each mark's last places that may close. */
export interface Line {
  readonly text: string;
  readonly closes: ReadonlyMap<string, number>;
  readonly hasBackticks: boolean;
}

// A mark opens only before something that is not blank. A zero-width space is blank to Slack, shows nothing, and leaves the words
// readable and searchable; look-alike characters would be copied into commands unseen, and a backslash Slack does not know.
const BLANK = '\u200b';
const BACKTICK_LOOKALIKE = 'ˋ';
const MARKS = /[*_~]/g;
// Two hexadecimal digits between colons are part of a hardware address.
const EMOJI = /:(?=[a-z+][a-z0-9_+'-]*:)(?![\da-f]{2}:)/g;
const SUSPICIOUS = /[*_~`:>]/;

export function readLine(text: string): Line {
  const closes = new Map<string, number>();
  for (const { 0: mark, index } of text.matchAll(MARKS)) {
    if (!isBlank(text[index - 1]) && !isWord(text[index + 1])) closes.set(mark, index);
  }
  return { text, closes, hasBackticks: text.includes('`') };
}

/** The words, unescaped, made harmless for their place in the line: they begin at `start`. */
export function disarm(words: string, start: number, line: Line): string {
  if (!SUSPICIOUS.test(words)) return words;
  return words
    .replaceAll(MARKS, (mark, at: number) => mark + (opens(mark, start + at, line) ? BLANK : ''))
    .replaceAll('`', line.text.indexOf('`') === line.text.lastIndexOf('`') ? '`' : BACKTICK_LOOKALIKE)
    .replaceAll(EMOJI, `:${BLANK}`)
    .replace(/^\s*>/, (quote) => (isLineStart(line.text, start) ? BLANK + quote : quote));
}

/** Slack formats code only apart from letters and from other code; the blank that it needs on this side, if it needs one. */
export function spaceBefore(start: number, line: Line): string {
  return needsSpace(line.text[start - 1]) ? BLANK : '';
}

export function spaceAfter(end: number, line: Line): string {
  return isWord(line.text[end]) ? BLANK : '';
}

function needsSpace(character: string | undefined): boolean {
  return isWord(character) || character === '`';
}

function opens(mark: string, at: number, line: Line): boolean {
  return !isWord(line.text[at - 1]) && !isBlank(line.text[at + 1]) && (line.closes.get(mark) ?? -1) > at;
}

function isLineStart(text: string, at: number): boolean {
  return at === 0 || text[at - 1] === '\n';
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

function isBlank(character: string | undefined): boolean {
  return character === undefined || /[\s\u200b]/.test(character);
}
