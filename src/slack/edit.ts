/** A message that was edited or deleted: the reply to it follows, or goes. Nothing is ever posted anew. */

import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Message } from '../reply/blocks.ts';
import { isErrand, parseQuestion } from '../reply/question.ts';
import { reply } from '../reply/reply.ts';
import { isAllPreviewed } from '../reply/unasked.ts';
import { note } from '../request.ts';
import type { AnsweredMessage, GivenAnswer } from '../store/answers.ts';
import type { Deps } from './deps.ts';
import { answerTo, groundOf } from './ground.ts';
import { findShowable, isHeard, isMentioned, ourselvesIn } from './message.ts';
import { post } from './out/post.ts';
import { reasonOf } from './out/reason.ts';
import { isDirect } from './read/conversation.ts';
import { readTyped } from './read/text.ts';
import { type MessageEvent, type Ourselves, readWritten, type Written } from './read/written.ts';
import { readNoise, type Shown } from './settings/noise.ts';

/** What becomes of a reply; `ids` are those that it shows from now on. */
type Revision =
  | { readonly kind: 'keep' }
  | { readonly kind: 'delete' }
  | { readonly kind: 'update'; readonly message: Message; readonly ids: readonly string[] };

/** The message and the reply to it. */
interface Exchange {
  readonly message: AnsweredMessage;
  readonly given: GivenAnswer;
}

const KEEP: Revision = { kind: 'keep' };
const DELETE: Revision = { kind: 'delete' };

/** The reply is gone, or Slack does not let it be changed any more: it stays as it is. */
const FINAL =
  /^(?:cant_|message_not_found|channel_not_found|not_in_channel|edit_window_closed|is_archived|thread_locked)/;

export function createEdit(deps: Deps, shown: Shown): Middleware<SlackEventMiddlewareArgs<'message'>> {
  return async ({ event, body, client, context }) => {
    if (event.subtype !== 'message_changed' && event.subtype !== 'message_deleted') return;
    const team = context.teamId ?? '';
    const { channel } = event;
    const ts = event.subtype === 'message_deleted' ? event.deleted_ts : event.message.ts;
    const message = { team, channel, ts };
    // What stands there no more may be shown for the next message: many delete one to write it anew.
    if (event.subtype === 'message_deleted' || isTombstone(event.message)) shown.forget(message);
    const given = await deps.memory.answers.of(message);
    if (given === undefined) return;
    const ourselves = ourselvesIn(context, body.api_app_id);
    const revision =
      event.subtype === 'message_deleted' ? DELETE : await revise(event, { message, given }, ourselves, deps, shown);
    await carryOut(revision, { message, given }, client, deps);
  };
}

async function revise(
  { message: after, previous_message: before }: Extract<MessageEvent, { subtype: 'message_changed' }>,
  exchange: Exchange,
  ourselves: Ourselves,
  deps: Deps,
  shown: Shown,
): Promise<Revision> {
  if (isTombstone(after)) return DELETE;
  const now = readWritten(after, ourselves);
  const then = readWritten(before, ourselves);
  // Slack tells in the same way that a preview was added: then the words are the same.
  if (now === undefined || now.texts.join('\n') === then?.texts.join('\n')) return KEEP;
  return exchange.given.kind === 'asked'
    ? reviseAsked(now, then, exchange, ourselves, deps)
    : reviseUnasked(now, exchange, deps, shown);
}

/** What a deleted message with a thread leaves behind. */
function isTombstone({ subtype }: { readonly subtype?: string | undefined }): boolean {
  return subtype === 'tombstone';
}

async function reviseAsked(
  now: Written,
  then: Written | undefined,
  { message }: Exchange,
  { botUserId }: Ourselves,
  deps: Deps,
): Promise<Revision> {
  const { catalog: known } = await groundOf(message.team, deps);
  const typed = readTyped(now.texts.join('\n'));
  const isStillAsked = isDirect(message.channel) ? !isAllPreviewed(typed, known) : isMentioned(botUserId, now.texts);
  if (!isStillAsked) return DELETE;
  if (then !== undefined && readTyped(then.texts.join('\n')) === typed) return KEEP;
  const question = parseQuestion(typed);
  if (isErrand(question)) return KEEP;
  const asking = { team: message.team, now: deps.now(), isPrivate: false };
  return { kind: 'update', message: await answerTo(question, asking, deps), ids: [] };
}

async function reviseUnasked(now: Written, { message, given }: Exchange, deps: Deps, shown: Shown): Promise<Revision> {
  const { catalog: known, vantage } = await groundOf(message.team, deps);
  const noise = await readNoise(deps, message.team, message.channel);
  const ids = findShowable(now, known).filter(
    (id) => given.ids.includes(id) || !shown.isRecent(id, message, noise.coolDown),
  );
  if (ids.join() === given.ids.join()) return KEEP;
  shown.forget(message, given.ids);
  if (ids.length === 0 || !(await isHeard(now, noise, message.team, deps))) return DELETE;
  shown.add(ids, message);
  const card = reply({ kind: 'lookup', terms: ids }, known, { now: deps.now(), isPrivate: false, vantage });
  return { kind: 'update', message: card, ids };
}

async function carryOut(
  revision: Revision,
  { message, given }: Exchange,
  client: WebClient,
  { memory, log }: Deps,
): Promise<void> {
  const { team, channel } = message;
  const { ts } = given;
  if (revision.kind !== 'keep') note({ kind: 'edit', outcome: 'answered' });
  try {
    switch (revision.kind) {
      case 'keep':
        return;
      case 'delete':
        await client.chat.delete({ channel, ts });
        return await memory.answers.forget(message);
      case 'update':
        await post(revision.message, { team, memory, log }, ({ text, blocks }) =>
          client.chat.update({ channel, ts, text, blocks }),
        );
        return await memory.answers.add(message, { ...given, ids: revision.ids });
    }
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined || !FINAL.test(reason)) throw error;
    log.info({ reason }, 'a reply cannot follow its message any more');
    await memory.answers.forget(message);
  }
}
