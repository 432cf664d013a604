/** Where a person is in the modals, and where a press leads: to the same view changed, or to one on top of it. Never more than three. */

import type { Catalog } from '../../search/catalog.ts';
import { type Answerable, decodeQuestion, isErrand, type Question, type Shareable } from '../question.ts';
import { isMenuTerm, MENU_FIELDS, type MenuField, type MenuTerm, narrow } from './narrowing.ts';

/** What a view remembers of itself. */
export interface ModalState {
  /** Counts from 1, the lowest view of Slack's stack. */
  readonly depth: number;
  /** Where the search stands above what is shown. */
  readonly search?: Search;
  readonly shown?: Shareable;
  /** Keys of the objects that were shown in this view before, the oldest first: the uppermost view opens others in its own place. */
  readonly trail: readonly string[];
  /** It shows the Markdown of what is shown: in a view of its own, or in the place of the card. */
  readonly copied?: 'on top' | 'in place';
  /** The command that opened the modals, where one did. */
  readonly origin?: Origin;
}

/** A command in a channel; what it leads to can be shared there. */
export interface Origin {
  /** The channel's, as Slack tells it. */
  readonly name: string;
  readonly responseUrl: string;
  /** In ms since 1970. */
  readonly at: number;
}

interface Search {
  /** What its menus are set to. */
  readonly narrowed: readonly MenuTerm[];
  /** Counts the changes of the menus, so that they are new ones to Slack, and show what was freed. */
  readonly turn: number;
}

/** What a person does in a view. */
export type Press =
  | { readonly kind: 'pick'; readonly key: string }
  /** `narrowed` is all that was chosen so far; no `value` frees the menu. */
  | {
      readonly kind: 'narrow';
      readonly field: MenuField;
      readonly value: string | undefined;
      readonly narrowed: readonly MenuTerm[];
    }
  | { readonly kind: 'back' }
  | { readonly kind: 'copy'; readonly of: Shareable }
  | { readonly kind: 'ask'; readonly question: Answerable };

/** What becomes of it. */
export interface Step {
  readonly kind: 'update' | 'push';
  readonly state: ModalState;
}

/** Slack's limit on the depth of the stack (docs.slack.dev/reference/methods/views.push). */
const DEEPEST = 3;
/** Slack's limit on `private_metadata`. */
const LONGEST = 3000;

export const NEW_SEARCH: ModalState = { depth: 1, search: { narrowed: [], turn: 0 }, trail: [] };

export function openOn(question: Answerable): ModalState {
  return { depth: 1, shown: answerTo(question), trail: [] };
}

export function step({ copied, ...state }: ModalState, press: Press, catalog: Catalog): Step {
  switch (press.kind) {
    case 'pick':
      return { kind: 'update', state: { ...state, shown: { kind: 'open', key: press.key } } };
    case 'narrow': {
      const narrowed = narrow(catalog, press.narrowed, press.field, press.value);
      return { kind: 'update', state: { ...state, search: { narrowed, turn: (state.search?.turn ?? 0) + 1 } } };
    }
    case 'back': {
      if (copied) return { kind: 'update', state };
      const key = state.trail.at(-1);
      const shown = key === undefined ? {} : { shown: { kind: 'open', key } as const };
      return { kind: 'update', state: { ...state, ...shown, trail: state.trail.slice(0, -1) } };
    }
    case 'ask':
      return ask(state, press.question);
    case 'copy':
      return state.depth < DEEPEST
        ? { kind: 'push', state: { ...onTop(state, press.of), copied: 'on top' } }
        : { kind: 'update', state: { ...state, shown: press.of, copied: 'in place' } };
  }
}

/** The same where nothing more can be put on top. */
export function stepInPlace(state: ModalState, press: Press, catalog: Catalog): Step {
  return step({ ...state, depth: DEEPEST }, press, catalog);
}

function ask(state: ModalState, question: Answerable): Step {
  const shown = answerTo(question);
  if (isOfTheSame(state.shown, shown)) return { kind: 'update', state: { ...state, shown } };
  if (state.depth < DEEPEST) return { kind: 'push', state: onTop(state, shown) };
  const left = state.shown && keyIn(state.shown);
  const trail = left === undefined ? state.trail : [...state.trail, left];
  return { kind: 'update', state: { ...state, shown, trail } };
}

function onTop({ depth, origin }: ModalState, shown: Shareable): ModalState {
  return { depth: depth + 1, shown, trail: [], ...(origin ? { origin } : {}) };
}

/** Where no command opened the view, there is nobody to share with. */
function answerTo(question: Answerable): Shareable {
  return question.kind === 'share' ? question.of : question;
}

/** A section, its pages and its closing, and the pages of a list, change what is there; all else is another thing. */
function isOfTheSame(shown: Shareable | undefined, asked: Shareable): boolean {
  if (asked.kind === 'section') return true;
  return (
    (asked.kind === 'lookup' && shown?.kind === 'section') || (asked.kind === 'search' && shown?.kind === 'search')
  );
}

/** What names the object that a question shows, where it is one. */
function keyIn(question: Shareable): string | undefined {
  if ('key' in question) return question.key;
  return question.kind === 'lookup' && question.terms.length === 1 ? question.terms[0] : undefined;
}

/** A view's `private_metadata`: within Slack's limit, the oldest of the trail left out. */
export function encodeState(state: ModalState): string {
  const text = JSON.stringify(state);
  if (text.length <= LONGEST) return text;
  if (state.trail.length > 0) return encodeState({ ...state, trail: state.trail.slice(1) });
  const { shown: _, ...rest } = state;
  return JSON.stringify(rest);
}

/** What is no state, such as that of a view which another version of the bot made, is a view with nothing in it. */
export function decodeState(text: string): ModalState {
  const { depth, search, shown, trail, copied, origin } = readObject(text);
  const question = shown === undefined ? undefined : decodeQuestion(JSON.stringify(shown));
  return {
    depth: Number.isSafeInteger(depth) ? Number(depth) : DEEPEST,
    ...(typeof search === 'object' && search !== null ? { search: readSearch(search) } : {}),
    ...(question && isShareable(question) ? { shown: question } : {}),
    trail: Array.isArray(trail) ? trail.filter((key) => typeof key === 'string') : [],
    ...(copied === 'on top' || copied === 'in place' ? { copied } : {}),
    ...(isOrigin(origin) ? { origin } : {}),
  };
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

function isOrigin(value: unknown): value is Origin {
  const { name, responseUrl, at } = Object(value) as Readonly<Record<string, unknown>>;
  return (
    typeof name === 'string' &&
    typeof responseUrl === 'string' &&
    /^https?:/.test(responseUrl) &&
    typeof at === 'number'
  );
}

function readSearch(search: object): Search {
  const { narrowed, turn } = search as Readonly<Record<string, unknown>>;
  return {
    narrowed: Array.isArray(narrowed) ? narrowed.filter(isMenuTerm).slice(0, MENU_FIELDS.length) : [],
    turn: Number.isSafeInteger(turn) ? Number(turn) : 0,
  };
}

function isShareable(question: Question): question is Shareable {
  return question.kind !== 'share' && !isErrand(question);
}
