/** What is entered or chosen in elements, as Slack tells it: in `state.values`, and with the action that changed it. */

import { listElements, type PlacedElement } from './elements.ts';
import { isObject, type JsonObject, readAt, readObjects, readString } from './json.ts';
import type { PageChoice } from './page-api.ts';

/** block_id → action_id → state. */
export type ElementValues = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

/** What there is to choose from, besides the options that an element brings. */
export interface Choosable {
  readonly conversations: readonly string[];
  readonly people: readonly string[];
  /** Where the view was opened. */
  readonly currentConversation: string | undefined;
  /** The options that the app last offered in an external select. */
  offered(placed: PlacedElement): readonly JsonObject[];
}

interface Kind {
  /** Where the state has what was chosen, and the element what is chosen from the start. */
  readonly field: string;
  readonly initial: string;
  readonly from: 'text' | 'options' | 'conversations' | 'people';
  readonly isMany: boolean;
  /** Whether `state.values` has it: an overflow menu forgets. */
  readonly isKept: boolean;
}

const KINDS: Readonly<Record<string, Kind>> = {
  plain_text_input: one('value', 'initial_value', 'text'),
  email_text_input: one('value', 'initial_value', 'text'),
  url_text_input: one('value', 'initial_value', 'text'),
  number_input: one('value', 'initial_value', 'text'),
  static_select: one('selected_option', 'initial_option', 'options'),
  external_select: one('selected_option', 'initial_option', 'options'),
  radio_buttons: one('selected_option', 'initial_option', 'options'),
  overflow: { ...one('selected_option', '', 'options'), isKept: false },
  checkboxes: many('selected_options', 'initial_options', 'options'),
  multi_static_select: many('selected_options', 'initial_options', 'options'),
  multi_external_select: many('selected_options', 'initial_options', 'options'),
  conversations_select: one('selected_conversation', 'initial_conversation', 'conversations'),
  multi_conversations_select: many('selected_conversations', 'initial_conversations', 'conversations'),
  channels_select: one('selected_channel', 'initial_channel', 'conversations'),
  multi_channels_select: many('selected_channels', 'initial_channels', 'conversations'),
  users_select: one('selected_user', 'initial_user', 'people'),
  multi_users_select: many('selected_users', 'initial_users', 'people'),
};

export function isChosen(element: JsonObject): boolean {
  return String(element.type) in KINDS;
}

/** Whether the state of an element is reported with every action. */
export function isStateful(element: JsonObject): boolean {
  return KINDS[String(element.type)]?.isKept === true;
}

/** The state of an element once a choice is made: `{ type, selected_option }` and the like; undefined for what cannot be chosen. */
export function choose(
  placed: PlacedElement,
  choice: PageChoice,
  choosable: Choosable,
  before?: JsonObject,
): JsonObject | undefined {
  const { type } = placed.element;
  const kind = KINDS[String(type)];
  if (kind === undefined) {
    return undefined;
  }
  const chosen = (typeof choice === 'string' ? [choice] : choice).map((value) =>
    findChoice(placed, kind, value, choosable, before),
  );
  const isFound = !chosen.includes(undefined) && (kind.isMany || chosen.length === 1);
  return isFound ? { type, [kind.field]: kind.isMany ? chosen : chosen[0] } : undefined;
}

/**
 * The state of all elements: what the person has entered now, else what they had entered before, else what is there from the start.
 *
 * @param given as the page tells it; only what could be chosen counts
 */
export function readValues(
  blocks: unknown,
  given: ElementValues,
  before: ElementValues,
  choosable: Choosable,
): ElementValues {
  const values: Record<string, Record<string, JsonObject>> = {};
  for (const placed of listElements(blocks)) {
    if (isStateful(placed.element)) {
      const { blockId, actionId } = placed;
      const kept = before[blockId]?.[actionId];
      const old = kept !== undefined && kept.type === placed.element.type ? kept : undefined;
      values[blockId] = {
        ...values[blockId],
        [actionId]: readGiven(placed, given[blockId]?.[actionId], choosable, old) ?? old ?? start(placed, choosable),
      };
    }
  }
  return values;
}

/** Whether nothing is entered in an element of that state. */
export function isEmpty(state: JsonObject | undefined): boolean {
  const value = state?.[KINDS[String(state?.type)]?.field ?? ''];
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function readGiven(
  placed: PlacedElement,
  given: unknown,
  choosable: Choosable,
  before: JsonObject | undefined,
): JsonObject | undefined {
  const kind = KINDS[String(placed.element.type)];
  if (kind === undefined || !isObject(given) || given.type !== placed.element.type || !(kind.field in given)) {
    return undefined;
  }
  const value = given[kind.field];
  if (value === null || value === '') {
    return { type: given.type, [kind.field]: kind.isMany ? [] : null };
  }
  const values = (Array.isArray(value) ? value : [value]).map((item) => (isObject(item) ? item.value : item));
  return choose(placed, values.map(String), choosable, before);
}

function start({ element }: PlacedElement, { currentConversation }: Choosable): JsonObject {
  const { type } = element;
  const kind = KINDS[String(type)] ?? one('value', 'initial_value', 'text');
  const isCurrent = kind.from === 'conversations' && element.default_to_current_conversation === true;
  const current = currentConversation === undefined || !isCurrent ? undefined : currentConversation;
  const first = current === undefined || !kind.isMany ? current : [current];
  return { type, [kind.field]: first ?? readAt(element, kind.initial) ?? (kind.isMany ? [] : null) };
}

function findChoice(
  placed: PlacedElement,
  { from }: Kind,
  value: string,
  choosable: Choosable,
  before: JsonObject | undefined,
): JsonObject | string | undefined {
  switch (from) {
    case 'text':
      return value;
    case 'options':
      return listOptions(placed, choosable, before).find((option) => readString(option, 'value') === value);
    case 'conversations':
      return choosable.conversations.find((id) => id === value);
    case 'people':
      return choosable.people.find((id) => id === value);
  }
}

/** What is chosen already stays valid when the app offers other options. */
function listOptions(
  placed: PlacedElement,
  choosable: Choosable,
  before: JsonObject | undefined,
): readonly JsonObject[] {
  const { element } = placed;
  return [
    ...readObjects(element, 'options'),
    ...readObjects(element, 'option_groups').flatMap((group) => readObjects(group, 'options')),
    ...choosable.offered(placed),
    ...[element.initial_option, before?.selected_option].filter(isObject),
    ...readObjects(element, 'initial_options'),
    ...readObjects(before, 'selected_options'),
  ];
}

function one(field: string, initial: string, from: Kind['from']): Kind {
  return { field, initial, from, isMany: false, isKept: true };
}

function many(field: string, initial: string, from: Kind['from']): Kind {
  return { ...one(field, initial, from), isMany: true };
}
