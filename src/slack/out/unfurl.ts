/** `chat.unfurl` for people who are reading on: in time or not at all, and as text where Slack refuses the blocks. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { LinkUnfurls, WebClient } from '@slack/web-api';
import type { Message } from '../../reply/blocks.ts';
import type { Preview } from '../../reply/unasked.ts';
import { askedWait } from './asked-wait.ts';
import { causeOf } from './cause.ts';
import { type Outlet, offer } from './post.ts';
import { reasonOf } from './reason.ts';

/** The message with the links, or the box in which they are being written. */
type Target =
  | { readonly channel: string; readonly ts: string }
  | { readonly source: 'composer' | 'conversations_history'; readonly unfurl_id: string };

/** By the address as it was posted. `title` is what the box shows in which the link is being written. */
export type Previews = ReadonlyMap<string, PreviewMessage>;

type PreviewMessage = Message & { readonly title?: string };

/** What a workspace that takes none is remembered by. */
const WORK_OBJECT = 'work object';
/** In ms, the longest that Slack may ask for: a preview that comes later is worse than none. */
const LATEST = 30_000;

/**
 * @param client one that leaves the waiting to us when Slack asks for it (`rejectRateLimitedCalls`)
 * @throws Slack's error, also that of too many calls when it asks for too long a pause
 */
export async function unfurl(client: WebClient, target: Target, previews: Previews, outlet: Outlet): Promise<void> {
  const addressed = [...previews].map(([url, preview]) => ({ ...preview, url }));
  await offer(addressed, outlet, (versions) => {
    const unfurls = Object.fromEntries(versions.map((version) => [version.url, writePreview(version)]));
    return inTime(() => client.chat.unfurl({ ...target, unfurls }));
  });
}

/**
 * Previews as Work Objects; as blocks where this workspace's Slack refuses these, now or before.
 *
 * @throws as `unfurl` does
 */
export async function unfurlObjects(
  client: WebClient,
  target: Target,
  previews: ReadonlyMap<string, Preview>,
  outlet: Outlet,
): Promise<void> {
  const { team, memory, log } = outlet;
  if ((await memory.refusals.of(team)).has(WORK_OBJECT)) return unfurl(client, target, previews, outlet);
  const entities = [...previews.values()].flatMap(({ entity }) => entity?.() ?? []);
  if (entities.length < previews.size) return unfurl(client, target, previews, outlet);
  try {
    await inTime(() => client.chat.unfurl({ ...target, metadata: { entities } }));
  } catch (error) {
    if (reasonOf(error) === undefined) throw error;
    await unfurl(client, target, previews, outlet);
    // Only what is taken as blocks proves that it was they; on a bad day of Slack's it may have been anything.
    if (causeOf(error).kind === 'refused') await memory.refusals.add(team, WORK_OBJECT);
    log.warn({ err: error }, 'Slack refused a Work Object, and took blocks');
  }
}

async function inTime(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    const wait = askedWait(error);
    if (wait === undefined || wait > LATEST) throw error;
    await sleep(wait);
    await call();
  }
}

function writePreview({ blocks, text, title }: PreviewMessage): LinkUnfurls[string] {
  if (blocks.length === 0) return { text, mrkdwn_in: ['text'] };
  const preview = title === undefined ? {} : { preview: { title: { type: 'plain_text', text: title } as const } };
  return { blocks: [...blocks], fallback: text, ...preview };
}
