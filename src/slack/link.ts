/** Links to attack.mitre.org unfurl, in messages and while they are being written. */

import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { LinkUnfurls, WebClient } from '@slack/web-api';
import { type Preview, previewLink } from '../reply/unasked.ts';
import type { Deps } from './deps.ts';
import { isRefusal, reasonOf } from './post.ts';

type LinkShared = SlackEventMiddlewareArgs<'link_shared'>['event'];

/** The message is gone or hidden by now, or previews are switched off there: nobody waits for an answer. */
const TOO_LATE = new Set([
  'cannot_unfurl_message',
  'cannot_find_channel',
  'cannot_find_message',
  'missing_unfurl_id',
  'cannot_unfurl_url',
]);

/** @param client one with short time-outs: a preview that comes late is worse than none */
export function createLink(
  { catalog, log, now }: Deps,
  client: WebClient,
): Middleware<SlackEventMiddlewareArgs<'link_shared'>> {
  return async ({ event }) => {
    const known = catalog();
    const previews = event.links.flatMap(({ url }) => {
      const preview = previewLink(url, known, { now: now(), isPrivate: false });
      return preview ? [{ url, preview }] : [];
    });
    if (previews.length === 0) return;
    const unfurl = (write: (preview: Preview) => LinkUnfurls[string]) => {
      const unfurls = Object.fromEntries(previews.map(({ url, preview }) => [url, write(preview)]));
      return client.chat.unfurl({ ...targetOf(event), unfurls });
    };
    try {
      await unfurl(writeBlocks).catch((error: unknown) => {
        if (!isRefusal(error)) throw error;
        log.error({ err: error }, 'Slack refused the blocks of a link preview; sent as text');
        return unfurl(({ text }) => ({ text, mrkdwn_in: ['text'] }));
      });
    } catch (error) {
      if (!TOO_LATE.has(reasonOf(error) ?? '')) throw error;
      log.info({ reason: reasonOf(error) }, 'a link preview came too late');
    }
  };
}

/** `preview` is what the box shows in which the link is being written. */
function writeBlocks({ blocks, text, title }: Preview): LinkUnfurls[string] {
  return { blocks: [...blocks], fallback: text, preview: { title: { type: 'plain_text', text: title } } };
}

/** What is being composed has an `unfurl_id` only: its channel is the word COMPOSER and its timestamp is none. */
function targetOf({ source, unfurl_id: id, channel, message_ts: ts }: LinkShared) {
  if (id !== undefined && (source === 'composer' || source === 'conversations_history'))
    return { source, unfurl_id: id } as const;
  return { channel, ts };
}
