/**
 * The elements of a message that can be pressed. The library draws them too, but tells nobody when they are pressed,
 * and its DOM does not carry enough (a select shows its options under one fixed id) to listen from outside.
 */

import type {
  ActionsBlockElement,
  Button,
  ConfirmationDialog,
  KnownBlock,
  PlainTextOption,
  SectionBlock,
} from '@slack/types';
import { useState } from 'react';
import { LibraryBlock, Text } from './text.tsx';

/** Resolves when the server has taken the press. */
export type Press = (blockId: string, actionId: string, option?: string) => Promise<unknown>;

type Accessory = NonNullable<SectionBlock['accessory']>;

interface ElementProps<E> {
  readonly element: E;
  readonly blockId: string;
  readonly press: Press;
}

export function Pressable({ element, blockId, press }: ElementProps<ActionsBlockElement | Accessory>) {
  switch (element.type) {
    case 'button':
      return <PressButton element={element} blockId={blockId} press={press} />;
    case 'static_select': {
      const options = element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];
      const placeholder = element.placeholder?.text ?? 'Select an item';
      return <PressMenu element={{ ...element, options }} label={placeholder} blockId={blockId} press={press} />;
    }
    case 'overflow':
      return <PressMenu element={element} label="⋯" blockId={blockId} press={press} />;
    case 'image':
      return <Text value={element} />;
    default:
      // Shown, but without effect: the bot uses none of them.
      return <LibraryBlock block={{ type: 'actions', elements: [element] } as KnownBlock} />;
  }
}

function PressButton({ element, blockId, press }: ElementProps<Button>) {
  const [isBusy, setBusy] = useState(false);
  const { url, confirm, style, accessibility_label: label, action_id: actionId = '' } = element;
  const className = `button ${style ?? ''}`;
  const onPress = async () => {
    if (!isConfirmed(confirm)) {
      return;
    }
    setBusy(true);
    await press(blockId, actionId);
    setBusy(false);
  };
  const start = () => void onPress();
  // Slack reports a press of a link button as well as opening it.
  return url === undefined ? (
    <button
      type="button"
      className={className}
      aria-label={label}
      aria-disabled={isBusy}
      onClick={isBusy ? undefined : start}
    >
      <Text value={element.text} />
    </button>
  ) : (
    <a className={className} href={url} target="_blank" rel="noopener noreferrer" aria-label={label} onClick={start}>
      <Text value={element.text} />
      <span aria-hidden="true">↗</span>
    </a>
  );
}

interface MenuElement {
  readonly action_id?: string;
  readonly options: readonly PlainTextOption[];
  readonly initial_option?: PlainTextOption;
  readonly confirm?: ConfirmationDialog;
}

/** A native select, for overflow menus as well: it brings the keyboard and the phone's own picker with it. */
function PressMenu({ element, label, blockId, press }: ElementProps<MenuElement> & { readonly label: string }) {
  const isOverflow = label === '⋯';
  const choose = (value: string) => {
    if (value !== '' && isConfirmed(element.confirm)) {
      void press(blockId, element.action_id ?? '', value);
    }
  };
  return (
    <select
      className={isOverflow ? 'button overflow' : 'button'}
      aria-label={isOverflow ? 'More actions' : label}
      value={element.initial_option?.value ?? ''}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="" disabled={!isOverflow}>
        {label}
      </option>
      {element.options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text.text}
        </option>
      ))}
    </select>
  );
}

function isConfirmed(dialog: ConfirmationDialog | undefined): boolean {
  return dialog === undefined || window.confirm([dialog.title?.text, dialog.text?.text].filter(Boolean).join('\n\n'));
}
