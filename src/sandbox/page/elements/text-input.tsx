/** A text to be typed, of one line or several. */

import type { PlainTextInput } from '@slack/types';
import { ariaOf, type FieldLabel } from './field.ts';

interface TextInputProps {
  readonly element: PlainTextInput;
  readonly label: FieldLabel;
  readonly value: string;
  readonly keep: (value: string) => void;
  readonly report: (value: string) => void;
}

export function TextInput({ element, label, value, keep, report }: TextInputProps) {
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const change = (next: string) => {
    keep(next);
    if (triggers.includes('on_character_entered')) {
      report(next);
    }
  };
  const shared = {
    ...ariaOf(label, element.placeholder?.text ?? 'Text'),
    className: 'text-input',
    value,
    placeholder: element.placeholder?.text,
    minLength: element.min_length,
    maxLength: element.max_length,
  };
  return element.multiline === true ? (
    <textarea {...shared} rows={4} onChange={(event) => change(event.target.value)} />
  ) : (
    <input
      {...shared}
      type="text"
      autoComplete="off"
      onChange={(event) => change(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing && triggers.includes('on_enter_pressed')) {
          report(value);
        }
      }}
    />
  );
}
