/** The channels that a person is in, as far as Slack tells the bot. */

import type { WebClient } from '@slack/web-api';
import type { Log } from '../../log.ts';
import { reasonOf } from '../out/reason.ts';

const PUBLIC = 'public_channel';
const PRIVATE = 'private_channel';
/** One call's worth: nobody reads the settings of more. */
const MOST = 200;
/** The most that Slack gives at once, and how often it is asked for more: for one press that is enough. */
const PAGE = 999;
const MOST_PAGES = 10;

/**
 * Private channels are listed only where the bot is in them too (docs.slack.dev/reference/methods/users.conversations).
 *
 * @returns their ids, by name; undefined where the scopes were declined, or Slack does not answer
 */
export async function listChannels(
  client: WebClient,
  person: string,
  log: Log,
): Promise<readonly string[] | undefined> {
  const all = await readChannels(client, person, `${PUBLIC},${PRIVATE}`, log);
  if (all !== undefined) return all;
  // An administrator may have granted one of the two scopes.
  const some = await Promise.all([PUBLIC, PRIVATE].map((type) => readChannels(client, person, type, log)));
  const granted = some.filter((one) => one !== undefined);
  return granted.length === 0 ? undefined : granted.flat();
}

/**
 * Whether a person is in a channel: an id in what was pressed proves nothing.
 *
 * @returns false also where Slack does not tell, for want of scopes, because the bot does not see the channel, or on a bad day
 */
export async function isIn(client: WebClient, person: string, channel: string, log: Log): Promise<boolean> {
  const found = await Promise.all([PUBLIC, PRIVATE].map((type) => isAmong(client, { person, channel, type }, log)));
  return found.includes(true);
}

async function isAmong(
  client: WebClient,
  { person, channel, type }: { readonly person: string; readonly channel: string; readonly type: string },
  log: Log,
): Promise<boolean> {
  try {
    let cursor = '';
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await client.users.conversations({ user: person, types: type, limit: PAGE, cursor });
      if (answer.channels?.some(({ id }) => id === channel)) return true;
      cursor = answer.response_metadata?.next_cursor ?? '';
      if (cursor === '') return false;
    }
  } catch (error) {
    if (reasonOf(error) !== 'missing_scope') log.warn({ err: error }, 'Slack does not list a person’s channels');
  }
  return false;
}

async function readChannels(
  client: WebClient,
  person: string,
  types: string,
  log: Log,
): Promise<readonly string[] | undefined> {
  try {
    const { channels = [] } = await client.users.conversations({
      user: person,
      types,
      exclude_archived: true,
      limit: MOST,
    });
    const named = channels.toSorted((a, b) => (a.name ?? '').localeCompare(b.name ?? ''));
    return named.flatMap(({ id }) => id ?? []);
  } catch (error) {
    if (reasonOf(error) !== 'missing_scope') log.warn({ err: error }, 'Slack does not list a person’s channels');
    return undefined;
  }
}
