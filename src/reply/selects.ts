/** Menus: of objects to open, and of pages to go to. An option's value has 75 characters, so that the question stands beside it. */

import type { PlainTextOption, StaticSelect } from '@slack/types';
import { plain } from './mrkdwn.ts';
import { decodeQuestion, encodeQuestion, type Question } from './question.ts';

export interface Option {
  readonly label: string;
  readonly value: string;
}

/** Slack's, in UTF-16 units and counts. */
const LONGEST_LABEL = 72;
const LONGEST_VALUE = 75;
const LONGEST_ACTION_ID = 255;
const MOST_OPTIONS = 100;

const OPEN = 'open';
const PAGE = 'ask.page ';
/** So many pages to choose from are enough, and weigh little. */
const MOST_PAGES = 10;

/** @param objects by the keys that name them, see `Shareable`; none makes no menu */
export function openMenu(objects: readonly Option[]): readonly StaticSelect[] {
  const options = objects.filter(({ value }) => value !== '' && value.length <= LONGEST_VALUE).slice(0, MOST_OPTIONS);
  return options.length === 0 ? [] : [menu(OPEN, 'Open one of these', options)];
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
  const actionId = PAGE + encodeQuestion({ ...question, page: 1 });
  if (actionId.length > LONGEST_ACTION_ID) return [];
  const options = pickPages(page, pages).map((to) => ({ label: `Page ${to} of ${pages}`, value: String(to) }));
  return options.length === 0 ? [] : [menu(actionId, 'Go to page', options)];
}

/** What a chosen option asks; undefined for a menu of an older version of the bot. */
export function readOption(actionId: string, value: string): Question | undefined {
  if (actionId === OPEN) return { kind: 'open', key: value };
  if (!actionId.startsWith(PAGE)) return undefined;
  const question = decodeQuestion(actionId.slice(PAGE.length));
  const page = Number(value);
  return question && 'page' in question && Number.isSafeInteger(page) && page >= 1 ? { ...question, page } : undefined;
}

/** The first and the last, and others evenly between them. */
function pickPages(page: number, pages: number): readonly number[] {
  const steps = Math.min(pages, MOST_PAGES);
  const picked = Array.from({ length: steps }, (_, at) => 1 + Math.round((at * (pages - 1)) / Math.max(1, steps - 1)));
  return [...new Set(picked)].filter((one) => one !== page);
}

function menu(actionId: string, placeholder: string, options: readonly Option[]): StaticSelect {
  return {
    type: 'static_select',
    action_id: actionId,
    placeholder: { type: 'plain_text', text: placeholder, emoji: false },
    options: options.map(
      ({ label, value }): PlainTextOption => ({
        text: { type: 'plain_text', text: plain(label, LONGEST_LABEL) || value, emoji: false },
        value,
      }),
    ),
  };
}
