/** What a person reads when a file could not be uploaded. */

import { context, createMessage, type Message, section } from '../blocks.ts';

/** Why an upload failed: what can be done about it is another thing each time. */
export type UploadObstacle = 'no scope' | 'no member' | 'refused';

/**
 * @param what mrkdwn: what was not uploaded, such as "The layer"
 * @param reference stands in the log beside the cause
 */
export function uploadRefused(what: string, obstacle: UploadObstacle, reference: string): Message {
  return createMessage([
    section(`*${what} was not uploaded.* ${adviseOn(obstacle)}`),
    context(`Reference \`${reference}\``),
  ]);
}

function adviseOn(obstacle: UploadObstacle): string {
  switch (obstacle) {
    case 'no scope':
      return 'I may not upload files here: an administrator declined the permission `files:write` when I was installed. Whoever manages apps in this workspace can grant it and reinstall me.';
    case 'no member':
      return 'I am not in this channel, and Slack takes files of members only. Type `/invite @ATT&amp;CK`, then ask again.';
    case 'refused':
      return 'Slack refused it. Please try again; if it fails again, quote the reference to whoever runs this bot.';
  }
}
