/** Menus: of objects to open, and of pages to go to. An option's value has 75 characters, so that the question stands beside it. */

import type { PlainTextOption, StaticSelect } from '@slack/types';
import type { AttackObject } from '../attack/object.ts';
import { isRelease } from '../attack/release.ts';
import type { Catalog } from '../search/catalog.ts';
import type { Comparison } from '../search/comparisons.ts';
import { LIMITS } from './blocks.ts';
import type { ChangesQuestion } from './changes/question.ts';
import { isListName, type ListName } from './changes/topic.ts';
import { optionOf } from './offers.ts';
import { decodeQuestion, encodeQuestion, type Question, withRelease } from './question.ts';
import { plain } from './text/mrkdwn.ts';

/** Slack's, in UTF-16 units and counts. */
const LONGEST_ACTION_ID = 255;
/** What naming a release adds to a question, at most. */
const ROOM_FOR_RELEASE = 42;
const MOST_OPTIONS = 100;

const OPEN = 'open';
const OPEN_IN = /^open in (\S+)$/;
const PAGE = 'ask.page ';
const DIFF = 'ask.diff ';
const LISTS = {
  seen: { prefix: 'ask.seen ', label: 'List what a reader sees' },
  official: { prefix: 'ask.official ', label: 'List what MITRE counts' },
} as const;
/** So many pages to choose from are enough, and weigh little. */
const MOST_PAGES = 10;

/**
 * Opens one of the objects that a text beside it names; none where there is nothing to open.
 *
 * @param of what they belong to, where there are other menus beside it
 */
export function openMenu(catalog: Catalog, objects: readonly AttackObject[], of?: string): readonly StaticSelect[] {
  const options = [...new Set(objects)]
    .flatMap((object) => optionOf(catalog, object))
    .slice(0, MOST_OPTIONS)
    // What tells them apart stands in the text beside the menu, and a message has no room to say it twice.
    .map(({ text, value }) => ({ text, ...(value === undefined ? {} : { value }) }));
  const label = of === undefined ? 'Open one of these' : `Open one of these (${of})`;
  return options.length === 0 ? [] : [menu(OPEN, label, options)];
}

/**
 * @param question with pages; its action_id holds it, and where it is too long for that there is no menu
 * @param page the page that is shown, which is no choice
 */
export function pageMenu(
  question: Extract<Question, { page: number }>,
  page: number,
  pages: number,
): readonly StaticSelect[] {
  const options = pickPages(page, pages).map((to) => pageOption(to, pages));
  return menuOf(PAGE, { ...question, page: 1 }, 'Go to page', options);
}

/**
 * Opens what changed of one of the objects that a text beside it names.
 *
 * @param objects of either release
 */
export function diffMenu(
  { earlier, later, changes: { from, to } }: Comparison,
  objects: readonly AttackObject[],
): readonly StaticSelect[] {
  const options = objects.flatMap((object) => {
    const isThere = later.byStixId.has(object.stixId);
    // The later release may have given the ID of what it dropped to another object.
    return optionOf(isThere ? later : earlier, object).map(({ text, value = '' }) => ({
      text,
      value: isThere ? value : object.stixId,
    }));
  });
  return menuOf(DIFF, { kind: 'diff', terms: [], from, to, page: 1 }, 'Open what changed of one', options);
}

/** @param lists one of which is put in the question; each with what the option says */
export function listMenu(
  question: ChangesQuestion,
  view: keyof typeof LISTS,
  lists: readonly { readonly name: ListName; readonly label: string }[],
): readonly StaticSelect[] {
  const { prefix, label } = LISTS[view];
  const options = lists.map(({ name, label: text }) => ({ text: plainText(text), value: name }));
  return menuOf(prefix, { ...question, page: 1 }, label, options);
}

/** What a chosen option asks; undefined for a menu of an older version of the bot. */
export function readOption(actionId: string, value: string): Question | undefined {
  if (actionId === OPEN) return { kind: 'open', key: value };
  const list = Object.values(LISTS).find(({ prefix }) => actionId.startsWith(prefix));
  if (list) {
    const asked = decodeQuestion(actionId.slice(list.prefix.length));
    return asked?.kind === 'changes' && isListName(value) ? { ...asked, list: value } : undefined;
  }
  if (actionId.startsWith(DIFF)) {
    const asked = decodeQuestion(actionId.slice(DIFF.length));
    return asked?.kind === 'diff' ? { ...asked, terms: [value] } : undefined;
  }
  const [, release] = OPEN_IN.exec(actionId) ?? [];
  if (release !== undefined && isRelease(release)) return { kind: 'open', key: value, release };
  if (!actionId.startsWith(PAGE)) return undefined;
  const question = decodeQuestion(actionId.slice(PAGE.length));
  const page = Number(value);
  return question && 'page' in question && Number.isSafeInteger(page) && page >= 1 ? { ...question, page } : undefined;
}

/** The `action_id` of the same menu, whose choices are of that release. */
export function stampMenu(actionId: string, release: string): string {
  if (actionId === OPEN) return `open in ${release}`;
  const question = actionId.startsWith(PAGE) ? decodeQuestion(actionId.slice(PAGE.length)) : undefined;
  return question ? PAGE + encodeQuestion(withRelease(question, release)) : actionId;
}

/** The first and the last, and others evenly between them. */
function pickPages(page: number, pages: number): readonly number[] {
  const steps = Math.min(pages, MOST_PAGES);
  const picked = Array.from({ length: steps }, (_, at) => 1 + Math.round((at * (pages - 1)) / Math.max(1, steps - 1)));
  return [...new Set(picked)].filter((one) => one !== page);
}

function pageOption(page: number, pages: number): PlainTextOption {
  return { text: plainText(`Page ${page} of ${pages}`), value: String(page) };
}

/** The question stands in the menu's `action_id`; where it is too long for that there is no menu, nor where there is no option. */
function menuOf(
  prefix: string,
  question: Question,
  label: string,
  options: readonly PlainTextOption[],
): readonly StaticSelect[] {
  const actionId = prefix + encodeQuestion(question);
  return options.length === 0 || actionId.length > LONGEST_ACTION_ID - ROOM_FOR_RELEASE
    ? []
    : [menu(actionId, label, options)];
}

function plainText(text: string): PlainTextOption['text'] {
  return { type: 'plain_text', text: plain(text, LIMITS.optionText), emoji: false };
}

function menu(actionId: string, label: string, options: readonly PlainTextOption[]): StaticSelect {
  return {
    type: 'static_select',
    action_id: actionId,
    placeholder: plainText(label),
    options: [...options],
  };
}
