/** A button: its question is answered in place, apart for the one who pressed it, or shared with everybody. */

import type { BlockAction, ButtonAction, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { decodeQuestion, isErrand } from '../reply/question.ts';
import { reply } from '../reply/reply.ts';
import type { Deps } from './deps.ts';
import { type Asked, runErrand } from './errand.ts';
import { post } from './post.ts';
import { respond } from './respond.ts';
import { unfurl } from './unfurl.ts';

type ButtonPress = SlackActionMiddlewareArgs<BlockAction<ButtonAction>>;

/** @param unfurlClient for buttons in link previews, which have no response URL that could replace them */
export function createAction(deps: Deps, unfurlClient: WebClient): Middleware<ButtonPress> {
  return async ({ action, body, ack, client, context }) => {
    await ack();
    // The value is ours, but may be from an older version of the bot.
    const question = decodeQuestion(action.value ?? '') ?? { kind: 'help' };
    const team = context.teamId ?? '';
    if (isErrand(question)) return runErrand(question, askedBy(body, team, client), deps);
    const isShared = question.kind === 'share';
    const isOwn = body.container.is_ephemeral === true || isDirect(body);
    // A list that all can see stays for the others: what one of them opens is theirs alone.
    const isApart = question.kind === 'open' && !isOwn;
    const isPrivate = isApart || (!isShared && body.container.is_ephemeral === true);
    const sharedBy = isShared ? { sharedBy: body.user.id } : {};
    const message = reply(question, deps.catalog(), { now: deps.now(), isPrivate, ...sharedBy });
    const { type, channel_id: channel, message_ts: ts, app_unfurl_url: url } = body.container;
    if (type === 'message_attachment')
      return unfurl(unfurlClient, { channel, ts }, new Map([[url, message]]), { ...deps, team });
    const placement = {
      response_type: isPrivate ? 'ephemeral' : 'in_channel',
      replace_original: !isShared && !isApart,
      ...(isApart && typeof body.container.thread_ts === 'string' ? { thread_ts: body.container.thread_ts } : {}),
    } as const;
    await post(message, { ...deps, team }, (content) => respond(body.response_url, content, placement));
  };
}

function askedBy(
  { user, container, channel, view, trigger_id: triggerId, response_url: responseUrl }: BlockAction,
  team: string,
  client: WebClient,
): Asked {
  const thread = container.thread_ts as string | undefined;
  return {
    client,
    team,
    person: user.id,
    channel: channel?.id ?? String(container.channel_id),
    triggerId,
    responseUrl,
    isInModal: view?.type === 'modal',
    ...(channel === undefined ? {} : { channelName: channel.name }),
    ...(thread === undefined ? {} : { thread }),
  };
}

/** The ids of direct messages begin with D (docs.slack.dev/reference/objects/conversation-object). */
function isDirect({ channel }: BlockAction): boolean {
  return channel?.id.startsWith('D') === true;
}
