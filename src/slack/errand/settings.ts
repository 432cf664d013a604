/** `/attack settings`: what a channel has, to look at and to change, for the one who asks. */

import type { WebClient } from '@slack/web-api';
import type { Message } from '../../reply/blocks.ts';
import { settingsMessage } from '../../reply/views/settings/settings.ts';
import type { Deps } from '../deps.ts';
import { post } from '../out/post.ts';
import { respond } from '../out/respond.ts';
import { isDirect } from '../read/conversation.ts';
import { readLayers } from '../settings/noise.ts';
import { readPinState } from '../settings/pin-state.ts';
import type { Asked } from './errand.ts';

/** Not as a modal: it works where the bot is no member, and what is changed is told there through the same way. */
export async function runSettings(asked: Asked, deps: Deps): Promise<void> {
  const { client, team, person, channel, thread, responseUrl } = asked;
  const message = await readSettings(asked, deps);
  const place = thread === undefined ? { channel } : { channel, thread_ts: thread };
  await post(message, { ...deps, team }, (content) => {
    if (responseUrl !== undefined)
      return respond(responseUrl, content, { response_type: 'ephemeral', replace_original: false });
    return isDirect(channel)
      ? client.chat.postMessage({ ...place, ...content })
      : client.chat.postEphemeral({ ...place, user: person, ...content });
  });
}

/** The settings as they are now, as `person` sees them. */
export async function readSettings(
  { client, team, person, channel }: { client: WebClient; team: string; person: string; channel: string },
  deps: Deps,
  note?: string,
): Promise<Message> {
  const [layers, { isQuiet }, role, release] = await Promise.all([
    readLayers(deps, team, channel),
    deps.memory.settings.ofPerson(team, person),
    deps.roles.of(client, team, person),
    readPinState(team, deps),
  ]);
  const own = isDirect(channel) ? undefined : channel;
  return settingsMessage(
    { channel: own, layers, isQuiet, role, release, ...(note === undefined ? {} : { note }) },
    deps.now(),
  );
}
