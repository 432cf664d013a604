/** Where a failed answer ends: the asker hears what failed, why and what helps, with a reference; the log gets the cause. */

import type { ViewsOpenArguments, WebClient } from '@slack/web-api';
import type { Message } from '../../reply/blocks.ts';
import { unmark } from '../../reply/text/unmark.ts';
import { apologize } from '../../reply/views/apology.ts';
import { currentReference, note } from '../../request.ts';
import type { Deps } from '../deps.ts';
import { causeOf } from './cause.ts';
import { describeFailed } from './failed.ts';
import { type Content, type Outlet, post } from './post.ts';
import { respond } from './respond.ts';

interface Failure {
  readonly error: Error;
  /** The payload that was not answered. */
  readonly body: object & { readonly type?: string };
}

type Event = Readonly<
  Record<'type' | 'channel' | 'channel_type' | 'hidden' | 'ts' | 'thread_ts' | 'trigger_id', unknown>
>;

type Tell = (apology: Message) => Promise<unknown>;

const TITLE = 'That failed';

/** For Bolt's `app.error`. */
export function createErrorHandler(
  { log, memory }: Pick<Deps, 'log' | 'memory'>,
  client: WebClient,
): (failure: Failure) => Promise<void> {
  return async ({ error, body }) => {
    const reference = currentReference();
    note({ outcome: 'failed' });
    const cause = causeOf(error);
    log.error({ err: error, reference, kind: body.type ?? 'command', cause: cause.kind }, 'an answer failed');
    const tell = findAsker(body, client, { log, memory, team: '' });
    if (!tell) return;
    await tell(apologize({ asked: describeFailed(body), cause, reference })).catch((failure: unknown) => {
      log.warn({ err: failure, reference }, 'nor could the asker be told');
    });
  };
}

/** The way to whoever waits for the answer; undefined for links, bare IDs and edits: where nobody asked, nobody hears of it. */
function findAsker(body: object, client: WebClient, outlet: Outlet): Tell | undefined {
  const { response_url: url, event, trigger_id: trigger, user } = body as Readonly<Record<string, unknown>>;
  if (typeof url === 'string') {
    const placement = { response_type: 'ephemeral', replace_original: false } as const;
    return (apology) => post(apology, outlet, (content) => respond(url, content, placement));
  }
  // A shortcut, or what was done in a modal or on the Home tab: no place to write to but a modal, or else to the person themselves.
  if (typeof trigger === 'string')
    return async (apology) => {
      try {
        await client.views.open({ trigger_id: trigger, view: toModal(apology) });
      } catch (error) {
        const { id } = Object(user) as { readonly id?: unknown };
        if (typeof id !== 'string') throw error;
        await post(apology, outlet, (content) => client.chat.postMessage({ channel: id, ...content }));
      }
    };
  return event === undefined ? undefined : findSpeaker(event as Event, client, outlet);
}

function findSpeaker(event: Event, client: WebClient, outlet: Outlet): Tell | undefined {
  if (event.type === 'entity_details_requested') {
    const trigger_id = String(event.trigger_id);
    return ({ text }) =>
      client.entity.presentDetails({
        trigger_id,
        error: { status: 'custom', custom_title: TITLE, custom_message: unmark(text) },
      });
  }
  const isMention = event.type === 'app_mention';
  const isDirect = event.type === 'message' && event.channel_type === 'im' && event.hidden !== true;
  if (!isMention && !isDirect) return undefined;
  const channel = String(event.channel);
  const thread = event.thread_ts ?? (isMention ? event.ts : undefined);
  const place = thread === undefined ? { channel } : { channel, thread_ts: String(thread) };
  const send = (content: Content) => client.chat.postMessage({ ...place, ...content });
  return (apology) => post(apology, outlet, send);
}

function toModal({ blocks }: Message): ViewsOpenArguments['view'] {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: TITLE, emoji: false },
    close: { type: 'plain_text', text: 'Close', emoji: false },
    blocks: [...blocks],
  };
}
