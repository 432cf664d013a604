/**
 * A message's blocks. Layout of what holds pressable elements or mrkdwn is ours, since the library has no hook for a
 * press and misreads mrkdwn; all text within and every other block is the library's.
 */

import type { ActionsBlockElement, ContainerBlock, KnownBlock, SectionBlock } from '@slack/types';
import { type Press, Pressable } from './press.tsx';
import { LibraryBlock, Text, Texts } from './text.tsx';

export function Blocks({ blocks, press }: { readonly blocks: readonly KnownBlock[]; readonly press: Press }) {
  return (
    <div className="blocks">
      {blocks.map((block, index) => (
        // Not its block_id: that is another after every update, and a new element would take the focus from what was pressed.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above.
        <BlockView key={index} block={block} press={press} />
      ))}
    </div>
  );
}

function BlockView({ block, press }: { readonly block: KnownBlock; readonly press: Press }) {
  const blockId = block.block_id ?? '';
  switch (block.type) {
    case 'header':
      return (
        // biome-ignore lint/a11y/useSemanticElements: the library's text is a div, which an h4 may not hold.
        <div className="block-header" role="heading" aria-level={4}>
          <Text value={block.text} />
        </div>
      );
    case 'section':
      return <Section block={block} press={press} />;
    case 'context':
      return (
        <div className="block-context">
          <Texts values={block.elements} />
        </div>
      );
    case 'actions':
      return (
        <div className="block-actions">
          {block.elements.map((element, index) => (
            <Pressable key={keyOf(element, index)} element={element} blockId={blockId} press={press} />
          ))}
        </div>
      );
    case 'container':
      return <Container block={block} press={press} />;
    case 'divider':
      return <hr />;
    case 'image':
    case 'video':
      // Loading it would call another host.
      return <p className="image-note">Not loaded here: {block.alt_text}</p>;
    case 'markdown':
      return (
        <LibraryBlock
          block={{ ...block, text: block.text.replaceAll(/!\[([^\]]*)\]\([^)]*\)/g, 'Not loaded here: $1') }}
        />
      );
    default:
      return <LibraryBlock block={block} />;
  }
}

/** By what a button says: its place and action_id move when others join the row, and "Next page" must not become "Previous page". */
function keyOf(element: ActionsBlockElement, index: number): string {
  return element.type === 'button'
    ? `${element.accessibility_label ?? ''} ${element.text.text}`
    : (element.action_id ?? `${index}`);
}

function Section({ block, press }: { readonly block: SectionBlock; readonly press: Press }) {
  return (
    <div className="block-section">
      <div className="block-section-text">
        {block.text && <Text value={block.text} />}
        {block.fields && (
          <div className="block-fields">
            <Texts values={block.fields} />
          </div>
        )}
      </div>
      {block.accessory && <Pressable element={block.accessory} blockId={block.block_id ?? ''} press={press} />}
    </div>
  );
}

function Container({ block, press }: { readonly block: ContainerBlock; readonly press: Press }) {
  return (
    <details className="block-container" open={!(block.is_collapsible && block.default_collapsed)}>
      <summary>{block.title?.text ?? 'Details'}</summary>
      {block.subtitle && <Text value={block.subtitle} />}
      <Blocks blocks={block.child_blocks} press={press} />
    </details>
  );
}
