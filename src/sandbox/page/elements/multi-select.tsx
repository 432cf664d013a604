/** Several of a list of options: those chosen stand above a box that narrows the rest. */

import type { MultiStaticSelect, Option } from '@slack/types';
import { useState } from 'react';
import { Combobox } from './combobox.tsx';
import { type FieldProps, groupsOf } from './field.ts';

export function MultiSelect({ element, label, state, onChange }: FieldProps<MultiStaticSelect>) {
  const [text, setText] = useState('');
  const chosen = state?.type === 'multi_static_select' ? state.selected_options : [];
  const values = new Set(chosen.map((option) => option.value));
  const typed = text.trim().toLowerCase();
  const isFull = chosen.length >= (element.max_selected_items ?? Number.POSITIVE_INFINITY);
  const groups = isFull
    ? []
    : groupsOf(element)
        .map((group) => ({
          ...group,
          options: group.options.filter(
            (option) => !values.has(option.value) && option.text.text.toLowerCase().includes(typed),
          ),
        }))
        .filter((group) => group.options.length > 0);
  const change = (selected: readonly Option[]) => onChange({ type: 'multi_static_select', selected_options: selected });
  return (
    <Combobox
      placeholder={element.placeholder?.text ?? 'Select items'}
      label={label}
      groups={groups}
      note={isFull ? `No more than ${element.max_selected_items}` : 'No results'}
      isBusy={false}
      chosen={chosen}
      isMulti
      onText={setText}
      onChoose={(option) => change([...chosen, option])}
      onRemove={(option) => change(chosen.filter((other) => other.value !== option.value))}
    />
  );
}
