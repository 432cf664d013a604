/** Links to attack.mitre.org unfurl, in messages and while they are being written. */

import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { findLinks, type LinkedObject, previewLinks } from '../reply/unasked.ts';
import type { Deps } from './deps.ts';
import { reasonOf } from './out/post.ts';
import { retryAfter, unfurl, unfurlObjects } from './out/unfurl.ts';
import { isDirect } from './read/conversation.ts';
import { readNoise, type Showing, type Shown } from './settings/noise.ts';

type LinkShared = SlackEventMiddlewareArgs<'link_shared'>['event'];

/** The message is gone or hidden by now, previews are switched off there, or Slack takes no more for long: nobody waits for an answer. */
const TOO_LATE = new Set([
  'ratelimited',
  'cannot_unfurl_message',
  'cannot_find_channel',
  'cannot_find_message',
  'missing_unfurl_id',
  'cannot_unfurl_url',
]);

/**
 * @param client see `unfurl`
 * @param workObjects whether previews are Work Objects
 */
export function createLink(
  deps: Deps,
  shown: Shown,
  client: WebClient,
  workObjects: boolean,
): Middleware<SlackEventMiddlewareArgs<'link_shared'>> {
  return async ({ event, context }) => {
    const known = deps.catalog();
    const team = context.teamId ?? '';
    const showing = { team, channel: event.channel, ts: event.message_ts };
    const linked = findLinks(
      event.links.map(({ url }) => url),
      known,
    );
    const links = await findWanted(linked, event, showing, deps, shown);
    if (links.length === 0) return;
    const previews = previewLinks(links, linked.length, known, { now: deps.now(), isPrivate: false });
    const ids = isComposed(event) || isToBot(event) ? [] : links.map(({ id }) => id);
    shown.add(ids, showing);
    try {
      const send = workObjects ? unfurlObjects : unfurl;
      await send(client, targetOf(event), previews, { ...deps, team });
    } catch (error) {
      shown.forget(showing, ids);
      const reason = reasonOf(error);
      const isLate = retryAfter(error) !== undefined || (reason !== undefined && TOO_LATE.has(reason));
      if (!isLate) throw error;
      deps.log.info({ reason: reason ?? 'too many calls' }, 'a link preview came too late');
    }
  };
}

/** What the channel and the author want previewed. In the box nothing counts as shown: only its author sees it. */
async function findWanted(
  links: readonly LinkedObject[],
  event: LinkShared,
  showing: Showing,
  deps: Deps,
  shown: Shown,
): Promise<readonly LinkedObject[]> {
  const { team, channel } = showing;
  if (links.length === 0 || isToBot(event)) return links;
  const [{ noise, coolDown }, { isQuiet }] = await Promise.all([
    readNoise(deps, team, isComposed(event) ? undefined : channel),
    deps.memory.settings.ofPerson(team, event.user),
  ]);
  if (noise === 'off' || isQuiet) return [];
  return isComposed(event) ? links : links.filter(({ id }) => !shown.isRecent(id, showing, coolDown));
}

/** Its channel is the word COMPOSER, and its timestamp is none. */
function isComposed({ source, channel }: LinkShared): boolean {
  return source === 'composer' || channel === 'COMPOSER';
}

/** A link that is sent to the bot itself is a question: its preview is the answer. */
function isToBot({ channel, is_bot_user_member: isMember }: LinkShared): boolean {
  return isMember && isDirect(channel);
}

/** What is being composed has an `unfurl_id` only. */
function targetOf({ source, unfurl_id: id, channel, message_ts: ts }: LinkShared) {
  if (id !== undefined && (source === 'composer' || source === 'conversations_history'))
    return { source, unfurl_id: id } as const;
  return { channel, ts };
}
