/** What changed of one object: each thing that a reader sees, what it gained and lost, and its text word by word. */

import type { Button } from '@slack/types';
import { type ObjectChange, subjectOf } from '../../../search/changes/change.ts';
import { compareTexts } from '../../../search/changes/texts.ts';
import { button, context, fold, type Piece, row, section } from '../../blocks.ts';
import type { ComparisonAnswer } from '../../changes/answer.ts';
import { findHunks } from '../../changes/hunks.ts';
import { type ChangedList, listChanged } from '../../changes/lists.ts';
import { withRelease } from '../../question.ts';
import { cutMrkdwn } from '../../text/mrkdwn.ts';
import { pageButtons } from '../alternatives.ts';
import { ageNotes } from '../notes.ts';
import { shortNameOf } from '../title.ts';
import { headOfDiff, tellChangedList, tellEntry, tellEvents, tellHunk } from './diff-lines.ts';
import { formatNumber, headList } from './words.ts';

type DiffAnswer = Extract<ComparisonAnswer, { kind: 'diff' }>;

/** Of what was gained or lost, how many a line names: as many of these as leave room. */
const NAMED = [4, 3, 2, 1];
const MOST_BUTTONS = 5;
const ENTRIES_A_PAGE = 12;
/** In UTF-16 units, of what stands above and of what is open: together they are within a message's text. */
const LONGEST_SUMMARY = 2000;
const LONGEST_PAGE = 1400;
const LEGEND = 'Words that are new stand in *bold*, words that are gone are ~struck through~.';

export function diffView(found: DiffAnswer, now: number): readonly Piece[] {
  const { change, comparison } = found;
  const { to } = comparison.changes;
  const object = subjectOf(change);
  const lists = listChanged(change, comparison);
  const most = NAMED.find((few) => diffLines(found, few).join('\n').length <= LONGEST_SUMMARY) ?? 1;
  return [
    section(cutMrkdwn(diffLines(found, most).join('\n'), LONGEST_SUMMARY)),
    ...openPart(found, lists),
    ...row([
      ...lists
        .filter(({ gained, lost }) => Math.max(gained.length, lost.length) > most)
        .slice(0, MOST_BUTTONS)
        .map((one) => openButton(one, found)),
      ...(comparison.later.byStixId.has(object.stixId)
        ? // What a workspace has pinned may not have it yet.
          [button(`Show ${shortNameOf(object)}`, withRelease({ kind: 'open', key: object.stixId }, to))]
        : []),
    ]),
    ...ageNotes(comparison.later, [object], now).map(context),
  ];
}

/** Mrkdwn lines, of lists so many by name. */
export function diffLines(
  { change, comparison }: Pick<DiffAnswer, 'change' | 'comparison'>,
  most?: number,
): readonly string[] {
  const { to } = comparison.changes;
  return [
    ...headOfDiff(change, comparison),
    ...(change.seen.length === 0 ? [`*Nothing that a reader sees* changed in ${to}.`] : []),
    ...tellEvents(change, comparison),
    ...listChanged(change, comparison).map((one) => tellChangedList(one, subjectOf(change), comparison, most)),
  ];
}

/** Mrkdwn, an item for each place where the text changed. */
export function hunkLines({ earlier, later, seen }: ObjectChange): readonly string[] {
  if (!seen.some(({ kind }) => kind === 'text')) return [];
  return findHunks(compareTexts(earlier?.description ?? '', later?.description ?? '')).map(tellHunk);
}

interface Part {
  /** Plain text. */
  readonly title: string;
  readonly legend?: string;
  /** Mrkdwn. */
  readonly pages: readonly string[];
}

function openPart(found: DiffAnswer, lists: readonly ChangedList[]): readonly Piece[] {
  const { asked, change } = found;
  const part = readPart(found, lists);
  if (!part || part.pages.length === 0) return [];
  const { title, legend, pages } = part;
  const page = Math.min(asked.page, pages.length);
  const turn = (to: number) => ({ ...asked, page: to });
  const of = ` of ${shortNameOf(subjectOf(change))}`;
  const place = pages.length > 1 ? `, page ${page} of ${pages.length}` : '';
  return fold(title + place, [
    section(pages[page - 1] ?? ''),
    ...(legend === undefined ? [] : [context(legend)]),
    ...row([
      ...pageButtons(page, pages.length, turn, { list: title.toLowerCase(), of }),
      ...(asked.part === undefined ? [] : [closeButton(found, title, of)]),
    ]),
  ]);
}

function readPart({ asked, change, comparison }: DiffAnswer, lists: readonly ChangedList[]): Part | undefined {
  const { part = 'text' } = asked;
  if (part === 'text') return { title: 'Text', legend: LEGEND, pages: packPages(hunkLines(change)) };
  const list = lists.find(({ topic }) => topic === part);
  if (!list) return undefined;
  const { gained, lost, kept = [] } = list;
  const entries = [
    ...gained.map((entry) => tellEntry(entry, 'gained', list, comparison)),
    ...lost.map((entry) => tellEntry(entry, 'lost', list, comparison)),
    ...kept.map((entry) => tellEntry(entry, 'kept', list, comparison)),
  ];
  return { title: headList(list.topic, subjectOf(change)), pages: packPages(entries, ENTRIES_A_PAGE) };
}

function openButton({ topic, gained, lost, kept = [] }: ChangedList, { asked, change }: DiffAnswer): Button {
  const object = subjectOf(change);
  const count = formatNumber(gained.length + lost.length + kept.length);
  const isOpen = asked.part === topic;
  const label = `All ${count} ${headList(topic, object).toLowerCase()}${isOpen ? ', open' : ''}`;
  const spoken = `${label} that ${shortNameOf(object)} gained or lost`;
  return button(label, { ...asked, part: topic, page: 1 }, { spoken, isPrimary: isOpen });
}

function closeButton({ asked: { part: _, ...asked } }: DiffAnswer, title: string, of: string): Button {
  const label = `Close ${title.toLowerCase()}`;
  return button(label, { ...asked, page: 1 }, { spoken: label + of });
}

/** As many whole items as a page holds; one that no page holds is cut. */
function packPages(items: readonly string[], most: number = Number.POSITIVE_INFINITY): readonly string[] {
  const pages: string[][] = [];
  let room = 0;
  for (const item of items.map((one) => cutMrkdwn(one, LONGEST_PAGE))) {
    const page = pages.at(-1);
    room -= item.length + 1;
    if (page && room >= 0 && page.length < most) {
      page.push(item);
    } else {
      pages.push([item]);
      room = LONGEST_PAGE - item.length;
    }
  }
  return pages.map((page) => page.join('\n'));
}
