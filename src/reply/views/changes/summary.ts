/** What changed between two releases, on one page: what a reader sees, the changelog's figures, and the way to the lists of all that. */

import type { ObjectChange } from '../../../search/changes/change.ts';
import { button, context, createMessage, LIMITS, type Piece, row, section, weigh } from '../../blocks.ts';
import type { ComparisonAnswer } from '../../changes/answer.ts';
import { tallyOfficial } from '../../changes/tally.ts';
import { groupByTopic, isListed, type ListName, labelOption, OFFICIAL_CLASSES } from '../../changes/topic.ts';
import { listMenu } from '../../selects.ts';
import { ageNotes } from '../notes.ts';
import { officialTable } from './official.ts';
import { describeHidden, describeRest, describeTopics, headOf } from './overview.ts';
import { formatNumber } from './words.ts';

type ChangesAnswer = Extract<ComparisonAnswer, { kind: 'changes' }>;

const UPLOAD = 'Upload all as Markdown, for everybody here to see';
const OFFICIAL_LISTS: readonly ListName[] = ['official', ...OFFICIAL_CLASSES];
/** In UTF-16 units, of the lines of words. */
const LONGEST_LINES = 1900;
/** Of a message's budget and of its text: for what is put beneath any answer. */
const RESERVE = 1000;
const RESERVED_TEXT = 300;

export function summaryView(found: ChangesAnswer, now: number): readonly Piece[] {
  const { asked, comparison, objects } = found;
  const rows = tallyOfficial(comparison.changes.domains, objects);
  const lines = keepFitting([...describeTopics(objects), ...describeRest(found)]);
  const upload = button('Upload all as Markdown', { kind: 'report', of: asked }, { spoken: UPLOAD });
  const menus = [
    ...listMenu(asked, 'seen', optionsOf([countIn(objects, 'seen'), ...countTopics(objects)])),
    ...listMenu(asked, 'official', optionsOf(OFFICIAL_LISTS.map((name) => countIn(objects, name)))),
  ];
  const hidden = describeHidden(found);
  const build = (most: number): readonly Piece[] => [
    section(`${headOf(found)} · what a reader sees\n${lines.join('\n') || 'Nothing.'}`),
    ...officialTable(rows, most),
    ...hidden.map(context),
    ...row([...menus, upload]),
    ...ageNotes(comparison.later, comparison.later.objects, now).map(context),
  ];
  let most = rows.length;
  while (most > 1 && !hasRoom(build(most))) most -= 1;
  return build(most);
}

function hasRoom(pieces: readonly Piece[]): boolean {
  const { text, blocks } = createMessage(pieces);
  return weigh(blocks) + RESERVE <= LIMITS.budget && text.length + RESERVED_TEXT <= LIMITS.messageText;
}

/** Lists with something in them, each with how many; all first. */
function optionsOf(counts: Iterable<readonly [ListName, number]>) {
  return [...counts].flatMap(([name, count]) =>
    count === 0 ? [] : [{ name, label: `${labelOption(name)} (${formatNumber(count)})` }],
  );
}

function countTopics(objects: readonly ObjectChange[]) {
  return [...groupByTopic(objects)].map(([topic, own]) => [topic, own.length] as const);
}

function countIn(objects: readonly ObjectChange[], name: ListName): readonly [ListName, number] {
  return [name, objects.filter((object) => isListed(object, name)).length];
}

/** Whole lines from the top. */
function keepFitting(lines: readonly string[]): readonly string[] {
  let room = LONGEST_LINES;
  return lines.filter((line) => {
    room -= line.length + 1;
    return room >= 0;
  });
}
