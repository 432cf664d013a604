/** Where a failed answer ends: the asker gets a short apology with a reference, the log gets the cause. */

import { randomUUID } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import { apologize } from '../reply/views/apology.ts';
import type { Deps } from './deps.ts';
import { type Content, post } from './post.ts';
import { respond } from './respond.ts';

interface Failure {
  readonly error: Error;
  /** The payload that was not answered. */
  readonly body: object & { readonly type?: string };
}

type Asked = Readonly<Record<'type' | 'channel' | 'channel_type' | 'hidden' | 'ts' | 'thread_ts', unknown>>;

/** For Bolt's `app.error`. */
export function createErrorHandler({ log, memory }: Deps, client: WebClient): (failure: Failure) => Promise<void> {
  return async ({ error, body }) => {
    const reference = randomUUID().slice(0, 8);
    log.error({ err: error, reference, kind: body.type ?? 'command' }, 'an answer failed');
    const tell = findAsker(body, client);
    await (tell && post(apologize(reference), { log, memory, team: '' }, tell))?.catch((failure: unknown) => {
      log.warn({ err: failure, reference }, 'nor could the asker be told');
    });
  };
}

/** The way to whoever waits for the answer; undefined for links, bare IDs and edits: where nobody asked, nobody hears of it. */
function findAsker(body: object, client: WebClient): ((content: Content) => Promise<unknown>) | undefined {
  const { response_url: url, event } = body as { response_url?: unknown; event?: Asked };
  if (typeof url === 'string') {
    const placement = { response_type: 'ephemeral', replace_original: false } as const;
    return (content) => respond(url, content, placement);
  }
  const isMention = event?.type === 'app_mention';
  const isDirect = event?.type === 'message' && event.channel_type === 'im' && event.hidden !== true;
  if (!isMention && !isDirect) return undefined;
  const channel = String(event.channel);
  const thread = event.thread_ts ?? (isMention ? event.ts : undefined);
  const place = thread === undefined ? { channel } : { channel, thread_ts: String(thread) };
  return (content) => client.chat.postMessage({ ...place, ...content });
}
