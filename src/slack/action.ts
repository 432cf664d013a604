/** A button or a menu: its question is answered in place, apart for the one who pressed it, or shared with everybody. */

import type { BlockAction, BlockElementAction, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { type Attribution, readAttribution } from '../reply/attribution.ts';
import { isAnsweredApart } from '../reply/blocks.ts';
import { type Answerable, isErrand } from '../reply/question.ts';
import { loadingMessage } from '../reply/views/release.ts';
import { note } from '../request.ts';
import type { Deps } from './deps.ts';
import { type Asked, runErrand } from './errand/errand.ts';
import { answerTo } from './ground.ts';
import { post } from './out/post.ts';
import { type Placement, respond } from './out/respond.ts';
import { unfurl } from './out/unfurl.ts';
import { isDirect } from './read/conversation.ts';
import { readPressed } from './read/pressed.ts';
import { remember } from './remember.ts';

const ASIDE: Placement = { response_type: 'ephemeral', replace_original: false };

/** @param unfurlClient for buttons in link previews, which have no response URL that could replace them */
export function createAction(deps: Deps, unfurlClient: WebClient): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return async ({ action, body, ack, client, context }) => {
    await ack();
    // What was pressed is ours, but may be from an older version of the bot.
    const question = readPressed(action) ?? { kind: 'help' };
    const team = context.teamId ?? '';
    if (isErrand(question)) return runErrand(question, askedBy(body, team, client), deps);
    note({ kind: question.kind });
    const { isShared, isApart, isPrivate } = chooseManner(question, action, body);
    const by = isShared ? { sharedBy: body.user.id } : isApart ? {} : attributionOf(body);
    const asking = { team, now: deps.now(), isPrivate, ...by };
    const isInPlace = !isShared && !isApart;
    // What was pressed stands until the answer takes its place.
    const message = await answerTo(question, asking, deps, (release) =>
      post(loadingMessage(release, isInPlace ? 'pressed' : 'beneath'), { ...deps, team }, (content) =>
        respond(body.response_url, content, { ...ASIDE, ...threadOf(body) }),
      ),
    );
    note(message.course);
    const { type, channel_id: channel, message_ts: ts, app_unfurl_url: url } = body.container;
    if (type === 'message_attachment' && !isApart)
      return unfurl(unfurlClient, { channel, ts }, new Map([[url, message]]), { ...deps, team });
    const placement: Placement = {
      response_type: isPrivate ? 'ephemeral' : 'in_channel',
      replace_original: isInPlace,
      ...(isApart ? threadOf(body) : {}),
    };
    await post(message, { ...deps, team }, (content) => respond(body.response_url, content, placement));
    if (question.kind === 'open') await remember(message.shows, { team, person: body.user.id }, deps);
  };
}

/** Who sees the answer, and whether it leaves standing what was pressed. */
function chooseManner(question: Answerable, action: BlockElementAction, body: BlockAction) {
  const isShared = question.kind === 'share';
  const isEphemeral = body.container.is_ephemeral === true;
  const isAlone = body.channel !== undefined && isDirect(body.channel.id);
  const isOwn = isEphemeral || isAlone;
  // A list that all can see stays for the others: what one of them opens is theirs alone. A list with a menu stays to be read on.
  const isOpening = question.kind === 'open' || (question.kind === 'diff' && action.type === 'static_select');
  const isApart = isAnsweredApart(action.action_id) || (isOpening && (!isOwn || action.type === 'static_select'));
  const isPrivate = (isApart && !isAlone) || (!isShared && isEphemeral);
  return { isShared, isApart, isPrivate };
}

/** What is drawn anew stays somebody's. A preview stands in a message that is not ours. */
function attributionOf({ container, message }: BlockAction): Attribution {
  return container.type === 'message' ? readAttribution(message?.blocks) : {};
}

function threadOf({ container }: BlockAction): Pick<Placement, 'thread_ts'> {
  return typeof container.thread_ts === 'string' ? { thread_ts: container.thread_ts } : {};
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
    ...(channel === undefined ? {} : { channelName: channel.name }),
    ...(thread === undefined ? {} : { thread }),
  };
}
