/** `/attack watch`, `subscribe` and what ends them: the list is changed, the channel is told with an undo, and who asked is told the rest. */

import { randomUUID } from 'node:crypto';
import { createMessage, type Message, type Piece, section } from '../../reply/blocks.ts';
import { announceListChange, announceListUndone, obstacleView } from '../../reply/views/watch/change.ts';
import { watchListMessage } from '../../reply/views/watch/list.ts';
import type { WatchErrand } from '../../reply/watch/errand.ts';
import { isNoChange, keyOfTarget, type ListEdit, listWatched, undoEdit } from '../../reply/watch/subscription.ts';
import { isNamed, type Obstacle, readTargets, toTarget } from '../../reply/watch/targets.ts';
import type { Edited, Place } from '../../store/subscriptions.ts';
import type { Deps } from '../deps.ts';
import { post } from '../out/post.ts';
import { type Placement, respond } from '../out/respond.ts';
import { explainSilence } from '../out/silence.ts';
import { isDirect } from '../read/conversation.ts';
import type { Asked } from './errand.ts';

/** What an errand does to a list, and what of it cannot be done. */
interface Plan {
  readonly edit: Parameters<Deps['memory']['subscriptions']['change']>[1];
  readonly obstacles: readonly Obstacle[];
  /** Mrkdwn: what there is to say where nothing changes. */
  readonly idle: string;
}

/** What is left to tell who asked; undefined where the channel was told all. */
type Note = readonly Piece[] | undefined;

const ALREADY = 'That is watched here already. `/attack watching` shows the list.';
const INVITE = 'watch in your own conversation with me';
const NOT_WATCHED = 'Nothing of that is watched here. `/attack watching` shows the list.';

export async function runWatch(errand: WatchErrand, asked: Asked, deps: Deps): Promise<void> {
  switch (errand.kind) {
    case 'watching':
      return tellList(asked, errand, deps);
    case 'rewatch':
      return undo(errand.token, asked, deps);
    default: {
      const note = await changeList(planOf(errand, asked, deps), asked, deps);
      const page = 'page' in errand ? errand.page : undefined;
      if (page !== undefined) return tellList(asked, { page, isTurned: true, note }, deps);
      return note === undefined ? undefined : tellNote(note, asked, deps);
    }
  }
}

function planOf(
  errand: Exclude<WatchErrand, { readonly kind: 'watching' | 'rewatch' }>,
  { person }: Asked,
  deps: Deps,
): Plan {
  const mark = { by: person, at: deps.now() };
  switch (errand.kind) {
    case 'subscribe':
      return {
        edit: () => ({ add: [{ target: { kind: 'releases' }, mark }], remove: [] }),
        obstacles: [],
        idle: 'New releases are announced here already. `/attack unsubscribe releases` ends it.',
      };
    case 'unsubscribe': {
      const { from } = errand;
      return {
        edit: (entries) => ({ add: [], remove: from === 'releases' ? [from] : keysOf(entries) }),
        obstacles: [],
        idle: 'Nothing is subscribed to here.',
      };
    }
    case 'watch': {
      const { wanted, obstacles } = readTargets(errand.text, deps.catalog());
      const add = wanted.map((one) => ({ ...one, mark }));
      return { edit: () => ({ add, remove: [] }), obstacles, idle: ALREADY };
    }
    case 'unwatch':
      return planRemoval(errand.text, deps);
  }
}

/** A press names an entry by its key; a person by what they would add it with, or by what it was once called. */
function planRemoval(text: string, { catalog }: Deps): Plan {
  const isAll = /^(?:all|everything)$/i.test(text.trim());
  const { wanted, obstacles } = readTargets(text, catalog());
  const named = obstacles.flatMap((one) => (one.kind === 'ambiguous' ? one.objects.map(toTarget) : []));
  const keys = new Set([text, ...[...wanted.map(({ target }) => target), ...named].map(keyOfTarget)]);
  return {
    edit: (entries) => {
      const meant = entries.filter((entry) => keys.has(keyOfTarget(entry.target)) || isNamed(entry, text));
      return { add: [], remove: keysOf(isAll ? listWatched(entries) : meant) };
    },
    obstacles: [],
    idle: NOT_WATCHED,
  };
}

function keysOf(entries: Parameters<typeof listWatched>[0]): ListEdit['remove'] {
  return entries.map(({ target }) => keyOfTarget(target));
}

async function changeList(plan: Plan, asked: Asked, deps: Deps): Promise<Note> {
  const place = { team: asked.team, channel: asked.channel };
  const edited = await deps.memory.subscriptions.change(place, plan.edit);
  const rest = obstacleView(plan.obstacles, edited.surplus, deps.catalog());
  if (isNoChange(edited.change)) return rest.length > 0 ? rest : [section(plan.idle)];
  const refusal = await announce(edited, place, asked, deps);
  if (refusal !== undefined) return [section(refusal)];
  return rest.length > 0 ? rest : undefined;
}

/**
 * Where the bot cannot speak, it could not announce a release either: the change is taken back.
 *
 * @returns mrkdwn: why nothing was changed
 */
async function announce({ change }: Edited, place: Place, asked: Asked, deps: Deps): Promise<string | undefined> {
  const { subscriptions } = deps.memory;
  const token = randomUUID();
  await subscriptions.addUndo(token, { ...place, change, by: asked.person });
  const changed = { change, by: asked.person, isDirect: isDirect(asked.channel) };
  const message = announceListChange(changed, token, deps.catalog());
  try {
    await tellChannel(message, asked, deps, change.added.length > 0);
    return undefined;
  } catch (error) {
    await subscriptions.change(place, (entries) => undoEdit(entries, change));
    await subscriptions.forgetUndo(token);
    const why = explainSilence(error, INVITE);
    if (why === undefined) throw error;
    return `Nothing was changed: I could not announce anything in this channel, for ${why}`;
  }
}

async function undo(token: string, asked: Asked, deps: Deps): Promise<void> {
  const { subscriptions } = deps.memory;
  const { team, channel, person } = asked;
  const made = await subscriptions.undoOf(token);
  if (made === undefined || made.team !== team || made.channel !== channel)
    return tellNote(
      [section('This can no longer be undone: it is more than a day old, or was undone already.')],
      asked,
      deps,
    );
  const { change } = await subscriptions.change({ team, channel }, (entries) => undoEdit(entries, made.change));
  await subscriptions.forgetUndo(token);
  if (isNoChange(change))
    return tellNote(
      [section('Not undone: somebody has changed it since. `/attack watching` shows the list.')],
      asked,
      deps,
    );
  const message = announceListUndone({ ...made, isDirect: isDirect(channel) }, person, deps.catalog());
  await tell(message, asked, deps, { response_type: 'in_channel', replace_original: true });
}

/** What was pressed in a list is shown there. */
async function tellList(
  asked: Asked,
  { page, isTurned, note }: { readonly page: number; readonly isTurned?: true; readonly note?: Note },
  deps: Deps,
): Promise<void> {
  const { team, channel } = asked;
  const entries = await deps.memory.subscriptions.of({ team, channel });
  const list = { entries, page, isDirect: isDirect(channel), note: note ?? [] };
  await tell(watchListMessage(list, deps.catalog(), deps.now()), asked, deps, {
    response_type: isDirect(channel) ? 'in_channel' : 'ephemeral',
    replace_original: isTurned === true,
  });
}

function tellNote(note: readonly Piece[], asked: Asked, deps: Deps): Promise<void> {
  return tell(createMessage(note), asked, deps, { response_type: 'ephemeral', replace_original: false });
}

/** To the asker alone, but in their conversation with the bot. */
async function tell(message: Message, asked: Asked, deps: Deps, placement: Placement): Promise<void> {
  const { client, team, person, channel, thread, responseUrl } = asked;
  const place = thread === undefined ? { channel } : { channel, thread_ts: thread };
  await post(message, { ...deps, team }, (content) => {
    if (responseUrl !== undefined) return respond(responseUrl, content, placement);
    return isDirect(channel)
      ? client.chat.postMessage({ ...place, ...content })
      : client.chat.postEphemeral({ ...place, user: person, ...content });
  });
}

/** @param isProof whether it has to be posted as a release is announced, which works for members alone */
async function tellChannel(message: Message, asked: Asked, deps: Deps, isProof: boolean): Promise<void> {
  const { client, team, channel, thread, responseUrl } = asked;
  const isMention = responseUrl === undefined && thread !== undefined;
  const place = isMention ? { channel, thread_ts: thread } : { channel };
  await post(message, { ...deps, team }, (content) =>
    responseUrl === undefined || isProof
      ? client.chat.postMessage({ ...place, ...content })
      : respond(responseUrl, content, { response_type: 'in_channel', replace_original: false }),
  );
}
