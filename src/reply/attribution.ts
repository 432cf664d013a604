/** Who shared an answer or posted it: said beneath it, and read again from there when a press draws the answer anew. */

import type { ContextBlock } from '@slack/types';
import { context } from './blocks.ts';

/** Slack's ids of people. */
export interface Attribution {
  /** Who shares an answer that was theirs alone. */
  readonly sharedBy?: string;
  /** Who found it in the message that it is posted beneath. */
  readonly foundBy?: string;
}

const LINES: Readonly<Record<keyof Attribution, string>> = {
  sharedBy: 'Shared by ',
  foundBy: 'From this message, posted by ',
};
const PERSON = /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/;

export function attributionRows(attribution: Attribution): readonly ContextBlock[] {
  return namesOf(LINES).flatMap((name) => {
    const person = attribution[name];
    return person === undefined ? [] : [context(`${LINES[name]}<@${person}>`)];
  });
}

/** @param blocks of a message of ours, as Slack gives them back: what a feed or a person wrote has no mention in it */
export function readAttribution(blocks: unknown): Attribution {
  const lines = (Array.isArray(blocks) ? blocks : []).flatMap(({ type, elements }: Partial<ContextBlock>) =>
    type === 'context' && elements?.length === 1 && elements[0]?.type === 'mrkdwn' ? [elements[0].text] : [],
  );
  return Object.fromEntries(
    namesOf(LINES).flatMap((name) => {
      const line = lines.find((one) => one.startsWith(LINES[name]));
      const person = line === undefined ? undefined : PERSON.exec(line.slice(LINES[name].length))?.[1];
      return person === undefined ? [] : [[name, person] as const];
    }),
  );
}

function namesOf(lines: typeof LINES): readonly (keyof Attribution)[] {
  return Object.keys(lines) as (keyof Attribution)[];
}
