/** Options that an app offers while a person types in an external select. */

import type { Outcome } from './delivery/parcel.ts';
import { type JsonObject, readAt, readObjects, readString } from './json.ts';
import { lintBlocks } from './lint/lint.ts';

/** As the page shows them. */
export interface SuggestedGroup {
  readonly label?: string;
  readonly options: readonly { readonly text: string; readonly description?: string; readonly value: string }[];
}

export interface Suggestions {
  readonly groups: readonly SuggestedGroup[];
  /** As the app gave them. */
  readonly options: readonly JsonObject[];
}

const DEFAULT_MIN_QUERY = 3;

/** Whether Slack asks the app already. */
export function isLongEnough(element: JsonObject, text: string): boolean {
  const least = readAt(element, 'min_query_length');
  return text.length >= (typeof least === 'number' ? least : DEFAULT_MIN_QUERY);
}

/** @returns undefined when the app gave none that Slack takes: late, not in its form, or beyond its limits */
export function readSuggestions(outcome: Outcome): Suggestions | undefined {
  if (outcome.kind !== 'acked' || outcome.response === undefined) {
    return undefined;
  }
  const { options, option_groups } = outcome.response;
  const given = Array.isArray(options) ? { options } : { option_groups };
  const list = given.options ?? given.option_groups;
  if (!Array.isArray(list) || (list.length > 0 && !isAllowed(given))) {
    return undefined;
  }
  const groups =
    given.options === undefined
      ? readObjects(given, 'option_groups')
      : [{ options: given.options } satisfies JsonObject];
  return {
    groups: groups.map((group) => ({
      ...mapText(group, 'label', 'label'),
      options: readObjects(group, 'options').map((option) => ({
        text: readString(option, 'text', 'text') ?? '',
        ...mapText(option, 'description', 'description'),
        value: readString(option, 'value') ?? '',
      })),
    })),
    options: groups.flatMap((group) => readObjects(group, 'options')),
  };
}

/** The rules of a static select's options are those of the options that are offered. */
function isAllowed(given: JsonObject): boolean {
  const element = { type: 'static_select', action_id: 'offered', ...given };
  return lintBlocks([{ type: 'actions', elements: [element] }], 'modal').length === 0;
}

function mapText<K extends string>(value: JsonObject, from: string, key: K): { readonly [key in K]?: string } {
  const text = readString(value, from, 'text');
  return text === undefined ? {} : ({ [key]: text } as { readonly [key in K]: string });
}
