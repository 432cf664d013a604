/** The way out: a message as it is, or as text alone where Slack refuses its blocks. */

import type { Log } from '../../log.ts';
import { type Message, withoutNewer } from '../../reply/blocks.ts';
import type { Memory } from '../../store/memory.ts';
import { reasonOf } from './reason.ts';

/** What `chat.postMessage` and a response URL need besides the place. */
export interface Content {
  text: string;
  blocks: Message['blocks'][number][];
  /** Links in our own answers must not grow previews of their own. */
  unfurl_links: false;
  unfurl_media: false;
}

/** Slack refuses a message whole for one block that it does not like, and rolls new rules out unevenly. */
const REFUSALS = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'cannot_parse_attachment',
]);

/** Whose Slack it goes to, and what is remembered of what that takes. */
export interface Outlet {
  readonly team: string;
  readonly memory: Pick<Memory, 'refusals' | 'taken'>;
  readonly log: Log;
}

/**
 * @param send posts the content; called again with less when it is refused, see `offer`
 * @throws what `send` throws for any other reason
 */
export async function post(
  message: Message,
  outlet: Outlet,
  send: (content: Content) => Promise<unknown>,
): Promise<void> {
  await offer([message], outlet, ([version = message]) => send(writeContent(version)));
}

/**
 * Tries one version after the other until Slack takes one: without the newer kinds of block that this workspace has refused before, without
 * those that it refuses now, and then as text alone.
 *
 * @param messages what goes out in one call
 * @throws what `send` throws for another reason than the blocks
 */
export async function offer<M extends Message>(
  messages: readonly M[],
  { team, memory, log }: Outlet,
  send: (versions: readonly M[]) => Promise<unknown>,
): Promise<void> {
  const refused = await memory.refusals.of(team);
  const newest = messages.map((message) => withoutNewer(message, refused));
  const types = new Set(newest.flatMap(({ instead }) => [...instead.keys()].map(({ type }) => type)));
  const plainer = types.size === 0 ? [] : [newest.map((message) => withoutNewer(message, types))];
  for (const version of [newest, ...plainer]) {
    try {
      await send(version);
      // Only what is taken without them proves that it was they.
      if (version !== newest) for (const type of types) await memory.refusals.add(team, type);
      return;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      memory.taken.forget(team);
      // That a workspace has no newer blocks yet is no fault, and is learnt once.
      const level = version === newest && plainer.length > 0 ? 'warn' : 'error';
      log[level]({ err: error }, 'Slack refused the blocks of an answer');
    }
  }
  await send(newest.map((message) => ({ ...message, blocks: [], instead: new Map() })));
}

export function writeContent({ text, blocks }: Message): Content {
  return { text, blocks: [...blocks], unfurl_links: false, unfurl_media: false };
}

/** Whether Slack may take the same message as text alone. */
function isRefusal(error: unknown): boolean {
  return REFUSALS.has(reasonOf(error) ?? '');
}
