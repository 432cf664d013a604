/** The watch list of a channel to look at, an entry a line with what takes it off. */

import type { KnownBlock } from '@slack/types';
import type { Catalog } from '../../../search/catalog.ts';
import { button, context, createMessage, type Message, type Piece, row, section } from '../../blocks.ts';
import { type Entry, isSubscribed, keyOfTarget, listWatched, MOST_WATCHED } from '../../watch/subscription.ts';
import { pageButtons } from '../alternatives.ts';
import { tellMark } from '../settings/words.ts';
import { describeTarget, nameTarget } from './words.ts';

export interface WatchList {
  readonly entries: readonly Entry[];
  /** From 1; one beyond the last is the last. */
  readonly page: number;
  /** A person watches for themselves in their conversation with the bot. */
  readonly isDirect: boolean;
  /** What became of the last press, where that does not show. */
  readonly note: readonly Piece[];
}

const ENTRIES_A_PAGE = 12;

export function watchListMessage({ entries, page, isDirect, note }: WatchList, catalog: Catalog, now: number): Message {
  const watched = listWatched(entries);
  const pages = Math.max(1, Math.ceil(watched.length / ENTRIES_A_PAGE));
  const at = Math.min(page, pages);
  const shown = watched.slice((at - 1) * ENTRIES_A_PAGE, at * ENTRIES_A_PAGE);
  const place = isDirect ? 'for you' : 'in this channel';
  const head =
    watched.length === 0 ? `*Nothing is watched ${place}.*` : `*What is watched ${place}*, ${countOf(watched.length)}`;
  return createMessage([
    ...note,
    releasesPart(entries, at, now),
    section(pages > 1 ? `${head}, page ${at} of ${pages}` : head),
    ...shown.map((entry) => entryPart(entry, at, catalog, now)),
    ...row([
      ...pageButtons(at, pages, (to) => ({ kind: 'watching', page: to, isTurned: true }), {
        list: 'watched',
        of: ` ${place}`,
      }),
      ...(watched.length > 1 ? [button('Remove all', { kind: 'unwatch', text: 'all', page: 1 })] : []),
    ]),
    context(HOW),
  ]);
}

const HOW =
  'A release that touches what is watched is told here, once. `/attack watch T1055 APT29 tactic:persistence` adds; `/attack unwatch T1055` and `/attack unwatch all` remove.';

function countOf(count: number): string {
  return `${count} of at most ${MOST_WATCHED}`;
}

function releasesPart(entries: readonly Entry[], page: number, now: number): KnownBlock {
  const [entry] = entries.filter(({ target }) => target.kind === 'releases');
  if (!entry || !isSubscribed(entries))
    return section(
      '*New releases* are not announced as such.',
      button('Subscribe', { kind: 'subscribe', page }, { spoken: 'Subscribe to new releases' }),
    );
  const remove = button(
    'Remove',
    { kind: 'unwatch', text: 'releases', page },
    { spoken: 'Remove the subscription to releases' },
  );
  return section(`*New releases* are announced, each with a summary\nadded by ${tellMark(entry.mark, now)}`, remove);
}

function entryPart({ target, mark, formerly }: Entry, page: number, catalog: Catalog, now: number): KnownBlock {
  const was = formerly === undefined ? '' : `, in place of ${formerly}`;
  const remove = button(
    'Remove',
    { kind: 'unwatch', text: keyOfTarget(target), page },
    { spoken: `Remove ${nameTarget(target)}` },
  );
  return section(`${describeTarget(target, catalog)}\nadded by ${tellMark(mark, now)}${was}`, remove);
}
