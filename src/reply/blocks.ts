/** The few shapes of Block Kit that the bot speaks in, with Slack's limits as data and one way out: `createMessage`. */

import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ContainerBlock,
  ContextBlock,
  ConversationsSelect,
  KnownBlock,
  MrkdwnElement,
  SectionBlock,
  StaticSelect,
} from '@slack/types';
import { encodeQuestion, type Question } from './question.ts';
import { cutMrkdwn, escapeMrkdwn, plain } from './text/mrkdwn.ts';

/** What every answer is: blocks, and the same facts as text for notifications and screen readers. */
export interface Message {
  /** Slack mrkdwn. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** The newer of these blocks, each with what says the same where Slack does not take its kind. */
  readonly instead: ReadonlyMap<KnownBlock, readonly KnownBlock[]>;
}

/** A block of a kind that Slack rolls out unevenly, and what stands in its place where it is refused. */
interface Newer {
  readonly newer: KnownBlock;
  readonly instead: readonly KnownBlock[];
}

/** What views are made of. */
export type Piece = KnownBlock | Newer;

/** In characters and counts; below Slack's own (docs.slack.dev/reference/block-kit), so that a marker or an ellipsis still fits. */
export const LIMITS = {
  blocks: 45,
  sectionText: 2900,
  contextText: 1500,
  buttonText: 72,
  accessibilityLabel: 75,
  /** Of a menu, and likewise its description and its value. */
  optionText: 75,
  buttonValue: 2000,
  buttonsInRow: 25,
  previewTitle: 150,
  containerTitle: 150,
  blocksInContainer: 10,
  /** Slack advises 4,000: chat.postMessage cuts above 40,000, but chat.update refuses what is longer (`msg_too_long`). */
  messageText: 3900,
  /**
   * Slack refuses a message whose blocks are long all together, without saying where the line is (bolt-js#2509, #2867): the JSON of
   * all blocks, with `overheadPerBlock` for each, stays within this budget.
   */
  budget: 12_000,
  overheadPerBlock: 110,
} as const;

/** @param mrkdwn already escaped; cut here only as the last resort */
export function section(mrkdwn: string, accessory?: Button | StaticSelect | ConversationsSelect): SectionBlock {
  const block = {
    type: 'section',
    text: words(mrkdwn, LIMITS.sectionText),
    expand: true,
  } as const;
  return accessory ? { ...block, accessory } : block;
}

/** Small grey print. */
export function context(mrkdwn: string): ContextBlock {
  return { type: 'context', elements: [words(mrkdwn, LIMITS.contextText)] };
}

export const divider: KnownBlock = { type: 'divider' };

export interface ButtonLook {
  /** What a screen reader says where the label needs its neighbours to be understood. */
  readonly spoken?: string;
  readonly isPrimary?: boolean;
}

/** A button that asks the question when it is pressed. Its `action_id` is unique once `row` or a section holds it. */
export function button(label: string, question: Question, { spoken, isPrimary }: ButtonLook = {}): Button {
  return {
    type: 'button',
    action_id: 'ask',
    text: { type: 'plain_text', text: plain(label, LIMITS.buttonText), emoji: false },
    value: encodeQuestion(question),
    ...(spoken === undefined ? {} : { accessibility_label: plain(spoken, LIMITS.accessibilityLabel) }),
    ...(isPrimary ? { style: 'primary' } : {}),
  };
}

const APART = 'ask.apart';

/**
 * No block where there is nothing in it. A menu says by its own `action_id` what it asks.
 *
 * @param manner `apart`: beneath what stays as it is, such as news, whose buttons are answered in a message of their own
 */
export function row(
  elements: readonly (Button | StaticSelect)[],
  manner: 'in place' | 'apart' = 'in place',
): readonly ActionsBlock[] {
  if (elements.length === 0) return [];
  const prefix = manner === 'apart' ? APART : 'ask';
  const placed = elements
    .slice(0, LIMITS.buttonsInRow)
    .map((element, at) => (element.type === 'button' ? { ...element, action_id: `${prefix}.${at}` } : element));
  return [{ type: 'actions', elements: placed }];
}

/** Whether what was pressed is to stay as it is. */
export function isAnsweredApart(actionId: string): boolean {
  return actionId.startsWith(APART);
}

/** What a container may hold: both of Slack's validators take these, and no other kind that the bot speaks in. */
type Foldable = ActionsBlock | ContextBlock | SectionBlock;

/** A part that can be folded away under its title, which is plain text. Open at first; where Slack takes no container, the same beneath a line. */
export function fold(title: string, children: readonly Foldable[]): readonly Piece[] {
  const flat = [divider, section(`*${escapeMrkdwn(title)}*`), ...children];
  if (children.length > LIMITS.blocksInContainer) return flat;
  const newer: ContainerBlock = {
    type: 'container',
    title: { type: 'plain_text', text: plain(title, LIMITS.containerTitle), emoji: false },
    child_blocks: [...children],
    is_collapsible: true,
    default_collapsed: false,
  };
  return [{ newer, instead: flat }];
}

/** Adds the text that says the same as the blocks. */
export function createMessage(pieces: readonly Piece[]): Message {
  const text = plainBlocks(pieces).flatMap(textOf).join('\n');
  const newer = pieces.filter((piece) => 'newer' in piece);
  return {
    text: cutMrkdwn(text, LIMITS.messageText),
    blocks: pieces.map((piece) => ('newer' in piece ? piece.newer : piece)),
    instead: new Map(newer.map((piece) => [piece.newer, piece.instead])),
  };
}

/** What a message was made of, so that more can be added to it. */
export function piecesOf({ blocks, instead }: Message): readonly Piece[] {
  return blocks.map((newer) => {
    const plainer = instead.get(newer);
    return plainer ? { newer, instead: plainer } : newer;
  });
}

/** For surfaces that take no newer blocks, such as a modal. */
export function plainBlocks(pieces: readonly Piece[]): readonly KnownBlock[] {
  return pieces.flatMap((piece) => ('newer' in piece ? piece.instead : [piece]));
}

/** @param refused types of blocks, such as `data_table` */
export function withoutNewer<M extends Message>(message: M, refused: ReadonlySet<string>): M {
  const isRefused = (block: KnownBlock) => refused.has(block.type) && message.instead.has(block);
  return {
    ...message,
    blocks: message.blocks.flatMap((block) => (isRefused(block) ? (message.instead.get(block) ?? []) : [block])),
    instead: new Map([...message.instead].filter(([block]) => !isRefused(block))),
  };
}

/** What Slack would charge the blocks against `LIMITS.budget`. */
export function weigh(blocks: readonly KnownBlock[]): number {
  const inside = blocks.flatMap((block) => (block.type === 'container' ? block.child_blocks : []));
  return JSON.stringify(blocks).length + LIMITS.overheadPerBlock * (blocks.length + inside.length);
}

/** `verbatim`: an address in a feed's prose is often the intruder's, and must not become a link. */
function words(mrkdwn: string, limit: number): MrkdwnElement {
  return { type: 'mrkdwn', text: cutMrkdwn(mrkdwn, limit), verbatim: true };
}

function textOf(block: KnownBlock): string[] {
  switch (block.type) {
    case 'section':
      return block.text ? [block.text.text] : [];
    case 'context':
      return block.elements.flatMap((element) => (element.type === 'mrkdwn' ? [element.text] : []));
    case 'actions': {
      // They count what a card opens, and name what was perhaps meant.
      const labels = block.elements.flatMap(labelOf);
      return [labels.map((label) => `[${escapeMrkdwn(label)}]`).join(' ')];
    }
    default:
      return [];
  }
}

/** A menu's options repeat what a text beside it names. */
function labelOf(element: ActionsBlockElement): readonly string[] {
  switch (element.type) {
    case 'button':
      return [element.text.text];
    case 'static_select':
      return element.placeholder ? [element.placeholder.text] : [];
    default:
      return [];
  }
}
