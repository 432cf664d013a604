/** What a channel is told of a release: what it is, in numbers where it subscribed to releases, and what touches its watch list. */

import { labelDomain } from '../../../attack/domain.ts';
import type { AttackObject } from '../../../attack/object.ts';
import type { Catalog } from '../../../search/catalog.ts';
import { type ObjectChange, subjectOf } from '../../../search/changes/change.ts';
import { keyOf } from '../../answer.ts';
import { button, context, createMessage, type Message, type Piece, row, section, weigh } from '../../blocks.ts';
import { cutMrkdwn, escapeMrkdwn } from '../../text/mrkdwn.ts';
import type { Announcement, Upgrade } from '../../watch/announcement.ts';
import { type Comparison, isItselfChanged, type Touch } from '../../watch/touches.ts';
import { capitalize, countKind, pluralOf, typeOf } from '../facts.ts';
import { linkTo, titleOf } from '../title.ts';
import { describeChange, describeTarget, nameObjects } from './words.ts';

/** What the buttons, the numbers and the last line need is left. */
const LINES_WEIGHT = 7500;
const LONGEST_LINE = 900;
const LINES_A_SECTION = 4;
const MOST_LINES = 24;
const MOST_OPENED = 3;

export function releaseMessage(announcement: Announcement, catalog: Catalog): Message {
  const { release, upgrades, isSubscribed, touches, problem } = announcement;
  return createMessage([
    section(`*ATT&amp;CK ${escapeMrkdwn(release)} is here.* ${upgrades.map(describeUpgrade).join(' ')}`),
    ...(isSubscribed && problem === undefined ? [section(summarize(announcement.comparisons))] : []),
    ...(problem === undefined
      ? touchPart(touches, catalog)
      : [section(describeLack(problem, announcement.isWatching))]),
    ...row([
      ...opened(touches).map((object) =>
        button(`Open ${titleOf(catalog, object)}`, { kind: 'open', key: keyOf(object, catalog) }),
      ),
      ...(announcement.isWatching ? [button('See the watch list', { kind: 'watching', page: 1 })] : []),
      button(
        'Unsubscribe',
        { kind: 'unsubscribe', from: 'everything' },
        { spoken: 'Unsubscribe: no such messages here any more' },
      ),
    ]),
    context('Anyone here may unsubscribe; it can be undone for a day.'),
  ]);
}

/** Mrkdwn: "Enterprise, ICS: until now 18.1." */
function describeUpgrade({ from, domains }: Upgrade): string {
  return `${domains.map(labelDomain).join(', ')}: until now ${escapeMrkdwn(from)}.`;
}

function describeLack(problem: string, isWatching: boolean): string {
  const list = isWatching ? ' So I cannot tell whether it touches what is watched here.' : '';
  return `What it changes is not known: the release before cannot be had. ${escapeMrkdwn(problem)}${list}`;
}

/** Mrkdwn, a line a type: "Techniques: 12 new, 58 changed, 3 gone". */
function summarize(comparisons: readonly Comparison[]): string {
  const news = comparisons.flatMap(({ news: all }) => [...all.values()]).filter(isItselfChanged);
  if (news.length === 0) return 'Nothing that a reader sees has changed in it.';
  const byType = Map.groupBy(news, (change) => typeOf(subjectOf(change)));
  return [...byType].map(([type, changes]) => `• ${capitalize(pluralOf(type))}: ${countFates(changes)}`).join('\n');
}

type Fate = 'new' | 'back again' | 'changed' | 'revoked' | 'deprecated' | 'removed';

const FATES: readonly Fate[] = ['new', 'back again', 'changed', 'revoked', 'deprecated', 'removed'];

function countFates(changes: readonly ObjectChange[]): string {
  const byFate = Map.groupBy(changes, fateOf);
  return FATES.flatMap((fate) => {
    const count = byFate.get(fate)?.length ?? 0;
    return count === 0 ? [] : [`${count} ${fate}`];
  }).join(', ');
}

function fateOf({ seen }: ObjectChange): Fate {
  for (const { kind } of seen) {
    switch (kind) {
      case 'added':
        return 'new';
      case 'revived':
        return 'back again';
      case 'revoked':
      case 'deprecated':
      case 'removed':
        return kind;
      default:
    }
  }
  return 'changed';
}

function touchPart(touches: readonly Touch[], catalog: Catalog): readonly Piece[] {
  if (touches.length === 0) return [];
  const lines = touches.flatMap((touch) => describeTouch(touch, catalog));
  const head = section(`*It touches what is watched here*: ${countKind(touches.length, 'entry')}`);
  const shown = [head];
  let told = 0;
  for (; told < Math.min(lines.length, MOST_LINES); told += LINES_A_SECTION) {
    const next = section(lines.slice(told, told + LINES_A_SECTION).join('\n'));
    if (weigh([...shown, next]) > LINES_WEIGHT) break;
    shown.push(next);
  }
  const more = lines.length - told;
  return more > 0 ? [...shown, context(`… and ${more} more.`)] : shown;
}

/** Mrkdwn, a line for each object that is watched by itself, and one for all that a filter holds. */
function describeTouch({ entry: { target }, news, follows }: Touch, catalog: Catalog): readonly string[] {
  if (target.kind === 'filter') return [`• ${describeTarget(target, catalog)}: ${describeWithin(news, catalog)}`];
  const following = follows ? [`From now on ${linkTo(catalog, follows)} is watched in its place.`] : [];
  return [...news.map((change) => describeChange(change, catalog)), ...following].map(
    (line) => `• ${cutMrkdwn(line, LONGEST_LINE)}`,
  );
}

/** Mrkdwn: "2 new (T1, T2), 1 revoked (T3)" */
function describeWithin(news: readonly ObjectChange[], catalog: Catalog): string {
  const byFate = Map.groupBy(news, fateOf);
  return FATES.flatMap((fate) => {
    const changes = byFate.get(fate) ?? [];
    return changes.length === 0 ? [] : [`${changes.length} ${fate} (${nameObjects(changes.map(subjectOf), catalog)})`];
  }).join(', ');
}

/** What touches most by itself comes first in the list anyway. */
function opened(touches: readonly Touch[]): readonly AttackObject[] {
  const objects = touches.flatMap(({ entry, news, follows }) =>
    entry.target.kind === 'object' ? (follows ?? news.flatMap(({ later }) => later ?? [])) : [],
  );
  return [...new Set(objects)].slice(0, MOST_OPENED);
}
