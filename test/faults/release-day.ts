/** A day on which the workspace asks about releases: what each changed, what is watched, what is pinned; each answered before the next. */

import type { PageMessage } from '../../src/sandbox/page-api.ts';
import { createSomeone, PATIENCE, read } from '../fixtures/person.ts';
import { feedOf } from '../fixtures/releases.ts';
import { SMALL_ATTACK } from '../fixtures/small-attack.ts';
import type { Victim } from './victim.ts';

/** What the release before called Process Injection. */
const OLD_NAME = 'Old Injection';
const LINK = 'https://attack.mitre.org/versions/v17/techniques/T1055/';

/** What the bot needs for it: two releases, and a way to have the earlier one loaded before anybody asks. */
export function listReleaseDayEnv(): Readonly<Record<string, string>> {
  const earlier = SMALL_ATTACK.map((each) => (each.name === 'Process Injection' ? { ...each, name: OLD_NAME } : each));
  const feed = feedOf({ '17.1': { enterprise: earlier }, '18.1': { enterprise: SMALL_ATTACK } });
  return { ATTACK_FEED_URL: feed, ATTACK_DOMAINS: 'enterprise', API_PUBLIC: '1' };
}

/** @param aside a word that is said with everything that is said to people */
export async function liveAReleaseDay({ sandbox, bot, origin }: Victim, aside: string): Promise<void> {
  await bot.line(({ msg }) => msg === 'ATT&CK is renewed');
  // Whoever asks first is told that it is being loaded, or is not, as fast as the machine is.
  await untilServed(`${origin}/api/changes?from=17.1&to=18.1`);
  const you = createSomeone(sandbox);
  const isTold = (words: string) => (one: PageMessage) => !one.ephemeral && read(one).includes(words);

  const card = await you.ask('/attack T1055 v17.1');
  await you.turn(card, 'In 18.1');
  const shared = await you.say(`${LINK} ${aside}`);
  await you.find(({ ts, unfurls }) => ts === shared.ts && unfurls.length > 0);

  const summary = await you.ask('/attack changes');
  await you.press(summary, 'Upload all as Markdown');
  await you.find((one) => read(one).startsWith('Uploaded here'));
  const diff = await you.ask('/attack diff T1055 v17.1');
  await you.press(diff, 'Share to channel');
  await you.find(isTold(OLD_NAME));

  await you.ask('/attack subscribe releases');
  await you.find(isTold('new releases of ATT'));
  await you.ask('/attack watch T1055 G0016');
  await you.turn(await you.find(isTold('G0016')), 'Undo this change');
  await you.ask('/attack watch G0016 T1059');
  await you.find(isTold('T1059'));
  const list = await you.ask('/attack watching');
  await you.turn(list, 'Remove G0016');
  await you.ask('/attack unwatch all');
  await you.find((one) => isTold('no longer watches')(one) && read(one).includes('T1059'));

  await you.ask('/attack pin v17.1');
  const left = await you.ask('/attack unpin');
  await you.press(left, 'Undo');
  const isPinned = (one: PageMessage) => read(one).startsWith('*This workspace is pinned');
  await sandbox.until(() => you.messages().filter(isPinned).length === 2 || undefined, PATIENCE);
  await you.ask('/attack unpin');
}

async function untilServed(url: string): Promise<void> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; ) if ((await fetch(url)).ok) return;
  throw new Error(`${url} is not answered`);
}
