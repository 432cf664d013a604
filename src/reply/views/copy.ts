/** An answer as Markdown where it can be copied: in a box of a modal, or as code in a message. */

import type { ModalView } from '@slack/types';
import { context, createMessage, LIMITS, type Message, section } from '../blocks.ts';
import { LONGEST_COPY } from '../copy.ts';
import { escapeMrkdwn } from '../text/mrkdwn.ts';

export const COPY_CALLBACK = 'copy';
/** The fence and what escapes make longer leave so much for the code. */
const ROOM = LIMITS.sectionText - 20;

/** @param markdown at most `LONGEST_COPY` characters; empty where there is nothing to copy */
export function copyView(markdown: string): ModalView {
  const frame = {
    type: 'modal',
    callback_id: COPY_CALLBACK,
    title: { type: 'plain_text', text: 'Copy as Markdown' },
  } as const;
  if (markdown === '') {
    return {
      ...frame,
      close: { type: 'plain_text', text: 'Close' },
      blocks: [section('This answer is about no ATT&amp;CK object: there is nothing to copy.')],
    };
  }
  return {
    ...frame,
    submit: { type: 'plain_text', text: 'Done' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [
      {
        type: 'input',
        block_id: 'copy',
        optional: true,
        label: { type: 'plain_text', text: 'Markdown' },
        hint: { type: 'plain_text', text: 'Click into the text, select all (Ctrl+A or ⌘A), copy (Ctrl+C or ⌘C).' },
        element: {
          type: 'plain_text_input',
          action_id: 'copy',
          multiline: true,
          max_length: LONGEST_COPY,
          initial_value: markdown,
        },
      },
    ],
  };
}

/** Where no modal opens any more. */
export function copyMessage(markdown: string): Message {
  if (markdown === '')
    return createMessage([section('This answer is about no ATT&amp;CK object: there is nothing to copy.')]);
  // Code ends at the first three backticks: a zero-width space between them does not.
  const code = escapeMrkdwn(markdown.replaceAll('```', '`\u200b`\u200b`'));
  const cut = code.length <= ROOM ? code : code.slice(0, code.lastIndexOf('\n', ROOM));
  return createMessage([section(`\`\`\`\n${cut}\n\`\`\``), context('Copy as Markdown. Only you see this.')]);
}
