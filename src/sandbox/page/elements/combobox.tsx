/** A box that offers a list for what is typed in it: one option, or several, can be chosen by keyboard, mouse or finger. */

import type { Option } from '@slack/types';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { usePlacement } from '../placement.ts';
import { ariaOf, type FieldLabel, type OptionGroup } from './field.ts';
import { OptionList } from './option-list.tsx';

interface ComboboxProps {
  readonly placeholder: string;
  readonly label: FieldLabel;
  readonly groups: readonly OptionGroup[];
  /** What stands in the list while there is nothing to choose. */
  readonly note: string;
  /** The groups are still those of an earlier text. */
  readonly isBusy: boolean;
  readonly chosen: readonly Option[];
  readonly isMulti: boolean;
  /** What is typed, also when the list opens. */
  readonly onText: (text: string) => void;
  readonly onChoose: (option: Option) => void;
  readonly onRemove: (option: Option) => void;
}

export function Combobox(props: ComboboxProps) {
  const { placeholder, label, groups, isBusy, chosen, isMulti, onText, onChoose, onRemove } = props;
  /** Undefined while nothing is being typed: the box then shows what is chosen. */
  const [text, setText] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  /** Enter was pressed before the answer to what was typed had come. */
  const isChoosing = useRef(false);
  const frame = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const style = usePlacement(frame, isOpen, 'stretch');
  const options = groups.flatMap((group) => group.options);
  const current = options[Math.min(active, options.length - 1)];
  const single = isMulti ? undefined : chosen[0];

  const open = () => {
    if (!isOpen) {
      setOpen(true);
      setActive(0);
      onText(text ?? '');
    }
  };
  const close = () => {
    setOpen(false);
    setText(undefined);
    isChoosing.current = false;
  };
  const choose = (option: Option) => {
    onChoose(option);
    setActive(0);
    isChoosing.current = false;
    setText(undefined);
    if (isMulti) {
      onText('');
    } else {
      setOpen(false);
    }
  };
  const remove = (option: Option) => {
    onRemove(option);
    input.current?.focus();
  };
  useEffect(() => {
    if (isChoosing.current && !isBusy) {
      isChoosing.current = false;
      if (current !== undefined) {
        choose(current);
      }
    }
  });

  const onListKey = (event: KeyboardEvent): boolean => {
    const last = Math.max(0, options.length - 1);
    switch (event.key) {
      case 'ArrowDown':
        setActive(active >= last ? 0 : active + 1);
        return true;
      case 'ArrowUp':
        setActive(active === 0 ? last : active - 1);
        return true;
      case 'Escape':
        close();
        return true;
      case 'Enter':
        if (isBusy) {
          isChoosing.current = true;
        } else if (current !== undefined) {
          choose(current);
        }
        return true;
      default:
        return false;
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) {
      return;
    }
    const last = chosen.at(-1);
    if (isOpen ? onListKey(event) : ['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) {
      open();
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Backspace' && isMulti && (text ?? '') === '' && last !== undefined) {
      onRemove(last);
    }
  };

  return (
    <div className="combobox" ref={frame}>
      {isMulti &&
        chosen.map((option) => (
          <span key={option.value} className="picked">
            {option.text.text}
            <button type="button" aria-label={`Remove ${option.text.text}`} onClick={() => remove(option)}>
              ✕
            </button>
          </span>
        ))}
      <input
        ref={input}
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        {...ariaOf(label, placeholder)}
        placeholder={placeholder}
        value={text ?? single?.text.text ?? ''}
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-activedescendant={isOpen && current !== undefined ? `${listId}-${options.indexOf(current)}` : undefined}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          setOpen(true);
          onText(event.target.value);
        }}
        onFocus={(event) => event.target.select()}
        onClick={(event) => {
          open();
          if (text === undefined) {
            // The click has put the caret somewhere in what is chosen, which typing shall replace.
            event.currentTarget.select();
          }
        }}
        onBlur={close}
        onKeyDown={onKeyDown}
      />
      {single !== undefined && (
        <button type="button" className="clear" aria-label={`Clear ${single.text.text}`} onClick={() => remove(single)}>
          ✕
        </button>
      )}
      {isOpen && (
        <OptionList
          id={listId}
          label={placeholder}
          style={style}
          groups={groups}
          note={props.note}
          isBusy={isBusy}
          active={current}
          choose={choose}
        />
      )}
      <span className="visually-hidden" role="status">
        {isOpen && !isBusy && (options.length === 0 ? props.note : `${options.length} results`)}
      </span>
    </div>
  );
}
