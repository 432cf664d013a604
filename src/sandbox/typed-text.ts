/** What Slack makes of a text that a person typed: escaped, with links and mentions marked up, and as a rich_text block. */

import type { RichTextBlock, RichTextElement } from '@slack/types';
import type { Person } from './workspace.ts';

export interface TypedText {
  /** In mrkdwn. */
  readonly text: string;
  /** The links in it, in their order, each once, as they stand in the text. */
  readonly links: readonly string[];
  readonly block: RichTextBlock;
}

type Named = Pick<Person, 'id' | 'name'>;

type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string; readonly mark: string }
  | { readonly kind: 'link'; readonly url: string; readonly label: string | undefined }
  | { readonly kind: 'mention'; readonly person: string };

const CODE = '(?<code>```[\\s\\S]+?```|`[^`\\n]+`)';
/** With a scheme, or a bare host under a domain that is common enough here; Slack knows them all. */
const LINK = '(?<link>\\bhttps?://[^\\s<>|]+|\\b(?:[a-z0-9-]+\\.)+(?:org|com|net|io|dev)\\b(?:/[^\\s<>|]*)?)';
/** As the completion of Slack's box leaves it. */
const MENTION = '<@(?<id>[A-Z0-9]+)>';
const TRAILING = /[.,;:!?'")\]]+$/;

/** @param people those who can be mentioned, as `@name` or as `<@ID>` */
export function readTyped(typed: string, people: readonly Named[]): TypedText {
  const tokens = readTokens(typed, people);
  const links = tokens.flatMap((token) => (token.kind === 'link' ? [escapeText(token.url)] : []));
  return {
    text: tokens.map(writeToken).join(''),
    links: [...new Set(links)],
    block: {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: tokens.map(writeElement) }],
    },
  };
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function readTokens(typed: string, people: readonly Named[]): readonly Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of typed.matchAll(buildMarks(people))) {
    const found = readToken(match, people);
    if (found === undefined) {
      continue;
    }
    if (match.index > end) {
      tokens.push({ kind: 'text', text: typed.slice(end, match.index) });
    }
    tokens.push(found.token);
    end = match.index + found.length;
  }
  if (end < typed.length) {
    tokens.push({ kind: 'text', text: typed.slice(end) });
  }
  return tokens;
}

function buildMarks(people: readonly Named[]): RegExp {
  const names = people.map((person) => person.name.replaceAll(/[^\w ]/g, '\\$&')).join('|');
  return new RegExp(`${CODE}|${LINK}|${MENTION}|(?<![\\w@])@(?<name>${names})(?!\\w)`, 'gi');
}

function readToken(
  match: RegExpExecArray,
  people: readonly Named[],
): { readonly token: Token; readonly length: number } | undefined {
  const { code, link, id, name } = match.groups ?? {};
  if (code !== undefined) {
    const mark = code.startsWith('```') ? '```' : '`';
    return { token: { kind: 'code', mark, text: code.slice(mark.length, -mark.length) }, length: code.length };
  }
  if (link !== undefined) {
    const label = link.replace(TRAILING, '');
    const hasScheme = /^https?:/i.test(label);
    return {
      token: { kind: 'link', url: hasScheme ? label : `http://${label}`, label: hasScheme ? undefined : label },
      length: label.length,
    };
  }
  if (id !== undefined) {
    const person = people.find((other) => other.id === id);
    return person && { token: { kind: 'mention', person: person.id }, length: match[0].length };
  }
  const person = people.find((other) => other.name.toLowerCase() === name?.toLowerCase());
  return person && { token: { kind: 'mention', person: person.id }, length: match[0].length };
}

function writeToken(token: Token): string {
  switch (token.kind) {
    case 'text':
      return escapeText(token.text);
    case 'code':
      return `${token.mark}${escapeText(token.text)}${token.mark}`;
    case 'link':
      return token.label === undefined
        ? `<${escapeText(token.url)}>`
        : `<${escapeText(token.url)}|${escapeText(token.label)}>`;
    case 'mention':
      return `<@${token.person}>`;
  }
}

function writeElement(token: Token): RichTextElement {
  switch (token.kind) {
    case 'text':
      return { type: 'text', text: token.text };
    case 'code':
      return { type: 'text', text: token.text, style: { code: true } };
    case 'link':
      return { type: 'link', url: token.url, ...(token.label === undefined ? {} : { text: token.label }) };
    case 'mention':
      return { type: 'user', user_id: token.person };
  }
}
