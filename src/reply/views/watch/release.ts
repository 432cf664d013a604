/** What a channel is told of a release: what it is, in numbers where it subscribed to releases, and what touches its watch list. */

import { labelDomain } from '../../../attack/domain.ts';
import type { AttackObject } from '../../../attack/object.ts';
import type { Catalog } from '../../../search/catalog.ts';
import { type ObjectChange, subjectOf } from '../../../search/changes/change.ts';
import { keyOf } from '../../answer.ts';
import { button, context, createMessage, type Message, type Piece, row, section } from '../../blocks.ts';
import { topicOf } from '../../changes/topic.ts';
import { withRelease } from '../../question.ts';
import { cutMrkdwn, escapeMrkdwn } from '../../text/mrkdwn.ts';
import type { Announcement, Upgrade } from '../../watch/announcement.ts';
import { type Comparison, isItselfChanged, type Touch } from '../../watch/touches.ts';
import { seeChanges } from '../changes/see.ts';
import { capitalize, list, pluralOf, typeOf } from '../facts.ts';
import { titleOf } from '../title.ts';
import { cutWord, describeChange, describeTarget, nameLinked, nameObjects, nameTarget } from './words.ts';

/** In UTF-16 units, of all lines: the text that goes with the blocks has to hold them too, and the numbers and buttons. */
const LONGEST_LINES = 2400;
const LONGEST_LINE = 600;
const LINES_A_SECTION = 5;
/** What is only named, for want of room. */
const LONGEST_NAMES = 500;
const MOST_NAMED = 60;
const MOST_OPENED = 3;

export function releaseMessage(announcement: Announcement, catalog: Catalog): Message {
  const { release, upgrades, comparisons, isSubscribed, touches, problem } = announcement;
  return createMessage([
    section(`*ATT&amp;CK ${cutWord(release)} is here.* ${upgrades.map(describeUpgrade).join(' ')}`),
    ...(isSubscribed && comparisons.length > 0 ? [section(summarize(comparisons))] : []),
    ...touchPart(touches, catalog),
    ...(problem === undefined ? [] : [section(describeLack(problem, announcement.isWatching))]),
    ...row(
      [
        ...upgrades.flatMap(({ from }) => seeChanges(from, release, upgrades.length > 1)),
        // What a workspace has pinned may not have it yet.
        ...opened(touches).map((object) =>
          button(
            `Open ${titleOf(catalog, object)}`,
            withRelease({ kind: 'open', key: keyOf(object, catalog) }, release),
          ),
        ),
        ...(announcement.isWatching ? [button('See the watch list', { kind: 'watching', page: 1 })] : []),
        button(
          'Unsubscribe',
          { kind: 'unsubscribe', from: 'everything' },
          { spoken: 'Unsubscribe: no such messages here any more' },
        ),
      ],
      'apart',
    ),
    context('Anyone here may unsubscribe; it can be undone for a day.'),
  ]);
}

/** Mrkdwn: "Enterprise, ICS: until now 18.1." */
function describeUpgrade({ from, domains }: Upgrade): string {
  return `${domains.map(labelDomain).join(', ')}: until now ${cutWord(from)}.`;
}

function describeLack(problem: string, isWatching: boolean): string {
  const list = isWatching ? ' So I cannot tell all that touches what is watched here.' : '';
  return `*What it changes is not known*, or not all of it: ${cutMrkdwn(escapeMrkdwn(problem), LONGEST_LINE)}.${list}`;
}

/** Mrkdwn, a line a type: "Techniques: 12 new, 58 changed, 3 gone". */
function summarize(comparisons: readonly Comparison[]): string {
  const news = comparisons.flatMap(({ news: all }) => [...all.values()]).filter(isItselfChanged);
  if (news.length === 0) return 'Nothing that a reader sees has changed in it.';
  const byType = Map.groupBy(news, (change) => typeOf(subjectOf(change)));
  return [...byType].map(([type, changes]) => `• ${capitalize(pluralOf(type))}: ${countFates(changes)}`).join('\n');
}

/** What became of an object, in the words of the lists of changes. */
const FATES = ['new', 'revived', 'changed', 'revoked', 'deprecated', 'removed'] as const;

function countFates(changes: readonly ObjectChange[]): string {
  return groupByFate(changes)
    .map(([fate, same]) => `${same.length} ${fate}`)
    .join(', ');
}

function groupByFate(changes: readonly ObjectChange[]) {
  const byFate = Map.groupBy(
    changes,
    ({ seen }) => FATES.find((fate) => seen.some((one) => topicOf(one) === fate)) ?? 'changed',
  );
  return FATES.flatMap((fate) => {
    const same = byFate.get(fate);
    return same ? [[fate, same] as const] : [];
  });
}

function touchPart(touches: readonly Touch[], catalog: Catalog): readonly Piece[] {
  if (touches.length === 0) return [];
  const each = touches.map((touch) => describeTouch(touch, catalog));
  const count = countWithin(each, LONGEST_LINES);
  const lines = each.slice(0, count).flat();
  const sections = Array.from({ length: Math.ceil(lines.length / LINES_A_SECTION) }, (_, at) =>
    section(lines.slice(at * LINES_A_SECTION, (at + 1) * LINES_A_SECTION).join('\n')),
  );
  const others = touches.slice(count).map(({ entry }) => escapeMrkdwn(nameTarget(entry.target)));
  return [
    section(`*It touches what is watched here*: ${touches.length === 1 ? '1 entry' : `${touches.length} entries`}`),
    ...sections,
    ...(others.length > 0 ? [context(`It also touches ${takeNames(others)}.`)] : []),
  ];
}

/** How many of these, from the first, are no longer than that together. */
function countWithin(each: readonly (readonly string[])[], longest: number): number {
  let length = 0;
  const end = each.findIndex((lines) => {
    length += lines.join('\n').length + 1;
    return length > longest;
  });
  return end === -1 ? each.length : end;
}

function takeNames(names: readonly string[]): string {
  return list(
    names,
    Math.min(
      MOST_NAMED,
      countWithin(
        names.map((name) => [`${name},`]),
        LONGEST_NAMES,
      ),
    ),
  );
}

/** Mrkdwn, a line for each object that is watched by itself, and one for all that a filter holds. */
function describeTouch({ entry: { target }, news, follows }: Touch, catalog: Catalog): readonly string[] {
  if (target.kind === 'filter') return [`• ${describeTarget(target, catalog)}: ${describeWithin(news)}`];
  const following = follows ? [`From now on ${nameLinked(follows, catalog)} is watched in its place.`] : [];
  return [...news.map((change) => describeChange(change, catalog)), ...following].map(
    (line) => `• ${cutMrkdwn(line, LONGEST_LINE)}`,
  );
}

/** Mrkdwn: "2 new (T1677, T1678), 1 revoked (T1562)" */
function describeWithin(news: readonly ObjectChange[]): string {
  return groupByFate(news)
    .map(([fate, same]) => `${same.length} ${fate} (${nameObjects(same.map(subjectOf))})`)
    .join(', ');
}

/** What touches most by itself comes first in the list anyway. */
function opened(touches: readonly Touch[]): readonly AttackObject[] {
  const objects = touches.flatMap(({ entry, news, follows }) =>
    entry.target.kind === 'object' ? (follows ?? news.flatMap(({ later }) => later ?? [])) : [],
  );
  return [...new Set(objects)].slice(0, MOST_OPENED);
}
