/** Takes note of which objects the messages of a channel name, for the layers that are made of them; says nothing, whatever happens. */

import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import { findNamed } from '../reply/named.ts';
import { findLinks } from '../reply/unasked.ts';
import type { Deps } from './deps.ts';
import { readSaid } from './read/readable.ts';

interface Said {
  readonly ts?: unknown;
  readonly thread_ts?: unknown;
  readonly bot_id?: unknown;
  readonly user?: unknown;
}

/** Messages in which somebody says something; joins and topics name nothing. */
const SAID: ReadonlySet<unknown> = new Set([undefined, 'file_share', 'thread_broadcast', 'bot_message', 'me_message']);

/** People's messages and other bots'; an edit replaces, a deletion forgets. */
export function createMessageNote(deps: Deps): Middleware<SlackEventMiddlewareArgs<'message'>> {
  return async ({ event, context }) => {
    const { subtype, message, deleted_ts: deleted, channel } = event as unknown as Readonly<Record<string, unknown>>;
    const team = context.teamId ?? '';
    const { mentions } = deps.memory;
    await quietly(deps, async () => {
      if (subtype === 'message_deleted') {
        await mentions.note(team, String(channel), { ts: String(deleted), ids: [] });
        return;
      }
      const said = (subtype === 'message_changed' ? message : SAID.has(subtype) ? event : undefined) as
        | Said
        | undefined;
      // Bolt keeps our own messages away, but not their edits.
      if (!said || said.bot_id === context.botId || said.user === context.botUserId) return;
      const ids = findNamed(readSaid(said), deps.catalog());
      if (ids.length === 0 && subtype !== 'message_changed') return;
      await mentions.note(team, String(channel), { ts: String(said.ts), thread: threadOf(said), ids });
    });
  };
}

/** Links are heard of from everywhere, also where the bot is no member. */
export function createLinkNote(deps: Deps): Middleware<SlackEventMiddlewareArgs<'link_shared'>> {
  return async ({ event, context }) => {
    if (event.source === 'composer' || event.channel === 'COMPOSER') return;
    const catalog = deps.catalog();
    const urls = event.links.map(({ url }) => url);
    const ids = findLinks(urls, () => ({ catalog })).map(({ id }) => id);
    if (ids.length === 0) return;
    const mentioning = {
      ts: event.message_ts,
      thread: threadOf({ ts: event.message_ts, thread_ts: event.thread_ts }),
      ids,
    };
    await quietly(deps, () => deps.memory.mentions.add(context.teamId ?? '', event.channel, mentioning));
  };
}

/** The first message of a thread carries the thread's `ts` as well. */
function threadOf({ ts, thread_ts: thread }: Said): string | undefined {
  return typeof thread === 'string' && thread !== ts ? thread : undefined;
}

/** Nobody asked: nobody is to hear of a failure. */
async function quietly({ log }: Deps, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.warn({ err: error }, 'what a message names could not be remembered');
  }
}
