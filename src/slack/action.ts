/** A button or a menu: its question is answered in place, apart for the one who pressed it, or shared with everybody. */

import type { BlockAction, ButtonAction, Middleware, SlackActionMiddlewareArgs, StaticSelectAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { decodeQuestion, isErrand, type Question } from '../reply/question.ts';
import { reply } from '../reply/reply.ts';
import { readOption } from '../reply/selects.ts';
import type { Deps } from './deps.ts';
import { type Asked, runErrand } from './errand.ts';
import { post } from './post.ts';
import { respond } from './respond.ts';
import { unfurl } from './unfurl.ts';

export type Press = BlockAction<ButtonAction | StaticSelectAction>;

/** @param unfurlClient for buttons in link previews, which have no response URL that could replace them */
export function createAction(deps: Deps, unfurlClient: WebClient): Middleware<SlackActionMiddlewareArgs<Press>> {
  return async ({ action, body, ack, client, context }) => {
    await ack();
    // What was pressed is ours, but may be from an older version of the bot.
    const question = readPressed(action) ?? { kind: 'help' };
    const team = context.teamId ?? '';
    if (isErrand(question)) return runErrand(question, askedBy(body, team, client), deps);
    const isShared = question.kind === 'share';
    const isOwn = body.container.is_ephemeral === true || isDirect(body);
    // A list that all can see stays for the others: what one of them opens is theirs alone. A list with a menu stays to be read on.
    const isApart = question.kind === 'open' && (!isOwn || action.type === 'static_select');
    const isPrivate = (isApart && !isDirect(body)) || (!isShared && body.container.is_ephemeral === true);
    const sharedBy = isShared ? { sharedBy: body.user.id } : {};
    const message = reply(question, deps.catalog(), { now: deps.now(), isPrivate, ...sharedBy });
    const { type, channel_id: channel, message_ts: ts, app_unfurl_url: url } = body.container;
    if (type === 'message_attachment' && !isApart)
      return unfurl(unfurlClient, { channel, ts }, new Map([[url, message]]), { ...deps, team });
    const placement = {
      response_type: isPrivate ? 'ephemeral' : 'in_channel',
      replace_original: !isShared && !isApart,
      ...(isApart && typeof body.container.thread_ts === 'string' ? { thread_ts: body.container.thread_ts } : {}),
    } as const;
    await post(message, { ...deps, team }, (content) => respond(body.response_url, content, placement));
  };
}

function readPressed(action: ButtonAction | StaticSelectAction): Question | undefined {
  switch (action.type) {
    case 'button':
      return decodeQuestion(action.value ?? '');
    case 'static_select':
      return readOption(action.action_id, action.selected_option.value);
  }
}

function askedBy(
  { user, container, channel, trigger_id: triggerId, response_url: responseUrl }: BlockAction,
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
    ...(thread === undefined ? {} : { thread }),
  };
}

/** The ids of direct messages begin with D (docs.slack.dev/reference/objects/conversation-object). */
function isDirect({ channel }: BlockAction): boolean {
  return channel?.id.startsWith('D') === true;
}
