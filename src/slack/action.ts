/** A button: its question is answered in place, apart for the one who pressed it, or shared with everybody. */

import type { BlockAction, ButtonAction, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { decodeQuestion } from '../reply/question.ts';
import { reply } from '../reply/reply.ts';
import type { Deps } from './deps.ts';
import { post } from './post.ts';
import { respond } from './respond.ts';
import { unfurl } from './unfurl.ts';

type ButtonPress = SlackActionMiddlewareArgs<BlockAction<ButtonAction>>;

/** @param unfurlClient for buttons in link previews, which have no response URL that could replace them */
export function createAction({ catalog, log, now }: Deps, unfurlClient: WebClient): Middleware<ButtonPress> {
  return async ({ action, body, ack }) => {
    await ack();
    // The value is ours, but may be from an older version of the bot.
    const question = decodeQuestion(action.value ?? '') ?? { kind: 'help' };
    const isShared = question.kind === 'share';
    const isOwn = body.container.is_ephemeral === true || isDirect(body);
    // A list that all can see stays for the others: what one of them opens is theirs alone.
    const isApart = question.kind === 'open' && !isOwn;
    const isPrivate = isApart || (!isShared && body.container.is_ephemeral === true);
    const sharedBy = isShared ? { sharedBy: body.user.id } : {};
    const message = reply(question, catalog(), { now: now(), isPrivate, ...sharedBy });
    const { type, channel_id: channel, message_ts: ts, app_unfurl_url: url } = body.container;
    if (type === 'message_attachment') return unfurl(unfurlClient, { channel, ts }, new Map([[url, message]]), log);
    const placement = {
      response_type: isPrivate ? 'ephemeral' : 'in_channel',
      replace_original: !isShared && !isApart,
      ...(isApart && typeof body.container.thread_ts === 'string' ? { thread_ts: body.container.thread_ts } : {}),
    } as const;
    await post(message, log, (content) => respond(body.response_url, content, placement));
  };
}

/** The ids of direct messages begin with D (docs.slack.dev/reference/objects/conversation-object). */
function isDirect({ channel }: BlockAction): boolean {
  return channel?.id.startsWith('D') === true;
}
