/** The watch list of a channel to look at, an entry a line with what takes it off. */

import type { KnownBlock } from '@slack/types';
import type { Catalog } from '../../../search/catalog.ts';
import { button, context, createMessage, type Message, type Piece, row, section } from '../../blocks.ts';
import { type Entry, keyOfTarget, listWatched, MOST_WATCHED } from '../../watch/subscription.ts';
import { pageButtons } from '../alternatives.ts';
import { tellMark } from '../settings/words.ts';
import { cutWord, describeTarget, nameTarget } from './words.ts';

export interface WatchList {
  readonly entries: readonly Entry[];
  /** From 1; one beyond the last is the last. */
  readonly page: number;
  /** A person watches for themselves in their conversation with the bot. */
  readonly isDirect: boolean;
  /** What became of the last press, where that does not show. */
  readonly note: readonly Piece[];
}

/** As many as the text of a message holds. */
const ENTRIES_A_PAGE = 9;

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
  const entry = entries.find(({ target }) => target.kind === 'releases');
  if (!entry)
    return section(
      '*New releases* are not announced as such.',
      button('Subscribe', { kind: 'subscribe', page }, { spoken: 'Subscribe to new releases' }),
    );
  return section(
    `*New releases* are announced, each with a summary\nadded by ${tellMark(entry.mark, now)}`,
    button('Unsubscribe', { kind: 'unwatch', text: 'releases', page }, { spoken: 'Unsubscribe from new releases' }),
  );
}

function entryPart({ target, mark, formerly }: Entry, page: number, catalog: Catalog, now: number): KnownBlock {
  const was = formerly === undefined ? '' : `, in place of ${cutWord(formerly)}`;
  const remove = button(`Remove ${nameTarget(target)}`, { kind: 'unwatch', text: keyOfTarget(target), page });
  return section(`${describeTarget(target, catalog)}\nadded by ${tellMark(mark, now)}${was}`, remove);
}
