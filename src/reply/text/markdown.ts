/** Text for a Markdown file (CommonMark): ATT&CK's descriptions, the lines of a card, and words that stay words. */

import type { Inline, ListItem, Node } from '../../attack/markup.ts';

/** What Slack's escapes stand for. */
const ESCAPES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };
// What no screen shows or what turns the order of reading; `mrkdwn.ts` drops the same, and puts in the zero-width space.
const INVISIBLE = /(?!\n)\p{Cc}|[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** What may mean something anywhere in a line. Between letters an underscore means nothing, and an ampersand only before an entity's name. */
const MARKS = /[\\`*[\]<~|$@]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#?[\p{L}\p{N}]+;)|:(?=\/\/)|(?<=www)\./giu;
/** What may begin a block where it begins a line: an item, a heading, a quote, the underline of a heading, an ordered item. */
const LINE_START = /^(\s*)(?:([-+#>=])|(\d+)(?=[.)]))/;
/** A link, code, bold, italic, struck through words, as `mrkdwn.ts` writes them; what it has made harmless has a blank behind the mark. */
const MRKDWN =
  /<(https?:[^|>\n]*)(?:\|([^>\n]*))?>|`([^`\n]+)`|(?<![\p{L}\p{N}])([*_~])(?![\s\u200b])((?:<[^>\n]*>|[^\n<])+?)(?<![\s\u200b])\4(?![\p{L}\p{N}])/gu;

/** Words as Markdown that shows them as they are, on one line. */
export function escapeMarkdown(words: string): string {
  const line = words.toWellFormed().replaceAll(/\s+/g, ' ').replaceAll(INVISIBLE, '');
  return line
    .replaceAll(MARKS, (mark) => `\\${mark}`)
    .replace(LINE_START, (_, gap: string, mark: string | undefined, digits: string | undefined) =>
      digits === undefined ? `${gap}\\${mark}` : `${gap}${digits}\\`,
    );
}

export function markdownLink(label: string, url: string): string {
  const address = url.replaceAll(/[\s<>()\\|"`\p{Cc}]/gu, encodeCharacter);
  return /^https?:\/\/[^/]/i.test(url) ? `[${escapeMarkdown(label)}](${address})` : escapeMarkdown(label);
}

/** ATT&CK's markup: one text for each paragraph or list. */
export function renderMarkdown(nodes: readonly Node[]): readonly string[] {
  return nodes
    .map((node) => (node.kind === 'list' ? node.items.map(renderItem).join('\n') : renderInline(node.children).trim()))
    .filter(Boolean);
}

/**
 * Lines that the bot's own views made as mrkdwn, as the same lines of Markdown. Bullets become items, and what follows one stays within.
 */
export function fromMrkdwn(mrkdwn: string): string {
  let isInItem = false;
  return mrkdwn
    .split('\n')
    .map((line) => {
      const [, depth = '', item] = /^( *)• (.*)$/s.exec(line) ?? [];
      if (item !== undefined) isInItem = true;
      const lead = item !== undefined ? `${depth}- ` : isInItem ? '  ' : '';
      const words = convertLine(item ?? line.trim());
      return words === '' ? '' : lead + words;
    })
    .filter(Boolean)
    .join(BREAK);
}

/** Slack's marks in Markdown; struck through words as GitHub's and most other Markdown has them. */
const EMPHASIS: Readonly<Record<string, Emphasis>> = { '*': '**', _: '*', '~': '~~' };

type Emphasis = '*' | '**' | '~~';

/** Two blanks at its end keep a line a line of its own. */
const BREAK = '  \n';

function convertLine(line: string): string {
  let out = '';
  let at = 0;
  for (const match of line.matchAll(MRKDWN)) {
    const [whole, url, label, code, mark, inner] = match;
    out += escapeWords(unescapeMrkdwn(line.slice(at, match.index)), out === '');
    if (url !== undefined) out += markdownLink(unescapeMrkdwn(label ?? url), unescapeMrkdwn(url));
    else if (code !== undefined) out += writeCode(unescapeMrkdwn(code));
    else out += writeEmphasis(convertLine(inner ?? ''), EMPHASIS[mark ?? ''] ?? '*');
    at = match.index + whole.length;
  }
  return out + escapeWords(unescapeMrkdwn(line.slice(at)), out === '');
}

/** Within a line a digit or a hyphen is harmless. */
function escapeWords(words: string, isStart: boolean): string {
  return isStart ? escapeMarkdown(words) : escapeMarkdown(`.${words}`).slice(1);
}

function renderItem({ depth, number, children }: ListItem): string {
  // Four blanks hold whatever the marker of the item above is, and nest under a bullet as well.
  return `${'    '.repeat(depth)}${number === undefined ? '-' : `${number}.`} ${renderInline(children).trim()}`;
}

function renderInline(children: readonly Inline[]): string {
  return children.map((child, at) => renderOne(child, at === 0 || children[at - 1]?.kind === 'break')).join('');
}

function renderOne(child: Inline, isStart: boolean): string {
  switch (child.kind) {
    case 'text':
      return escapeWords(child.text, isStart);
    case 'code':
      return writeCode(child.text);
    case 'link':
      return markdownLink(child.text, child.url);
    case 'bold':
      return writeEmphasis(renderInline(child.children), '**');
    case 'italic':
      return writeEmphasis(renderInline(child.children), '*');
    case 'break':
      return BREAK;
  }
}

/** Emphasis begins and ends at a word. */
function writeEmphasis(inner: string, mark: Emphasis): string {
  const words = inner.trim();
  return words === '' ? inner : inner.replace(words, () => `${mark}${words}${mark}`);
}

/** In a fence of more backticks than the code holds in a row. */
function writeCode(text: string): string {
  const code = text.toWellFormed().replaceAll(/\s+/g, ' ').replaceAll(INVISIBLE, '').trim();
  if (code === '') return '';
  const longest = Math.max(0, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const gap = code.startsWith('`') || code.endsWith('`') ? ' ' : '';
  return fence + gap + code + gap + fence;
}

function unescapeMrkdwn(mrkdwn: string): string {
  return mrkdwn.replaceAll(/&(?:lt|gt|amp);/g, (found) => ESCAPES[found] ?? found);
}

function encodeCharacter(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}
