/** What stands beside the file that tells all that changed, and what its asker reads once it is there. */

import { createMessage, type Message, section } from '../../blocks.ts';
import type { ReportFile } from '../../changes/report.ts';
import { cutMrkdwn } from '../../text/mrkdwn.ts';

/** In UTF-16 units. */
const LONGEST_COMMENT = 2500;

/** Mrkdwn. */
export function reportComment({ summary }: ReportFile, person: string): string {
  return cutMrkdwn(`${summary}\nAll of it is in the file, asked for by <@${person}>.`, LONGEST_COMMENT);
}

export function reportUploaded({ filename }: ReportFile): Message {
  return createMessage([section(`Uploaded here, for all to see: \`${filename}\``)]);
}
