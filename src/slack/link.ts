/** Links to attack.mitre.org unfurl, in messages and while they are being written. */

import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { previewLink } from '../reply/unasked.ts';
import type { Deps } from './deps.ts';
import { reasonOf } from './post.ts';
import { retryAfter, unfurl, unfurlObjects } from './unfurl.ts';

type LinkShared = SlackEventMiddlewareArgs<'link_shared'>['event'];

/** The message is gone or hidden by now, or previews are switched off there: nobody waits for an answer. */
const TOO_LATE = new Set([
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
  client: WebClient,
  workObjects: boolean,
): Middleware<SlackEventMiddlewareArgs<'link_shared'>> {
  return async ({ event, context }) => {
    const known = deps.catalog();
    const previews = event.links.flatMap(({ url }) => {
      const preview = previewLink(url, known, { now: deps.now(), isPrivate: false });
      return preview ? [[url, preview] as const] : [];
    });
    if (previews.length === 0) return;
    try {
      const send = workObjects ? unfurlObjects : unfurl;
      await send(client, targetOf(event), new Map(previews), { ...deps, team: context.teamId ?? '' });
    } catch (error) {
      const reason = reasonOf(error);
      const isLate = retryAfter(error) !== undefined || (reason !== undefined && TOO_LATE.has(reason));
      if (!isLate) throw error;
      deps.log.info({ reason: reason ?? 'too many calls' }, 'a link preview came too late');
    }
  };
}

/** What is being composed has an `unfurl_id` only: its channel is the word COMPOSER and its timestamp is none. */
function targetOf({ source, unfurl_id: id, channel, message_ts: ts }: LinkShared) {
  if (id !== undefined && (source === 'composer' || source === 'conversations_history'))
    return { source, unfurl_id: id } as const;
  return { channel, ts };
}
