/**
 * The blocks of a message, a modal or a Home tab. Layout of what holds pressable elements or mrkdwn is ours, since the library has no hook
 * for a press and misreads mrkdwn; all text within and every other block is the library's.
 */

import type { ActionsBlock, ActionsBlockElement, ContainerBlock, KnownBlock, SectionBlock } from '@slack/types';
import { useId } from 'react';
import { DataTable } from './data-table.tsx';
import { ElementView } from './elements/element.tsx';
import type { FieldLabel } from './elements/field.ts';
import { InputBlockView } from './elements/input-block.tsx';
import { LibraryBlock, Text, Texts } from './text.tsx';

const UNLABELLED: FieldLabel = { labelledBy: undefined, describedBy: undefined, isInvalid: false, isOptional: false };

export function Blocks({ blocks }: { readonly blocks: readonly KnownBlock[] }) {
  const keys = buildKeys(blocks);
  return (
    <div className="blocks">
      {blocks.map((block, index) => (
        <BlockView key={keys[index]} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { readonly block: KnownBlock }) {
  switch (block.type) {
    case 'header':
      return (
        // biome-ignore lint/a11y/useSemanticElements: the library's text is a div, which an h4 may not hold.
        <div className="block-header" role="heading" aria-level={4}>
          <Text value={block.text} />
        </div>
      );
    case 'section':
      return <Section block={block} />;
    case 'context':
      return (
        <div className="block-context">
          <Texts values={block.elements} />
        </div>
      );
    case 'actions':
      return <Actions block={block} />;
    case 'input':
      return <InputBlockView block={block} />;
    case 'container':
      return <Container block={block} />;
    case 'data_table':
      return <DataTable block={block} />;
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

/**
 * What a person types in is known by its action_id, so that blocks which come in above it do not take the focus from it; all else by its
 * place. Never by block_id: that is another after every update, and a new element would take the focus from what was pressed.
 */
function buildKeys(blocks: readonly KnownBlock[]): readonly string[] {
  const counts = new Map<string, number>();
  return blocks.map((block, index) => {
    const typedIn = block.type === 'input' ? block.element : block.type === 'actions' ? block.elements[0] : undefined;
    if (typedIn === undefined || typedIn.type === 'button' || typedIn.type === 'overflow') {
      return String(index);
    }
    const name = `${typedIn.type} ${typedIn.action_id}`;
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return `${name} ${count}`;
  });
}

function Actions({ block }: { readonly block: ActionsBlock }) {
  return (
    <div className="block-actions">
      {block.elements.map((element, index) => (
        <ElementView
          key={keyOf(element, index)}
          element={element}
          blockId={block.block_id ?? ''}
          label={UNLABELLED}
          isReported
        />
      ))}
    </div>
  );
}

/** By what a button says: its place and action_id move when others join the row, and "Next page" must not become "Previous page". */
function keyOf(element: ActionsBlockElement, index: number): string {
  return element.type === 'button'
    ? `${element.accessibility_label ?? ''} ${element.text.text}`
    : (element.action_id ?? `${index}`);
}

function Section({ block }: { readonly block: SectionBlock }) {
  const id = useId();
  const { accessory } = block;
  const isGroup = accessory?.type === 'checkboxes' || accessory?.type === 'radio_buttons';
  return (
    <div className="block-section">
      <div className="block-section-text" id={id}>
        {block.text && <Text value={block.text} />}
        {block.fields && (
          <div className="block-fields">
            <Texts values={block.fields} />
          </div>
        )}
      </div>
      {accessory && (
        <ElementView
          element={accessory}
          blockId={block.block_id ?? ''}
          label={isGroup ? { ...UNLABELLED, labelledBy: id } : UNLABELLED}
          isReported
        />
      )}
    </div>
  );
}

function Container({ block }: { readonly block: ContainerBlock }) {
  const heading = (
    <>
      <span className="container-title">
        {block.rich_text_title ? <LibraryBlock block={block.rich_text_title} /> : (block.title?.text ?? 'Details')}
      </span>
      {block.subtitle && (
        <span className="container-subtitle">
          <Text value={block.subtitle} />
        </span>
      )}
    </>
  );
  return block.is_collapsible === true ? (
    <details className="block-container" open={block.default_collapsed !== true}>
      <summary>
        <div>{heading}</div>
      </summary>
      <Blocks blocks={block.child_blocks} />
    </details>
  ) : (
    <div className={block.has_header_divider === true ? 'block-container divided' : 'block-container'}>
      <div className="container-heading">{heading}</div>
      <Blocks blocks={block.child_blocks} />
    </div>
  );
}
