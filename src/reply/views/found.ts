/** The modal of what a message is about: each object with the reason, and a box to tick for what shall be posted in the thread. */

import type { Checkboxes, KnownBlock, ModalView, SectionBlock } from '@slack/types';
import type { Catalog } from '../../search/catalog.ts';
import { keyOf } from '../answer.ts';
import { context, createMessage, type Message, section } from '../blocks.ts';
import type { Finding } from '../found.ts';
import { escapeMrkdwn, plain } from '../text/mrkdwn.ts';
import { count, factsOf, list } from './facts.ts';
import { releaseOf } from './notes.ts';
import { quote } from './quote.ts';
import { successionOf } from './succession.ts';
import { linkTo, shortNameOf } from './title.ts';

/** What Slack names the modal and its boxes by. */
export const FOUND_CALLBACK = 'found';
export const TICK_ACTION = 'tick';

/** What happened to a message whose findings were to be posted. */
export type PostObstacle = 'not taken' | 'too late' | 'not allowed' | 'gone' | 'failed';

const MOST_SHOWN = 20;
const MOST_NAMED = 40;
const CERTAIN = 0.85;
const LIKELY = 0.7;
const NOTE_BLOCK = 'note';
const LONGEST_SENTENCE = 200;
const TITLE = 'ATT&CK in this message';

/**
 * @param typed what was read of the message
 * @param metadata comes back with what is ticked; at most 3,000 characters
 */
export function foundView(findings: readonly Finding[], typed: string, catalog: Catalog, metadata: string): ModalView {
  if (findings.length === 0) return nothingFound(typed, catalog);
  const shown = findings.slice(0, MOST_SHOWN);
  const rest = findings.slice(MOST_SHOWN).map(({ object }) => shortNameOf(object));
  return tickable(
    [
      context('Tick what to post in the thread of the message. What the message names is ticked already.'),
      ...shown.map((finding, at) => show(finding, at, catalog)),
      ...pendingNote(catalog),
      ...(rest.length === 0
        ? []
        : [context(`And ${rest.length} more: ${escapeMrkdwn(list(rest, MOST_NAMED))}. \`/attack\` shows them.`)]),
    ],
    metadata,
  );
}

/**
 * The same modal with a note on top, and what is ticked left as it is: Slack puts errors beside inputs alone, and a box beside a text is none.
 *
 * @param blocks those of the modal, as Slack gives them back
 */
export function askToTick(blocks: ModalView['blocks'], metadata: string): ModalView {
  const others = blocks.filter(({ block_id: id }) => id !== NOTE_BLOCK);
  const note = section('*Nothing is ticked.* Tick what to post, or close this.');
  return tickable([{ ...note, block_id: NOTE_BLOCK }, ...others], metadata);
}

export function postingView(): ModalView {
  return modal([section('Posting … You may close this.')]);
}

export function postedView(): ModalView {
  return modal([section('*Posted* in the thread of the message.')]);
}

/** @param reference stands in the log beside the cause */
export function notPostedView(obstacle: PostObstacle, reference: string): ModalView {
  return modal(notPosted(obstacle, reference).blocks);
}

/** The same for who has closed the modal. */
export function notPosted(obstacle: PostObstacle, reference: string): Message {
  return createMessage([section(`*Not posted.* ${adviseOn(obstacle)}`), context(`Reference \`${reference}\``)]);
}

/** Where the modal is another version's, and does not say where its message stands. */
export function outdatedView(): ModalView {
  return modal([section('*Not posted.* I was renewed since this was opened. Close this and use the shortcut again.')]);
}

function adviseOn(obstacle: PostObstacle): string {
  switch (obstacle) {
    case 'not taken':
      return 'I am not in this conversation, and Slack did not take it through the shortcut either. In a channel, type `/invite @ATT&amp;CK`, then use the shortcut again.';
    case 'too late':
      return 'I am not in this conversation, and there Slack lets me answer for 30 minutes after the shortcut was used. Close this and use it again.';
    case 'not allowed':
      return 'Slack lets nobody, or not me, post there: the channel may be archived, or its posts restricted. Whoever manages it can change that.';
    case 'gone':
      return 'The message is gone: it was deleted since. `/attack` shows the same to you, with a button that shares it.';
    case 'failed':
      return 'That failed on my side. Please use the shortcut again; if it fails again, quote the reference to whoever runs this bot.';
  }
}

function tickable(blocks: ModalView['blocks'], metadata: string): ModalView {
  return { ...modal(blocks), submit: { type: 'plain_text', text: 'Post in thread' }, private_metadata: metadata };
}

function modal(blocks: readonly ModalView['blocks'][number][]): ModalView {
  return {
    type: 'modal',
    callback_id: FOUND_CALLBACK,
    title: { type: 'plain_text', text: TITLE },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [...blocks],
  };
}

function nothingFound(typed: string, catalog: Catalog): ModalView {
  const read =
    plain(typed) === ''
      ? 'The message has no words that I could read: pictures and files I do not open.'
      : `I read ${count(typed.length, 'character')}: ${quote(typed)}`;
  return modal([
    section(`*I found no ATT&amp;CK object in this message*, neither named nor described.\n${read}`),
    section('To look for words of your own, type `/attack` and what happened, such as `/attack dumped lsass memory`.'),
    context(`Looked up in ${escapeMrkdwn(releaseOf(catalog.copies))}.`),
    ...pendingNote(catalog),
  ]);
}

/** Right after a start only what is named is found. */
function pendingNote(catalog: Catalog): readonly KnownBlock[] {
  return catalog.text
    ? []
    : [context('ATT&amp;CK’s texts are still being read in. In a minute I also know what a message describes.')];
}

function show(finding: Finding, at: number, catalog: Catalog): SectionBlock {
  const { object } = finding;
  const succession = successionOf(catalog, object);
  const lines = [
    `*${linkTo(catalog, object)}*`,
    succession ? succession.notice : factsOf(catalog, object),
    explain(finding),
  ];
  const { accessory: _, ...block } = section(lines.filter(Boolean).join('\n'));
  return { ...block, block_id: `found.${at}`, accessory: box(finding, keyOf(object, catalog)) };
}

/** Mrkdwn. */
function explain(finding: Finding): string {
  switch (finding.kind) {
    case 'named':
      return '_Named in the message_';
    case 'linked':
      return '_Linked in the message_';
    case 'described':
      return `_${labelConfidence(finding.confidence)} described:_ ${quote(finding.sentence, LONGEST_SENTENCE)}`;
  }
}

function labelConfidence(confidence: number): string {
  if (confidence >= CERTAIN) return 'Almost certainly';
  return confidence >= LIKELY ? 'Probably' : 'Perhaps';
}

function box({ kind, object }: Finding, key: string): Checkboxes {
  const option = { text: { type: 'plain_text', text: plain(`Post ${shortNameOf(object)}`, 75) }, value: key } as const;
  return {
    type: 'checkboxes',
    action_id: TICK_ACTION,
    options: [option],
    ...(kind === 'described' ? {} : { initial_options: [option] }),
  };
}
