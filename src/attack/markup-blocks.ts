/** Cuts a description into paragraphs, headings and list items, line by line; what is within a line is `markup-inline.ts`'s. */

/** The lines of one block, without the marks that make it one. */
export type Block =
  | { readonly kind: 'paragraph' | 'heading'; readonly lines: readonly string[] }
  | {
      readonly kind: 'item';
      readonly indent: number;
      readonly number: number | undefined;
      readonly lines: readonly string[];
    };

const HEADING = /^ {0,3}#{1,6}\s+(.*)$/;
const ITEM = /^(\s*)(?:[*+-]|(\d{1,3})\.)\s+(\S.*)$/;
/** After a blank line, what goes on with an item stands at least this far in. */
const CONTINUATION_INDENT = 2;
const TAB_WIDTH = 4;

/** The blocks of a text, in order. No input fails: what is nothing else is a paragraph. */
export function gatherBlocks(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: string[] | undefined;
  let isInItem = false;
  let isAfterBlank = false;
  let isInCode = false;
  for (const line of text.split(/\r\n?|\n/)) {
    if (line.trim() === '') {
      isAfterBlank = true;
      isInCode = false;
      continue;
    }
    const block = isInCode ? undefined : readBlock(line);
    const isContinuation = !isAfterBlank || (isInItem && indentOf(line) >= CONTINUATION_INDENT);
    if (block === undefined && open !== undefined && isContinuation) {
      open.push(line.trim());
    } else {
      const lines = block?.lines ?? [line.trim()];
      blocks.push(block === undefined ? { kind: 'paragraph', lines } : { ...block, lines });
      open = block?.kind === 'heading' ? undefined : lines;
      isInItem = block?.kind === 'item';
    }
    // Code in backticks may run over several lines, and a line in it that begins with a hyphen is no item.
    if (line.split('`').length % 2 === 0) isInCode = !isInCode;
    isAfterBlank = false;
  }
  return blocks;
}

/** The block that the line begins by its own marks; undefined for a line of a paragraph. */
function readBlock(line: string): (Block & { readonly lines: string[] }) | undefined {
  const item = ITEM.exec(line);
  if (item !== null) {
    const [, blank = '', number, content = ''] = item;
    return {
      kind: 'item',
      indent: indentOf(blank),
      number: number === undefined ? undefined : Number(number),
      lines: [content],
    };
  }
  const heading = HEADING.exec(line)?.[1];
  return heading === undefined ? undefined : { kind: 'heading', lines: [heading] };
}

function indentOf(line: string): number {
  let indent = 0;
  for (const character of line) {
    if (character.trim() !== '') break;
    indent += character === '\t' ? TAB_WIDTH : 1;
  }
  return indent;
}
