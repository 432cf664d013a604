/** What an element is called, and what belongs to it, for those who do not see it. */

import type { Option } from '@slack/types';
import type { PageOptionGroup } from '../../page-api.ts';
import type { ElementState } from '../element-state.ts';

export interface FieldLabel {
  /** The id of the text that names it; where there is none it is named by its placeholder. */
  readonly labelledBy: string | undefined;
  /** The ids of its hint and of what is wrong with it. */
  readonly describedBy: string | undefined;
  readonly isInvalid: boolean;
  /** For the input of an input block that is optional: it can be emptied again. */
  readonly isOptional: boolean;
}

export interface FieldProps<E> {
  readonly element: E;
  readonly label: FieldLabel;
  readonly state: ElementState | undefined;
  readonly onChange: (state: ElementState) => void;
}

export interface OptionGroup {
  readonly label: string | undefined;
  readonly options: readonly Option[];
}

export function ariaOf(label: FieldLabel, name: string) {
  return {
    ...(label.labelledBy === undefined ? { 'aria-label': name } : { 'aria-labelledby': label.labelledBy }),
    'aria-describedby': label.describedBy,
    'aria-invalid': label.isInvalid || undefined,
  };
}

interface Choosable {
  readonly options?: readonly Option[];
  readonly option_groups?: readonly {
    readonly label: { readonly text: string };
    readonly options: readonly Option[];
  }[];
}

export function groupsOf({ options, option_groups: groups }: Choosable): readonly OptionGroup[] {
  return groups === undefined
    ? [{ label: undefined, options: options ?? [] }]
    : groups.map((group) => ({ label: group.label.text, options: group.options }));
}

/** The app's suggestions as the options that Slack keeps of them. */
export function groupsOfSuggestions(groups: readonly PageOptionGroup[]): readonly OptionGroup[] {
  return groups.map(({ label, options }) => ({
    label,
    options: options.map(
      ({ text, description, value }): Option => ({
        text: { type: 'plain_text', text, emoji: true },
        value,
        ...(description === undefined
          ? {}
          : { description: { type: 'plain_text' as const, text: description, emoji: true } }),
      }),
    ),
  }));
}
