/**
 * Slack mrkdwn → the elements of a rich_text block, which the rendering library shows as they are. Its own reading of
 * mrkdwn turns it into Markdown first, and so loses or changes what a bot commonly writes: `*Tactics:*` at a line's
 * end, `10:30:22`, `2 * 3`, `__init__`, a line with `#`, escaped `&lt;@U1&gt;`.
 */

import type { RichTextBlock, RichTextElement, RichTextStyleable } from '@slack/types';
import { formatDate } from './dates.ts';

type Style = NonNullable<RichTextStyleable['style']>;
type Part = RichTextBlock['elements'][number];

const FENCE = '```';
/** A mark opens after a non-word character and before a non-space; it closes the other way round, in the same line. */
const INLINE = new RegExp(
  [
    '<(?<angle>[^<>\\n]+)>',
    '`(?<code>[^`\\n]+)`',
    ...[
      ['\\*', 'bold'],
      ['_', 'italic'],
      ['~', 'strike'],
    ].map(
      ([mark, name]) =>
        `(?<![\\w${mark}])${mark}(?<${name}>[^\\s${mark}](?:[^${mark}\\n]*[^\\s${mark}])?)${mark}(?![\\w${mark}])`,
    ),
    '(?<![\\w:]):(?<emoji>[a-z+-][a-z0-9_+-]*):(?![\\w:])',
    '(?<url>https?://[^\\s<>|*`]+[^\\s<>|*`.,;:!?)\'"])',
  ].join('|'),
  'g',
);

/** @param now milliseconds since 1970, for dates such as "today" */
export function buildRichText(mrkdwn: string, now: number): RichTextBlock {
  const parts = mrkdwn.split(FENCE).flatMap((piece, index, pieces): readonly Part[] => {
    const isOpen = index % 2 === 1;
    // The last fence of an odd number closes nothing and is plain text.
    if (isOpen && index === pieces.length - 1) {
      return buildLines(FENCE + piece, now);
    }
    const trimmed = piece.replace(/^\n/, '').replace(/\n$/, '');
    return isOpen
      ? [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: decodeEntities(trimmed) }] }]
      : buildLines(trimmed, now);
  });
  return { type: 'rich_text', elements: parts };
}

/** Plain text knows no mark but emoji. */
export function buildPlainText(text: string): RichTextBlock {
  const elements = text
    .split(/(?<![\w:]):([a-z+-][a-z0-9_+-]*):(?![\w:])/)
    .map(
      (piece, index): RichTextElement =>
        index % 2 === 1 ? { type: 'emoji', name: piece } : { type: 'text', text: piece },
    );
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** Lines that begin with `>` become quotes, what stands between them becomes sections. */
function buildLines(text: string, now: number): Part[] {
  const groups: { isQuote: boolean; lines: string[] }[] = [];
  for (const line of text === '' ? [] : text.split('\n')) {
    const quote = /^(?:>|&gt;) ?(?<rest>.*)$/.exec(line);
    const isQuote = quote !== null;
    const last = groups.at(-1);
    const content = quote?.groups?.rest ?? line;
    if (last?.isQuote === isQuote) {
      last.lines.push(content);
    } else {
      groups.push({ isQuote, lines: [content] });
    }
  }
  return groups.map(({ isQuote, lines }) => ({
    type: isQuote ? 'rich_text_quote' : 'rich_text_section',
    elements: buildInline(lines.join('\n'), {}, now),
  }));
}

function buildInline(text: string, style: Style, now: number): RichTextElement[] {
  const elements: RichTextElement[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    pushText(elements, text.slice(end, match.index), style);
    elements.push(...buildMatch(match, style, now));
    end = match.index + match[0].length;
  }
  pushText(elements, text.slice(end), style);
  return elements;
}

function buildMatch(match: RegExpExecArray, style: Style, now: number): readonly RichTextElement[] {
  const { angle, code, bold, italic, strike, emoji, url } = match.groups ?? {};
  if (angle !== undefined) {
    return [buildAngle(angle, style, now)];
  }
  if (code !== undefined) {
    // Links stay links inside of code.
    return buildCode(code, { ...style, code: true });
  }
  if (emoji !== undefined) {
    return [{ type: 'emoji', name: emoji }];
  }
  if (url !== undefined) {
    return [buildLink(url, undefined, style)];
  }
  const added: Style = bold !== undefined ? { bold: true } : italic !== undefined ? { italic: true } : { strike: true };
  return buildInline(bold ?? italic ?? strike ?? '', { ...style, ...added }, now);
}

function buildCode(code: string, style: Style): RichTextElement[] {
  return code
    .split(/(<https?:[^<>]+>)/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const [url, label] = piece.startsWith('<http') ? piece.slice(1, -1).split('|') : [];
      return url === undefined ? { type: 'text', text: decodeEntities(piece), style } : buildLink(url, label, style);
    });
}

/** What stands between `<` and `>`: a mention, a date, a link. */
function buildAngle(inner: string, style: Style, now: number): RichTextElement {
  const [target = '', label] = inner.split('|');
  switch (target.slice(0, 1)) {
    case '@':
      return { type: 'user', user_id: target.slice(1), style };
    case '#':
      return { type: 'channel', channel_id: target.slice(1), style };
    case '!':
      return buildSpecial(target.slice(1), label, style, now);
    default:
      return buildLink(target, label, style);
  }
}

function buildSpecial(target: string, label: string | undefined, style: Style, now: number): RichTextElement {
  if (target === 'here' || target === 'channel' || target === 'everyone') {
    return { type: 'broadcast', range: target, style };
  }
  const [kind, first = '', format = '', url] = target.split('^');
  if (kind === 'date') {
    const text = formatDate(Number(first), format, now) ?? decodeEntities(label ?? '');
    return url === undefined ? { type: 'text', text, style } : buildLink(url, text, style);
  }
  return kind === 'subteam'
    ? { type: 'usergroup', usergroup_id: first, style }
    : { type: 'text', text: decodeEntities(label ?? `<!${target}>`), style };
}

function buildLink(url: string, label: string | undefined, style: Style): RichTextElement {
  const target = decodeEntities(url);
  return { type: 'link', url: target, text: label === undefined ? target : decodeEntities(label), style };
}

function pushText(elements: RichTextElement[], text: string, style: Style): void {
  if (text !== '') {
    elements.push({ type: 'text', text: decodeEntities(text), style });
  }
}

function decodeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
