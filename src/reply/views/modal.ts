/** The modal in which one searches and reads on: menus that answer while one types and that narrow what they offer, and the card beneath. */

import type { ActionsBlock, ExternalSelect, KnownBlock, ModalView, PlainTextOption, StaticSelect } from '@slack/types';
import type { Catalog } from '../../search/catalog.ts';
import { answer, objectShown } from '../answer.ts';
import { context, divider, LIMITS, plainBlocks, section } from '../blocks.ts';
import { copyAsMarkdown } from '../copy.ts';
import { dropStale, listChoices, MENU_FIELDS, type MenuField, type MenuTerm } from '../modal/narrowing.ts';
import { encodeState, type ModalState } from '../modal/state.ts';
import { optionOf } from '../offers.ts';
import type { Shareable } from '../question.ts';
import { answerView, takeRow } from '../reply.ts';
import { escapeMrkdwn, plain } from '../text/mrkdwn.ts';
import { type Vantage, vantageRows } from '../vantage.ts';
import { copyView } from './copy.ts';
import { capitalize } from './facts.ts';
import { ageNotes, releaseOf } from './notes.ts';
import { nameOrigin } from './shared.ts';
import { shortNameOf } from './title.ts';

/** The `action_id`s of the modal's own elements; those of a card are as in a message. */
export const MODAL_ACTIONS = { pick: 'pick', narrow: 'narrow', back: 'back' } as const;

/** The value of the option that frees a menu. */
export const ANY = '*';

/** Slack's limits. */
const LONGEST_TITLE = 24;
const MOST_BLOCKS = 100;

interface ModalNews {
  /** Mrkdwn: what became of the last press, where that does not show. */
  readonly note?: string | undefined;
  readonly vantage?: Vantage | undefined;
}

export function modalView(
  asked: ModalState,
  catalog: Catalog,
  now: number,
  { note, vantage }: ModalNews = {},
): ModalView {
  const state = withoutStale(asked, catalog);
  if (state.copied && state.shown) return markdownView(state, state.shown, catalog);
  const found = state.shown && answer(state.shown, catalog);
  const object = found && objectShown(found, catalog);
  const title = state.search ? 'Search ATT&CK' : object ? shortNameOf(object) : 'ATT&CK';
  const picked = object === undefined ? undefined : optionOf(catalog, object)[0];
  const blocks: readonly KnownBlock[] = [
    ...(state.search ? searchBlocks(state.search, picked, catalog) : []),
    ...backRow(state, catalog),
    ...(note === undefined ? [] : [section(note)]),
    ...(found ? plainBlocks(answerView(found, catalog, now)) : hint(catalog, now)),
    ...plainBlocks(vantageRows(catalog, vantage)),
    ...(found && state.shown
      ? takeRow(found, state.shown, state.origin && `Share to ${nameOrigin(state.origin)}`)
      : []),
  ];
  return {
    type: 'modal',
    title: { type: 'plain_text', text: plain(title, LONGEST_TITLE) || 'ATT&CK', emoji: false },
    close: { type: 'plain_text', text: state.depth === 1 ? 'Close' : 'Back', emoji: false },
    blocks: blocks.slice(0, MOST_BLOCKS),
    private_metadata: encodeState(state),
  };
}

/** What a menu would not show must not narrow either. */
function withoutStale({ search, ...rest }: ModalState, catalog: Catalog): ModalState {
  return search ? { ...rest, search: { ...search, narrowed: dropStale(catalog, search.narrowed) } } : rest;
}

/** In the place of a card it is left as it came; on top of one it is closed. */
function markdownView(state: ModalState, shown: Shareable, catalog: Catalog): ModalView {
  const view = copyView(copyAsMarkdown(shown, catalog));
  const back = state.copied === 'in place' ? backTo(shown, catalog) : [];
  return {
    ...view,
    close: { type: 'plain_text', text: state.depth === 1 ? 'Close' : 'Back', emoji: false },
    blocks: [...back, ...view.blocks],
    private_metadata: encodeState(state),
  };
}

/** New ones with each change of the menus: Slack keeps what was chosen, and offered, in a menu that it knows. */
function searchBlocks(
  { narrowed, turn }: NonNullable<ModalState['search']>,
  picked: PlainTextOption | undefined,
  catalog: Catalog,
): readonly KnownBlock[] {
  const search: ExternalSelect = {
    type: 'external_select',
    action_id: MODAL_ACTIONS.pick,
    placeholder: { type: 'plain_text', text: 'Type an ID, a name or an alias', emoji: false },
    min_query_length: 1,
    // Whoever opens the search is about to type.
    ...(picked ? { initial_option: picked } : { focus_on_load: true }),
  };
  const narrowing: ActionsBlock = {
    type: 'actions',
    block_id: `narrow.${turn}`,
    elements: MENU_FIELDS.map((field) => menuOf(field, narrowed, catalog)),
  };
  return [{ type: 'actions', block_id: `search.${turn}`, elements: [search] }, narrowing, divider];
}

function menuOf(field: MenuField, narrowed: readonly MenuTerm[], catalog: Catalog): StaticSelect {
  const any = optionFor(ANY, `Any ${field}`);
  const set = narrowed.find((term) => term.field === field);
  const options = [
    any,
    ...listChoices(catalog, field, narrowed).map((value) => optionFor(value, labelChoice(field, value))),
  ];
  return {
    type: 'static_select',
    action_id: `${MODAL_ACTIONS.narrow}.${field}`,
    placeholder: { type: 'plain_text', text: capitalize(field), emoji: false },
    options,
    initial_option: options.find(({ value }) => value === set?.value) ?? any,
  };
}

function optionFor(value: string, label: string): PlainTextOption {
  return { text: { type: 'plain_text', text: plain(label, LIMITS.optionText), emoji: false }, value };
}

function labelChoice(field: MenuField, value: string): string {
  return field === 'type' ? capitalize(value) : value;
}

function backRow({ trail }: ModalState, catalog: Catalog): readonly ActionsBlock[] {
  const key = trail.at(-1);
  return key === undefined ? [] : backTo({ kind: 'open', key }, catalog);
}

function backTo(shown: Shareable, catalog: Catalog): readonly ActionsBlock[] {
  const object = objectShown(answer(shown, catalog), catalog);
  const what = object ? shortNameOf(object) : shown.kind === 'open' ? shown.key : 'the answer';
  const text = plain(`Back to ${what}`, LIMITS.buttonText);
  return [
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: MODAL_ACTIONS.back, text: { type: 'plain_text', text, emoji: false } }],
    },
  ];
}

function hint(catalog: Catalog, now: number): readonly KnownBlock[] {
  return [
    section('Pick one, and its card appears here. The menus above narrow what is offered.'),
    context(`Answers come from ${escapeMrkdwn(releaseOf(catalog.copies))}.`),
    ...ageNotes(catalog, catalog.objects, now).map(context),
  ];
}
