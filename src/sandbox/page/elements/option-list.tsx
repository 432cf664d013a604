/** The list of a combobox: groups with their labels, options with their descriptions. */

import type { Option } from '@slack/types';
import { type CSSProperties, useEffect } from 'react';
import type { OptionGroup } from './field.ts';

interface OptionListProps {
  /** Each option's id is this, `-` and its place among all. */
  readonly id: string;
  readonly label: string;
  readonly style: CSSProperties;
  readonly groups: readonly OptionGroup[];
  readonly note: string;
  readonly isBusy: boolean;
  readonly active: Option | undefined;
  readonly choose: (option: Option) => void;
}

export function OptionList({ id, label, style, groups, note, isBusy, active, choose }: OptionListProps) {
  const options = groups.flatMap((group) => group.options);
  useEffect(() => {
    document.getElementById(`${id}-${active === undefined ? -1 : options.indexOf(active)}`)?.scrollIntoView({
      block: 'nearest',
    });
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the focus must stay in the box when the list is pressed or scrolled.
    <div className="options" style={style} onMouseDown={(event) => event.preventDefault()}>
      {options.length === 0 && <p className="options-note">{note}</p>}
      <div role="listbox" id={id} aria-label={label} aria-busy={isBusy}>
        {groups.map((group, place) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox.
          <div key={group.label ?? place} role="group" aria-label={group.label}>
            {group.label !== undefined && (
              <div className="options-label" aria-hidden="true">
                {group.label}
              </div>
            )}
            {group.options.map((option) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keys are the box's; focus stays there.
              <div
                key={option.value}
                id={`${id}-${options.indexOf(option)}`}
                role="option"
                aria-selected={option === active}
                onClick={() => choose(option)}
              >
                <span>{option.text.text}</span>
                {option.description && <small>{option.description.text}</small>}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
