/** The markup of ATT&CK's descriptions, Markdown with HTML and citations in it, as a small tree that knows no target format. */

import { gatherBlocks } from './markup-blocks.ts';
import { cutInline } from './markup-cut.ts';
import { parseInline, plainInline } from './markup-inline.ts';

export type Node = Paragraph | List;

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly children: readonly Inline[];
}

/** Nested lists are kept flat: an item tells its depth. */
interface List {
  readonly kind: 'list';
  readonly items: readonly ListItem[];
}

export interface ListItem {
  /** 0 for the outermost. */
  readonly depth: number;
  /** The number of a numbered item; undefined for a bullet. */
  readonly number: number | undefined;
  readonly children: readonly Inline[];
}

export type Inline = Text | Code | Link | Emphasis | Break;

interface Text {
  readonly kind: 'text';
  readonly text: string;
}

interface Code {
  readonly kind: 'code';
  readonly text: string;
}

export interface Link {
  readonly kind: 'link';
  /** As the data has it, unchecked. */
  readonly url: string;
  readonly text: string;
}

interface Emphasis {
  readonly kind: 'bold' | 'italic';
  readonly children: readonly Inline[];
}

interface Break {
  readonly kind: 'break';
}

/** About as much as a reader takes in at a glance; nine first paragraphs of ten are shorter. */
const GLANCE = 700;

/**
 * Reads the description of an object or a relation. Citations are dropped, since their targets are not in the text; what looks
 * like a tag and is none (`<username>`) stays as it is; nothing throws.
 *
 * @param most so many paragraphs and items; what follows is not read
 */
export function parseMarkup(text: string, most: number = Number.POSITIVE_INFINITY): readonly Node[] {
  const nodes: Node[] = [];
  let read = 0;
  let items: ListItem[] = [];
  const indents: number[] = [];
  for (const block of gatherBlocks(text)) {
    const children = parseInline(block.lines.join('\n'));
    if (children.length === 0) continue;
    read += 1;
    if (read > most) break;
    if (block.kind === 'item') {
      if (items.length === 0) nodes.push({ kind: 'list', items });
      items.push({ depth: findDepth(indents, block.indent), number: block.number, children });
      continue;
    }
    items = [];
    indents.length = 0;
    nodes.push({ kind: 'paragraph', children: block.kind === 'heading' ? [{ kind: 'bold', children }] : children });
  }
  return nodes;
}

/** The words alone, paragraphs and items on lines of their own. */
export function plainText(nodes: readonly Node[]): string {
  return nodes
    .map((node) => (node.kind === 'list' ? plainText(node.items.map(toParagraph)) : plainInline(node.children)))
    .join('\n');
}

/** The first paragraph, or the first item of a text that begins with a list; nothing of an empty text. */
export function firstParagraph(nodes: readonly Node[]): Paragraph | undefined {
  const [first] = nodes;
  if (first?.kind !== 'list') return first;
  const [item] = first.items;
  return item === undefined ? undefined : toParagraph(item);
}

/**
 * The first paragraph, cut to about `limit` characters of its words: at the end of a sentence, else after a word and with an
 * ellipsis, but never inside code or a link's label.
 */
export function firstSentences(nodes: readonly Node[], limit: number = GLANCE): readonly Node[] {
  const paragraph = firstParagraph(nodes);
  if (paragraph === undefined) return [];
  const children = cutInline(paragraph.children, limit);
  return children.length === 0 ? [] : [{ kind: 'paragraph', children }];
}

function toParagraph({ children }: ListItem): Paragraph {
  return { kind: 'paragraph', children };
}

/** How deep an item lies, by the indents of the items that it lies in, which this updates. */
function findDepth(indents: number[], indent: number): number {
  while (indents.length > 0 && indent < (indents.at(-1) ?? 0)) indents.pop();
  if (indents.length === 0 || indent > (indents.at(-1) ?? 0)) indents.push(indent);
  return indents.length - 1;
}
