/**
 * An interactive element of a block. The rendering library draws them too, but tells nobody when they are pressed, and its DOM does not
 * carry enough (a select shows its options under one fixed id) to listen from outside.
 */

import type {
  ActionsBlockElement,
  ConfirmationDialog,
  InputBlockElement,
  KnownBlock,
  SectionBlockAccessory,
} from '@slack/types';
import { choiceOf, type ElementState, readInitial } from '../element-state.ts';
import { usePage } from '../page-context.ts';
import { useSurface } from '../surface.ts';
import { LibraryBlock, Text } from '../text.tsx';
import { PressButton } from './button.tsx';
import { ChoiceList } from './choice-list.tsx';
import type { FieldLabel } from './field.ts';
import { MultiSelect } from './multi-select.tsx';
import { Overflow } from './overflow.tsx';
import { NamedSelect, StaticSelect } from './select.tsx';
import { SuggestSelect } from './suggest-select.tsx';
import { TextInput } from './text-input.tsx';

type AnyElement = ActionsBlockElement | SectionBlockAccessory | InputBlockElement;

interface ElementProps {
  readonly element: AnyElement;
  readonly blockId: string;
  readonly label: FieldLabel;
  /** Whether the app hears of each change at once; in an input block it does only where it asked for it. */
  readonly isReported: boolean;
}

export function ElementView({ element, blockId, label, isReported }: ElementProps) {
  const surface = useSurface();
  const { confirm } = usePage();
  const place = { blockId, actionId: 'action_id' in element ? (element.action_id ?? '') : '' };
  const state = surface.entered[blockId]?.[place.actionId] ?? readInitial(element, surface.conversation);
  const change = async (next: ElementState) => {
    const question = 'confirm' in element ? (element.confirm as ConfirmationDialog) : undefined;
    if (isReported && question !== undefined && !(await confirm(question))) {
      return;
    }
    surface.keep(place, next);
    if (isReported) {
      await surface.press(place, choiceOf(next));
    }
  };
  const onChange = (next: ElementState) => void change(next);

  switch (element.type) {
    case 'button':
      return <PressButton element={element} press={() => surface.press(place)} />;
    case 'overflow':
      return <Overflow element={element} press={(value) => surface.press(place, value)} />;
    case 'image':
      return <Text value={element} />;
    case 'plain_text_input':
      return state?.type === 'plain_text_input' ? (
        <TextInput
          element={element}
          label={label}
          value={state.value ?? ''}
          keep={(value) => surface.keep(place, { type: 'plain_text_input', value: value === '' ? null : value })}
          report={(value) => void (isReported && surface.press(place, value))}
        />
      ) : null;
    case 'checkboxes':
    case 'radio_buttons':
      return <ChoiceList element={element} label={label} state={state} onChange={onChange} />;
    case 'static_select':
      return <StaticSelect element={element} label={label} state={state} onChange={onChange} />;
    case 'conversations_select':
    case 'users_select':
      return <NamedSelect element={element} label={label} state={state} onChange={onChange} />;
    case 'multi_static_select':
      return <MultiSelect element={element} label={label} state={state} onChange={onChange} />;
    case 'external_select':
      return <SuggestSelect element={element} place={place} label={label} state={state} onChange={onChange} />;
    default:
      // Shown, but without effect: the bot uses none of them.
      return <LibraryBlock block={{ type: 'actions', elements: [element] } as KnownBlock} />;
  }
}
