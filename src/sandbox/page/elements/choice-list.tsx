/** Checkboxes and radio buttons, each with its description. */

import type { Checkboxes, Option, RadioButtons } from '@slack/types';
import { useId } from 'react';
import { Text } from '../text.tsx';
import { ariaOf, type FieldProps } from './field.ts';

export function ChoiceList({ element, label, state, onChange }: FieldProps<Checkboxes | RadioButtons>) {
  const id = useId();
  const isRadio = element.type === 'radio_buttons';
  const chosen = new Set(chosenOf(state).map((option) => option.value));
  const toggle = (option: Option) => {
    if (isRadio) {
      onChange({ type: 'radio_buttons', selected_option: option });
      return;
    }
    const next = new Set(chosen);
    if (!next.delete(option.value)) {
      next.add(option.value);
    }
    onChange({ type: 'checkboxes', selected_options: element.options.filter(({ value }) => next.has(value)) });
  };
  return (
    <div
      className="choices"
      role={isRadio ? 'radiogroup' : 'group'}
      {...ariaOf(label, isRadio ? 'Choose one' : 'Choose any')}
    >
      {element.options.map((option, index) => (
        <label key={option.value} className="choice" htmlFor={`${id}-${index}`}>
          <input
            id={`${id}-${index}`}
            type={isRadio ? 'radio' : 'checkbox'}
            name={id}
            checked={chosen.has(option.value)}
            onChange={() => toggle(option)}
          />
          <span>
            <Text value={option.text} />
            {option.description && (
              <span className="choice-note">
                <Text value={option.description} />
              </span>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}

function chosenOf(state: FieldProps<unknown>['state']): readonly Option[] {
  switch (state?.type) {
    case 'checkboxes':
      return state.selected_options;
    case 'radio_buttons':
      return state.selected_option === null ? [] : [state.selected_option];
    default:
      return [];
  }
}
