/** Selects of options, conversations and people: native ones, which bring the keyboard and the phone's own picker with them. */

import type { ConversationsSelect, StaticSelect as StaticSelectElement, UsersSelect } from '@slack/types';
import { choiceOf } from '../element-state.ts';
import { type PageFrame, usePage } from '../page-context.ts';
import { ariaOf, type FieldLabel, type FieldProps, groupsOf } from './field.ts';

interface Choice {
  readonly value: string;
  readonly text: string;
}

interface NativeSelectProps {
  readonly placeholder: string;
  readonly label: FieldLabel;
  readonly value: string;
  readonly groups: readonly { readonly label: string | undefined; readonly choices: readonly Choice[] }[];
  readonly onChoose: (value: string) => void;
}

export function StaticSelect({ element, label, state, onChange }: FieldProps<StaticSelectElement>) {
  const groups = groupsOf(element);
  const options = groups.flatMap((group) => group.options);
  return (
    <NativeSelect
      placeholder={element.placeholder?.text ?? 'Select an item'}
      label={label}
      value={state === undefined ? '' : String(choiceOf(state) ?? '')}
      groups={groups.map((group) => ({
        label: group.label,
        choices: group.options.map((option) => ({ value: option.value ?? '', text: option.text.text })),
      }))}
      onChoose={(value) =>
        onChange({ type: 'static_select', selected_option: options.find((option) => option.value === value) ?? null })
      }
    />
  );
}

export function NamedSelect({ element, label, state, onChange }: FieldProps<ConversationsSelect | UsersSelect>) {
  const { frame } = usePage();
  const isPeople = element.type === 'users_select';
  const choices = isPeople
    ? frame.people.map(({ id, name }) => ({ value: id, text: `@${name}` }))
    : frame.channels.filter(isIncluded(element)).map(({ id, name, isDirect }) => ({
        value: id,
        text: isDirect ? `@${name}` : `#${name}`,
      }));
  return (
    <NativeSelect
      placeholder={element.placeholder?.text ?? (isPeople ? 'Select a person' : 'Select a conversation')}
      label={label}
      value={state === undefined ? '' : String(choiceOf(state) ?? '')}
      groups={[{ label: undefined, choices }]}
      onChoose={(value) => {
        const id = value === '' ? null : value;
        onChange(
          isPeople
            ? { type: 'users_select', selected_user: id }
            : { type: 'conversations_select', selected_conversation: id },
        );
      }}
    />
  );
}

function isIncluded({ filter }: ConversationsSelect): (channel: PageFrame['channels'][number]) => boolean {
  const kinds = filter?.include;
  return ({ isDirect }) =>
    kinds === undefined || (isDirect ? kinds.includes('im') : kinds.includes('public') || kinds.includes('private'));
}

function NativeSelect({ placeholder, label, value, groups, onChoose }: NativeSelectProps) {
  return (
    <select
      className="button"
      {...ariaOf(label, placeholder)}
      value={value}
      onChange={(event) => onChoose(event.target.value)}
    >
      <option value="" disabled={!label.isOptional}>
        {placeholder}
      </option>
      {groups.map((group) => {
        const options = group.choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ));
        return group.label === undefined ? (
          options
        ) : (
          <optgroup key={group.label} label={group.label}>
            {options}
          </optgroup>
        );
      })}
    </select>
  );
}
