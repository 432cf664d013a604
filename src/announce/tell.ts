/** Tells every channel that is to hear of a release: each once, at Slack's pace, whoever else does the same. */

import { randomUUID } from 'node:crypto';
import { setImmediate as rest } from 'node:timers/promises';
import type { Domain } from '../attack/domain.ts';
import { releaseMessage } from '../reply/views/watch/release.ts';
import { type Announcement, decide, type Taken } from '../reply/watch/announcement.ts';
import { type Entry, keyOfTarget } from '../reply/watch/subscription.ts';
import { toTarget } from '../reply/watch/targets.ts';
import type { Catalog } from '../search/catalog.ts';
import { runInSlices } from '../search/slices.ts';
import type { Claimed } from '../store/announcements.ts';
import type { Place, Subscription } from '../store/subscriptions.ts';
import type { Announcing } from './announcer.ts';
import { compareNews, type Held, type News } from './news.ts';

/** In ms: Slack takes about a message a second in a channel, and some hundreds a minute in a workspace. */
const SPACING = 1100;
const MOST_TRIES = 5;
/** So many failures in a row are Slack's, or the network's, and not the channels'. */
const MOST_FAILURES = 3;

/** What became of one channel's message; `later`: not before `at`, in ms since 1970. */
type Told = { readonly kind: 'done' } | { readonly kind: 'later'; readonly at: number; readonly isFailure: boolean };

const DONE: Told = { kind: 'done' };

/** @returns when there is more to do, in ms since 1970; undefined where every channel has its message, or will never take one */
export async function tellAll(
  news: News,
  catalog: Catalog,
  held: Pick<Held, 'find'>,
  announcing: Announcing,
): Promise<number | undefined> {
  const { memory, log, now, signal } = announcing;
  const subscriptions = await memory.subscriptions.list();
  if (subscriptions.length === 0) return undefined;
  const compared = new Map<string, Promise<Taken>>();
  const takenOf = (domains: readonly Domain[]) => {
    const part = restrict(news, domains);
    const key = JSON.stringify(part);
    const taken = compared.get(key) ?? compareNews(part, catalog, held, announcing);
    compared.set(key, taken);
    return taken;
  };
  const claimer = randomUUID();
  let againAt: number | undefined;
  let failures = 0;
  for (const subscription of subscriptions) {
    const told = await tellOne(subscription, { news, catalog, takenOf, claimer }, announcing);
    signal.throwIfAborted();
    if (told.kind === 'done') {
      failures = 0;
      continue;
    }
    againAt = Math.max(againAt ?? 0, told.at);
    failures = told.isFailure ? failures + 1 : failures;
    if (failures === MOST_FAILURES) {
      log.warn({ release: news.release }, 'a release is announced later: Slack takes no messages');
      return now();
    }
  }
  return againAt;
}

interface Telling {
  readonly news: News;
  readonly catalog: Catalog;
  readonly takenOf: (domains: readonly Domain[]) => Promise<Taken>;
  /** Names this pass in its claims. */
  readonly claimer: string;
}

async function tellOne(subscription: Subscription, telling: Telling, announcing: Announcing): Promise<Told> {
  const { memory, signal } = announcing;
  const { news, claimer } = telling;
  const key = { team: subscription.team, channel: subscription.channel, release: news.release };
  const all = news.upgrades.flatMap(({ domains }) => domains);
  if (!(await decideOf(subscription.entries, all, telling, announcing))) return DONE;
  for (let tries = 1; ; tries += 1) {
    const claimed = await memory.announcements.claim(key, all, claimer);
    const domains = await leaveOutPosted(key, claimed, telling, announcing);
    if (domains.length === 0) {
      const { heldUntil } = claimed;
      return heldUntil === undefined ? DONE : { kind: 'later', at: heldUntil, isFailure: false };
    }
    const wait = await post(subscription, domains, tries, telling, announcing);
    if (typeof wait !== 'number') return wait;
    await announcing.wait(wait, signal);
    signal.throwIfAborted();
  }
}

/** Whoever had claimed it before may have died between posting and saying so: Slack knows, where it may be asked. */
async function leaveOutPosted(
  key: Place & { readonly release: string },
  { domains, taken, takenSince }: Claimed,
  { claimer }: Telling,
  { memory, courier, log }: Announcing,
): Promise<readonly Domain[]> {
  if (taken.length === 0) return domains;
  const isPosted = await courier.find(key, { release: key.release, domains: taken }, takenSince);
  log.info({ ...key, isPosted }, 'a release was being announced in a channel by a bot that is gone');
  if (isPosted !== true) return domains;
  await memory.announcements.settle(key, taken, claimer, 'sent');
  return domains.filter((domain) => !taken.includes(domain));
}

/** @returns what became of it, or for how many ms Slack asks to wait before the next try */
async function post(
  subscription: Subscription,
  domains: readonly Domain[],
  tries: number,
  telling: Telling,
  announcing: Announcing,
): Promise<Told | number> {
  const { memory, courier, log, now, signal, wait, observer } = announcing;
  const { release } = telling.news;
  const key = { team: subscription.team, channel: subscription.channel, release };
  const settle = (outcome: 'sent' | 'refused' | 'free') =>
    memory.announcements.settle(key, domains, telling.claimer, outcome);
  const announcement = await decideOf(subscription.entries, domains, telling, announcing);
  if (!announcement) {
    await settle('sent');
    return DONE;
  }
  const delivery = await courier.post(key, releaseMessage(announcement, telling.catalog), { release, domains });
  observer?.announced(delivery.kind);
  switch (delivery.kind) {
    case 'sent':
      await settle('sent');
      log.info(key, 'a release is announced');
      await follow(subscription, announcement, announcing);
      await wait(SPACING, signal);
      return DONE;
    case 'refused':
      await settle('refused');
      log.warn({ ...key, reason: delivery.reason }, 'a channel does not take the announcement of a release');
      return DONE;
    case 'too many':
      await settle('free');
      log.info({ ...key, wait: delivery.wait }, 'Slack asks for a pause between announcements');
      return tries < MOST_TRIES ? delivery.wait : { kind: 'later', at: now() + delivery.wait, isFailure: true };
    case 'failed':
      // The claim stays: whoever takes it over looks first whether it was posted after all.
      log.warn({ ...key, err: delivery.error }, 'a release was not announced in a channel, and will be later');
      return { kind: 'later', at: now(), isFailure: true };
  }
}

/** @throws the signal's reason */
async function decideOf(
  entries: readonly Entry[],
  domains: readonly Domain[],
  { takenOf }: Telling,
  { signal }: Announcing,
): Promise<Announcement | undefined> {
  const work = decide(entries, await takenOf(domains));
  const decided = await runInSlices(work, { pause: rest, signal, now: () => performance.now() });
  signal.throwIfAborted();
  return decided;
}

/** From now on the list holds what replaced the watched object. */
async function follow(subscription: Subscription, { touches }: Announcement, { memory }: Announcing): Promise<void> {
  const followed = touches.flatMap(({ entry, follows }) => (follows ? [{ entry, follows }] : []));
  if (followed.length === 0) return;
  await memory.subscriptions.change(subscription, (entries) => {
    const still = followed.filter(({ entry }) =>
      entries.some(({ target }) => keyOfTarget(target) === keyOfTarget(entry.target)),
    );
    return {
      remove: still.map(({ entry }) => keyOfTarget(entry.target)),
      add: still.map(({ entry: { target, mark }, follows }) => ({
        target: toTarget(follows),
        mark,
        formerly: target.kind === 'object' ? target.called : undefined,
      })),
    };
  });
}

function restrict({ release, upgrades }: News, domains: readonly Domain[]): News {
  const parts = upgrades.map(({ from, domains: all }) => ({
    from,
    domains: all.filter((domain) => domains.includes(domain)),
  }));
  return { release, upgrades: parts.filter((part) => part.domains.length > 0) };
}
