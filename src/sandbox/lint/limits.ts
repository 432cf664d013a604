/**
 * Slack's limits on counts and lengths as data: what the types of @slack/types say only in prose. Sources: those declarations,
 * docs.slack.dev/reference/block-kit, and where they disagree the smaller number.
 */

/** A limit on what stands under `key` in an object: characters of a text (or of a text object's `text`), or items of a list. */
export interface Limit {
  readonly key: string;
  /** Whether it holds for every item of the list there, not for the whole. */
  readonly isEach: boolean;
  readonly unit: 'characters' | 'items';
  readonly min: number;
  readonly max: number;
}

export type Surface = 'message' | 'modal' | 'home';

export const MAX_BLOCKS: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 };

/** Over all blocks of the kind in one message. */
export const MAX_MARKDOWN_CHARACTERS = 12_000;
/** Of the kind `table` in one message. */
export const MAX_TABLES = 1;

/**
 * All blocks of a message together: undocumented, and seen to be refused beyond 13,172 characters (bolt-js#2509), with about
 * 110 more for each block. What Slack counts is not known: this is the measure that fits the reports.
 */
export const MAX_WEIGHT = 13_172;
export const WEIGHT_PER_BLOCK = 110;

/** Kinds of block that a surface does not take. */
export const FOREIGN_BLOCKS: Readonly<Record<Surface, readonly string[]>> = {
  message: ['file', 'alert'],
  modal: ['file', 'markdown', 'table', 'data_table', 'context_actions'],
  home: ['file', 'alert', 'markdown', 'table', 'data_table', 'context_actions'],
};

const ACTION_ID = characters('action_id', 255);
const PLACEHOLDER = characters('placeholder', 150);
const OPTIONS = [items('options', 100), items('option_groups', 100)];
const MENU = [ACTION_ID, PLACEHOLDER, ...OPTIONS];
const BLOCK_ID = characters('block_id', 255);

/** By the `type` of a block, an element or a text. */
export const LIMITS_BY_TYPE: Readonly<Record<string, readonly Limit[]>> = {
  plain_text: [characters('text', 3000)],
  mrkdwn: [characters('text', 3000)],

  section: [BLOCK_ID, characters('text', 3000), items('fields', 10), each(characters('fields', 2000))],
  header: [BLOCK_ID, characters('text', 150)],
  context: [BLOCK_ID, items('elements', 10)],
  actions: [BLOCK_ID, items('elements', 25)],
  context_actions: [BLOCK_ID, items('elements', 5)],
  divider: [BLOCK_ID],
  image: [BLOCK_ID, characters('alt_text', 2000), characters('title', 2000), characters('image_url', 3000)],
  markdown: [BLOCK_ID, characters('text', 12_000)],
  input: [BLOCK_ID, characters('label', 2000), characters('hint', 2000)],
  alert: [BLOCK_ID, characters('text', 200)],
  card: [BLOCK_ID, characters('title', 150), characters('subtitle', 150), characters('body', 200)],
  carousel: [BLOCK_ID, items('elements', 10)],
  container: [BLOCK_ID, characters('title', 150), characters('subtitle', 150), items('child_blocks', 10)],
  table: [BLOCK_ID, items('rows', 100), each(items('rows', 20))],
  data_table: [BLOCK_ID, items('rows', 101, 2), each(items('rows', 20)), characters('caption', 3000)],
  rich_text: [BLOCK_ID],
  video: [BLOCK_ID, characters('title', 200), characters('description', 200), characters('alt_text', 2000)],

  button: [
    ACTION_ID,
    characters('text', 75),
    characters('value', 2000),
    characters('url', 3000),
    characters('accessibility_label', 75),
  ],
  workflow_button: [ACTION_ID, characters('text', 75), characters('accessibility_label', 75)],
  overflow: [ACTION_ID, items('options', 5)],
  checkboxes: [ACTION_ID, items('options', 10)],
  radio_buttons: [ACTION_ID, items('options', 10)],
  static_select: MENU,
  multi_static_select: MENU,
  external_select: MENU,
  multi_external_select: MENU,
  users_select: MENU,
  multi_users_select: MENU,
  conversations_select: MENU,
  multi_conversations_select: MENU,
  channels_select: MENU,
  multi_channels_select: MENU,
  datepicker: [ACTION_ID, PLACEHOLDER],
  timepicker: [ACTION_ID, PLACEHOLDER],
  datetimepicker: [ACTION_ID],
  plain_text_input: [ACTION_ID, PLACEHOLDER, characters('initial_value', 3000, 0)],
};

/** By the key under which an object without a `type` stands. */
export const LIMITS_BY_KEY: Readonly<Record<string, readonly Limit[]>> = {
  confirm: [characters('title', 100), characters('text', 300), characters('confirm', 30), characters('deny', 30)],
  options: [characters('text', 75), characters('description', 75), characters('value', 75), characters('url', 3000)],
  option_groups: [characters('label', 75), items('options', 100)],
};

/** By type: of these properties at least one has to be there. */
export const ONE_OF: Readonly<Record<string, readonly string[]>> = {
  section: ['text', 'fields'],
  container: ['title', 'rich_text_title'],
  card: ['hero_image', 'title', 'actions', 'body'],
  static_select: ['options', 'option_groups'],
  multi_static_select: ['options', 'option_groups'],
};

function characters(key: string, max: number, min = 1): Limit {
  return { key, isEach: false, unit: 'characters', min, max };
}

function items(key: string, max: number, min = 1): Limit {
  return { key, isEach: false, unit: 'items', min, max };
}

function each(limit: Limit): Limit {
  return { ...limit, isEach: true };
}
