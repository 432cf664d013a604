/** The message shortcut "Find ATT&CK techniques": a modal of what the message is about, and what is ticked there goes to its thread. */

import { setTimeout as sleep } from 'node:timers/promises';
import type {
  MessageShortcut,
  Middleware,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewOutput,
  ViewSubmitAction,
} from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Message } from '../reply/blocks.ts';
import { findInMessage } from '../reply/found.ts';
import { reply } from '../reply/reply.ts';
import {
  askToTick,
  foundView,
  notPosted,
  notPostedView,
  outdatedView,
  type PostObstacle,
  postedView,
  postingView,
  TICK_ACTION,
} from '../reply/views/found.ts';
import { currentReference, note } from '../request.ts';
import type { Deps } from './deps.ts';
import { groundOf } from './ground.ts';
import { post } from './out/post.ts';
import { isOutside, reasonOf } from './out/reason.ts';
import { respond, URL_LIFETIME } from './out/respond.ts';
import { inTime } from './out/views.ts';
import { readShown } from './read/readable.ts';
import { readTyped } from './read/text.ts';

/** The message that was pointed at; travels with the modal as its metadata. */
interface Origin {
  readonly channel: string;
  /** The `ts` of its thread: its own where it stands in none. */
  readonly thread: string;
  readonly responseUrl: string;
  /** In ms since 1970. */
  readonly at: number;
}

/** In the manifest too. */
export const FOUND_SHORTCUT = 'find_techniques';

/** In ms: Slack takes the answer to a submission for three seconds. */
const SOON = 2000;

export function createFoundShortcut(deps: Deps): Middleware<SlackShortcutMiddlewareArgs<MessageShortcut>> {
  return async ({ shortcut, ack, client, context }) => {
    await ack();
    const { message, channel, message_ts: ts, response_url: responseUrl, trigger_id: trigger } = shortcut;
    const { catalog: known } = await groundOf(context.teamId ?? '', deps);
    const mrkdwn = readShown(message);
    const typed = readTyped(mrkdwn);
    const thread = typeof message.thread_ts === 'string' ? message.thread_ts : ts;
    const origin: Origin = { channel: channel.id, thread, responseUrl, at: deps.now() };
    const view = foundView(findInMessage({ mrkdwn, typed }, known), typed, known, JSON.stringify(origin));
    await client.views.open({ trigger_id: trigger, view });
  };
}

/** Closes the modal once all is posted, and says in it what went wrong; says that it is busy where Slack is slow. */
export function createFoundSubmission(deps: Deps): Middleware<SlackViewMiddlewareArgs<ViewSubmitAction>> {
  return async ({ ack, body, view, client, context }) => {
    const terms = readTicked(view);
    if (terms.length === 0)
      return ack({ response_action: 'update', view: askToTick(view.blocks, view.private_metadata) });
    const origin = readOrigin(view.private_metadata);
    if (!origin) return ack({ response_action: 'update', view: outdatedView() });
    const team = context.teamId ?? '';
    const { catalog, vantage } = await groundOf(team, deps);
    const asking = { now: deps.now(), isPrivate: false, foundBy: body.user.id, vantage };
    const message = reply({ kind: 'lookup', terms }, catalog, asking);
    const posting = postAll(message, origin, client, team, deps);
    const soon = await Promise.race([posting, sleep(SOON, 'busy' as const)]);
    if (soon === 'posted') return ack();
    if (soon !== 'busy') return ack({ response_action: 'update', view: notPostedView(soon.obstacle, soon.reference) });
    await ack({ response_action: 'update', view: postingView() });
    const late = await posting;
    const end = late === 'posted' ? postedView() : notPostedView(late.obstacle, late.reference);
    const isSeen = await inTime(() => client.views.update({ view_id: view.id, view: end }), deps.log);
    if (isSeen || late === 'posted') return;
    // Who has closed the modal hears of a failure in the conversation.
    const placement = { response_type: 'ephemeral', replace_original: false } as const;
    await post(notPosted(late.obstacle, late.reference), { ...deps, team }, (content) =>
      respond(origin.responseUrl, content, placement),
    );
  };
}

/** @returns undefined for what this version of the bot has not written */
function readOrigin(metadata: string): Origin | undefined {
  try {
    const { channel, thread, responseUrl, at } = Object(JSON.parse(metadata)) as Readonly<Record<string, unknown>>;
    return typeof channel === 'string' &&
      typeof thread === 'string' &&
      typeof responseUrl === 'string' &&
      typeof at === 'number'
      ? { channel, thread, responseUrl, at }
      : undefined;
  } catch {
    return undefined;
  }
}

/** From top to bottom. */
function readTicked({ blocks, state }: ViewOutput): readonly string[] {
  return blocks.flatMap(({ block_id: id = '' }) =>
    (state.values[id]?.[TICK_ACTION]?.selected_options ?? []).map(({ value }) => value),
  );
}

type Outcome = 'posted' | { readonly obstacle: PostObstacle; readonly reference: string };

/** Never rejects: whatever fails is told in the modal. */
async function postAll(
  message: Message,
  { channel, thread, responseUrl, at }: Origin,
  client: WebClient,
  team: string,
  { memory, log, now }: Deps,
): Promise<Outcome> {
  const outlet = { team, memory, log };
  const refuse = (obstacle: PostObstacle, error: unknown) => {
    const reference = currentReference();
    note({ outcome: 'failed' });
    log.error({ err: error, reference }, 'what was found in a message could not be posted');
    return { obstacle, reference };
  };
  try {
    await post(message, outlet, (content) => client.chat.postMessage({ channel, thread_ts: thread, ...content }));
    return 'posted';
  } catch (error) {
    if (!isOutside(error)) return refuse(obstacleOf(error), error);
  }
  const placement = { response_type: 'in_channel', replace_original: false, thread_ts: thread } as const;
  try {
    await post(message, outlet, (content) => respond(responseUrl, content, placement));
    return 'posted';
  } catch (error) {
    return refuse(now() - at >= URL_LIFETIME ? 'too late' : 'not taken', error);
  }
}

/** `restricted_action` has a dozen forms (docs.slack.dev/reference/methods/chat.postMessage). */
function obstacleOf(error: unknown): PostObstacle {
  const reason = reasonOf(error) ?? '';
  if (/^(?:thread|message)_not_found$/.test(reason)) return 'gone';
  return /^(?:is_archived|restricted_action|cannot_reply_to_message)/.test(reason) ? 'not allowed' : 'failed';
}
