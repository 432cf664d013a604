/** What a channel is told of a change of its watch list, what became of an undo, and what could not be done. */

import { labelDomain } from '../../../attack/domain.ts';
import type { Catalog } from '../../../search/catalog.ts';
import { button, context, createMessage, type Message, type Piece, row, section } from '../../blocks.ts';
import { escapeMrkdwn } from '../../text/mrkdwn.ts';
import { type Entry, type ListChange, listWatched, MOST_WATCHED, writeTerm } from '../../watch/subscription.ts';
import type { Obstacle } from '../../watch/targets.ts';
import { list } from '../facts.ts';
import { releaseOf } from '../notes.ts';
import { quote } from '../quote.ts';
import { cutWord, describeTarget, nameLinked } from './words.ts';

export interface ListChanged {
  readonly change: ListChange;
  /** Slack's id of who changed it. */
  readonly by: string;
  readonly isDirect: boolean;
}

const MOST_LINES = 8;
const MOST_OBSTACLES = 8;
const MOST_OFFERED = 4;

/** @param token undoes it */
export function announceListChange(changed: ListChanged, token: string, catalog: Catalog): Message {
  const undo = button('Undo this change', { kind: 'rewatch', token });
  return createMessage([section(tellChange(changed, catalog), undo), ...tellNext(changed.change).map(context)]);
}

/** In place of the announcement. */
export function announceListUndone(changed: ListChanged, undoneBy: string, catalog: Catalog): Message {
  return createMessage([section(tellChange(changed, catalog)), context(`Undone by <@${undoneBy}>.`)]);
}

/** Mrkdwn: what the channel will hear. */
function tellNext({ added }: ListChange): readonly string[] {
  if (added.length === 0) return [];
  const next =
    listWatched(added).length === 0
      ? 'Each is told here, in one message with a summary.'
      : 'What a new release of ATT&amp;CK changes of that is told here, in one message.';
  return [`${next} \`/attack watching\` shows the list.`];
}

/** Mrkdwn, of one line or one for each entry. */
function tellChange({ change: { added, removed }, by, isDirect }: ListChanged, catalog: Catalog): string {
  const place = isDirect ? 'for themselves' : 'in this channel';
  return [
    ...tellPart(`<@${by}> watches ${place}`, added, catalog),
    ...tellPart(`<@${by}> no longer watches ${place}`, removed, catalog),
  ].join('\n');
}

function tellPart(head: string, entries: readonly Entry[], catalog: Catalog): readonly string[] {
  if (entries.length === 0) return [];
  const lines = entries.map(({ target, formerly }) => {
    const was = formerly === undefined ? '' : `, which replaces ${cutWord(formerly)}`;
    return `• ${describeTarget(target, catalog)}${was}`;
  });
  const more = lines.length - MOST_LINES;
  return [`${head}:`, ...lines.slice(0, MOST_LINES), ...(more > 0 ? [`• and ${more} more`] : [])];
}

/** What was not taken, each with what to do; no blocks where all was. */
export function obstacleView(
  obstacles: readonly Obstacle[],
  surplus: readonly Entry[],
  catalog: Catalog,
): readonly Piece[] {
  const shown = obstacles.slice(0, MOST_OBSTACLES);
  const offers = shown.flatMap((one) =>
    one.kind === 'ambiguous' ? one.objects : one.kind === 'unknown' ? one.near : [],
  );
  const buttons = [...new Set(offers)]
    .filter(({ id }) => id !== '')
    .slice(0, MOST_OFFERED)
    .map((object) => button(`Watch ${object.id} · ${object.name}`, { kind: 'watch', text: object.id }));
  return [
    ...shown.map((one) => section(describeObstacle(one, catalog))),
    ...(surplus.length === 0 ? [] : [section(describeSurplus(surplus, catalog))]),
    ...row(buttons),
  ];
}

function describeObstacle(obstacle: Obstacle, catalog: Catalog): string {
  switch (obstacle.kind) {
    case 'ambiguous': {
      const { said, objects } = obstacle;
      const which = objects.map(
        (object) => `${nameLinked(object, catalog)} (${object.domains.map(labelDomain).join(', ')})`,
      );
      return `*Not watched:* several objects are called ${quote(said)}. Which one: ${list(which, MOST_OFFERED)}?`;
    }
    case 'unknown': {
      const { said, near } = obstacle;
      const instead =
        near.length === 0
          ? ''
          : ` Did you mean ${list(
              near.map((one) => nameLinked(one, catalog)),
              MOST_OFFERED,
            )}?`;
      return `*Not watched:* nothing in ${escapeMrkdwn(releaseOf(catalog.copies))} is called ${quote(said)}.${instead} I watch IDs, exact names and filters.`;
    }
    case 'no such value': {
      const { term, near } = obstacle;
      const instead =
        near.length === 0
          ? ''
          : ` Did you mean ${near.map(({ label }) => `\`${escapeMrkdwn(writeTerm({ ...term, field: term.field === 'status' ? 'type' : term.field, label }))}\``).join(' or ')}?`;
      return `*Not watched:* there is no ${term.field} ${quote(term.value)}.${instead}`;
    }
    case 'state':
      return '*Not watched:* `status:` is no part of a watch list. What is revoked, deprecated or back again is told in any case.';
    case 'too many conditions':
      return `*Not watched:* I take at most ${obstacle.most} filters at once.`;
  }
}

function describeSurplus(surplus: readonly Entry[], catalog: Catalog): string {
  const left = list(
    surplus.map(({ target }) => describeTarget(target, catalog)),
    MOST_LINES,
  );
  return `*Not watched:* ${left}. A list holds ${MOST_WATCHED} entries, and this one is full: remove some (\`/attack watching\`), watch a filter such as \`tactic:persistence\` for many objects, or \`/attack subscribe releases\` for all of them.`;
}
