/** The bot's whole mind on one page: a question and what is known now become a message. */

import type { Button, KnownBlock } from '@slack/types';
import type { Catalog } from '../search/catalog.ts';
import type { Missing } from '../search/releases.ts';
import { type Answer, answer, keyOf, objectShown } from './answer.ts';
import { type Attribution, attributionRows } from './attribution.ts';
import { button, context, createMessage, type Message, type Piece, row, section } from './blocks.ts';
import type { Compared } from './changes/compared.ts';
import type { Answerable, Shareable } from './question.ts';
import type { PinState } from './settings/pin.ts';
import { stampRelease } from './stamp.ts';
import { backButton, elsewhereRows, type Vantage, vantageRows } from './vantage.ts';
import { cardView } from './views/card.ts';
import { comparisonView } from './views/changes/comparison.ts';
import { cardsView, choicesView } from './views/choices.ts';
import { helpView } from './views/help.ts';
import { listView } from './views/list.ts';
import { nothingView } from './views/nothing.ts';
import { missingReleaseMessage } from './views/release.ts';
import { describePin } from './views/settings/release.ts';
import { statusView } from './views/status.ts';
import { emptyView, misreadView, slipView, surplusView } from './views/unfiltered.ts';

const FILTERS_IDLE = 'Filters narrow searches and lists: beside an ID they do not count.';
/** What helps only the asker is not offered to the channel. */
const NOT_SHARED: ReadonlySet<Answer['kind']> = new Set([
  'help',
  'nothing',
  'misread',
  'slip',
  'surplus',
  'empty',
  'unsifted',
  'no diff',
  'uncompared',
]);

/** What is no answer to be happy with. */
const OUTCOMES: Readonly<Partial<Record<Answer['kind'], Reply['course']['outcome']>>> = {
  choices: 'choices',
  nothing: 'nothing',
  empty: 'nothing',
  misread: 'misread',
  slip: 'misread',
  surplus: 'misread',
};

/** Who asks, and when. */
export interface Asking extends Attribution {
  /** In ms since 1970. */
  readonly now: number;
  /** Whether the asker alone sees the answer, and may want to share it. */
  readonly isPrivate: boolean;
  /** For a question about two releases. */
  readonly compared?: Compared | undefined;
  /** Where the answer is not simply from the newest release. */
  readonly vantage?: Vantage | undefined;
  /** Other releases that are at hand, in which an ID may be that this one has not. */
  readonly elsewhere?: readonly Catalog[] | undefined;
  /** For the status. */
  readonly release?: PinState | undefined;
}

/** A message, and what is remembered of it. */
export interface Reply extends Message {
  /** The key of the one object that it is about, if it is about one. */
  readonly shows: string | undefined;
  /** What was asked and what came of it, for whoever counts answers. */
  readonly course: { readonly kind: string; readonly outcome: 'answered' | 'choices' | 'nothing' | 'misread' };
}

export function reply(question: Answerable, catalog: Catalog, asking: Asking): Reply {
  const asked = question.kind === 'share' ? question.of : question;
  const found = answer(asked, catalog, asking.compared);
  const object = objectShown(found, catalog);
  const { vantage, elsewhere = [], release } = asking;
  const others = elsewhereRows(found, catalog, elsewhere);
  // A comparison is shared as it was understood: of the same two releases, whatever is newer by then.
  const told = 'comparison' in found ? found.asked : asked;
  // What another release has is a press away already.
  const back = others.length > 0 ? [] : backButton(asked, vantage);
  const pieces = [
    ...answerView(found, catalog, asking.now),
    ...(found.kind === 'status' && release ? [section(describePin(release, asking.now))] : []),
    ...('hasFilters' in asked ? [context(FILTERS_IDLE)] : []),
    ...others,
    ...(found.kind === 'help' ? [] : vantageRows(catalog, vantage)),
    ...(asking.isPrivate ? takeRow(found, told, 'Share to channel', back) : row(back)),
    ...attributionRows(asking),
  ];
  const message = createMessage(asked.release === undefined ? pieces : stampRelease(pieces, asked.release));
  const course = { kind: found.kind === 'list' ? 'list' : question.kind, outcome: OUTCOMES[found.kind] ?? 'answered' };
  return { ...message, shows: object && keyOf(object, catalog), course };
}

/** Where the release that is asked for is not at hand. */
export function replyMissing(question: Answerable, missing: Missing): Reply {
  const course = { kind: question.kind, outcome: 'nothing' } as const;
  return { ...missingReleaseMessage(missing, question), shows: undefined, course };
}

export function answerView(found: Answer, catalog: Catalog, now: number): readonly Piece[] {
  switch (found.kind) {
    case 'card':
      return cardView(found, catalog, now);
    case 'cards':
      return cardsView(found, catalog, now);
    case 'choices':
      return choicesView(found, catalog, now);
    case 'nothing':
      return nothingView(found, catalog, now);
    case 'list':
      return listView(found, catalog, now);
    case 'misread':
      return misreadView(found, catalog, now);
    case 'slip':
      return slipView(found);
    case 'surplus':
      return surplusView(found);
    case 'empty':
      return emptyView(found, catalog, now);
    case 'status':
      return statusView(catalog, now);
    case 'help':
      return helpView(catalog, now);
    default:
      return comparisonView(found, now);
  }
}

/**
 * What can be done with an answer elsewhere.
 *
 * @param share what the button says that shares it; undefined where there is nobody to share it with
 * @param more other buttons of the same row, last
 */
export function takeRow(
  found: Answer,
  asked: Shareable,
  share: string | undefined,
  more: readonly Button[] = [],
): readonly KnownBlock[] {
  if (NOT_SHARED.has(found.kind)) return row(more);
  return row([
    ...(share === undefined ? [] : [button(share, { kind: 'share', of: asked })]),
    ...(found.kind === 'status' ? [] : [button('Copy as Markdown', { kind: 'markdown', of: asked })]),
    ...more,
  ]);
}
