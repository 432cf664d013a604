/** Links to attack.mitre.org unfurl, in messages and while they are being written. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { findLinks, previewLinks, versionOf } from '../reply/unasked.ts';
import { note } from '../request.ts';
import type { Deps } from './deps.ts';
import { type Ground, groundIn, groundOf } from './ground.ts';
import { askedWait } from './out/asked-wait.ts';
import { reasonOf } from './out/reason.ts';
import { unfurl, unfurlObjects } from './out/unfurl.ts';
import { isDirect } from './read/conversation.ts';
import { readNoise, type Showing, type Shown } from './settings/noise.ts';

type LinkShared = SlackEventMiddlewareArgs<'link_shared'>['event'];

/** The message is gone or hidden by now, previews are switched off there, or Slack takes no more for long: nobody waits for an answer. */
const TOO_LATE = new Set([
  'ratelimited',
  'cannot_unfurl_message',
  'cannot_find_channel',
  'cannot_find_message',
  'missing_unfurl_id',
  'cannot_unfurl_url',
]);

/** In ms: a release that is not at hand by then is previewed from another, and what it says itself follows. */
const SOON = 1500;

/** Nobody asked: a message is not to load half of ATT&CK's history. */
const MOST_VERSIONS = 2;

/** What all previews of a message have in common. */
interface Sharing {
  readonly event: LinkShared;
  readonly showing: Showing;
  /** In minutes. */
  readonly coolDown: number;
}

/**
 * @param client see `unfurl`
 * @param workObjects whether previews are Work Objects
 */
export function createLink(
  deps: Deps,
  shown: Shown,
  client: WebClient,
  workObjects: boolean,
): Middleware<SlackEventMiddlewareArgs<'link_shared'>> {
  const send = workObjects ? unfurlObjects : unfurl;

  return async ({ event, context }) => {
    const team = context.teamId ?? '';
    const usual = await groundOf(team, deps);
    const coolDown = await readCoolDown(event, team, deps);
    if (coolDown === undefined) return;
    const sharing = { event, showing: { team, channel: event.channel, ts: event.message_ts }, coolDown };
    const urls = event.links.map(({ url }) => url);
    const versions = gatherVersions(urls, usual, deps);
    const known = await versions.soon();
    const standOn = (grounds: ReadonlyMap<string, Ground>) => (url: string) =>
      grounds.get(versionOf(url) ?? '') ?? usual;
    await preview(urls, standOn(known), sharing);
    const all = await versions.all;
    const late = urls.filter((url) => all.has(versionOf(url) ?? '') && !known.has(versionOf(url) ?? ''));
    // The box in which something is written is another by now.
    if (late.length > 0 && !isComposed(event)) await preview(late, standOn(all), sharing);
  };

  async function preview(
    urls: readonly string[],
    standOn: (url: string) => Ground,
    { event, showing, coolDown }: Sharing,
  ): Promise<void> {
    const linked = findLinks(urls, standOn);
    const links = linked.filter(({ id }) => coolDown === 0 || !shown.isRecent(id, showing, coolDown));
    if (links.length === 0) return;
    note({ outcome: 'answered' });
    const previews = previewLinks(links, linked.length, { now: deps.now(), isPrivate: false });
    const ids = isComposed(event) || isToBot(event) ? [] : links.map(({ id }) => id);
    shown.add(ids, showing);
    try {
      await send(client, targetOf(event), previews, { ...deps, team: showing.team });
    } catch (error) {
      shown.forget(showing, ids);
      const reason = reasonOf(error);
      const isLate = askedWait(error) !== undefined || (reason !== undefined && TOO_LATE.has(reason));
      if (!isLate) throw error;
      note({ outcome: 'ignored' });
      deps.log.info({ reason: reason ?? 'too many calls' }, 'a link preview came too late');
    }
  }
}

/** The releases that links pin, by their version; those that cannot be had are left out. */
function gatherVersions(urls: readonly string[], usual: Ground, deps: Deps) {
  const versions = [...new Set(urls.flatMap((url) => versionOf(url) ?? []))].slice(0, MOST_VERSIONS);
  const grounds = new Map<string, Ground>();
  const all = Promise.all(
    versions.map(async (version) => {
      const ground = await groundIn(version, usual, deps);
      if (ground.kind === 'ground') grounds.set(version, ground);
    }),
  ).then((): ReadonlyMap<string, Ground> => grounds);
  /** As many as there are in time. */
  const soon = async (): Promise<ReadonlyMap<string, Ground>> => {
    await Promise.race([all, sleep(SOON, undefined, { ref: false })]);
    return new Map(grounds);
  };
  return { all, soon };
}

/**
 * For how many minutes what was shown in the channel is not previewed again; undefined where the channel or the author wants no previews. In
 * the box nothing counts as shown: only its author sees it.
 */
async function readCoolDown(event: LinkShared, team: string, deps: Deps): Promise<number | undefined> {
  if (isToBot(event)) return 0;
  const [{ noise, coolDown }, { isQuiet }] = await Promise.all([
    readNoise(deps, team, isComposed(event) ? undefined : event.channel),
    deps.memory.settings.ofPerson(team, event.user),
  ]);
  if (noise === 'off' || isQuiet) return undefined;
  return isComposed(event) ? 0 : coolDown;
}

/** Its channel is the word COMPOSER, and its timestamp is none. */
function isComposed({ source, channel }: LinkShared): boolean {
  return source === 'composer' || channel === 'COMPOSER';
}

/** A link that is sent to the bot itself is a question: its preview is the answer. */
function isToBot({ channel, is_bot_user_member: isMember }: LinkShared): boolean {
  return isMember && isDirect(channel);
}

/** What is being composed has an `unfurl_id` only. */
function targetOf({ source, unfurl_id: id, channel, message_ts: ts }: LinkShared) {
  if (id !== undefined && (source === 'composer' || source === 'conversations_history'))
    return { source, unfurl_id: id } as const;
  return { channel, ts };
}
