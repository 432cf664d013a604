/** Keeps an answer's buttons and menus in the release that the answer is from: its views need not know that there are others. */

import type { ActionsBlock, ContainerBlock, KnownBlock, SectionBlock } from '@slack/types';
import { createMessage, type Message, type Piece, piecesOf } from './blocks.ts';
import { decodeQuestion, encodeQuestion, releaseIn, withRelease } from './question.ts';
import { stampMenu } from './selects.ts';

export function stampRelease(pieces: readonly Piece[], release: string): readonly Piece[] {
  return pieces.map((piece) =>
    'newer' in piece
      ? { newer: stampBlock(piece.newer, release), instead: piece.instead.map((block) => stampBlock(block, release)) }
      : stampBlock(piece, release),
  );
}

/**
 * The same for a message that is made already.
 *
 * @param release undefined for a message that is not of another release than it would be anyway
 * @param more what stands beneath it
 */
export function stampMessage(message: Message, release: string | undefined, more: readonly Piece[]): Message {
  const pieces = [...piecesOf(message), ...more];
  return createMessage(release === undefined ? pieces : stampRelease(pieces, release));
}

function stampBlock(block: KnownBlock, release: string): KnownBlock {
  switch (block.type) {
    case 'actions':
      return { ...block, elements: block.elements.map((element) => stampElement(element, release)) } as ActionsBlock;
    case 'section':
      return block.accessory
        ? ({ ...block, accessory: stampElement(block.accessory, release) } as SectionBlock)
        : block;
    case 'container': {
      const children = block.child_blocks as readonly KnownBlock[];
      return { ...block, child_blocks: children.map((child) => stampBlock(child, release)) } as ContainerBlock;
    }
    default:
      return block;
  }
}

/** What asks nothing, or says itself of which release, is left as it is. */
function stampElement<E extends { readonly type: string }>(element: E, release: string): E {
  const { action_id: actionId, value } = element as { readonly action_id?: string; readonly value?: string };
  if (element.type === 'static_select' && actionId !== undefined)
    return { ...element, action_id: stampMenu(actionId, release) };
  const question = element.type === 'button' && value !== undefined ? decodeQuestion(value) : undefined;
  if (!question || releaseIn(question) !== undefined) return element;
  return { ...element, value: encodeQuestion(withRelease(question, release)) };
}
