/** An external select: the app is asked at each keystroke what it offers. */

import type { ExternalSelect } from '@slack/types';
import { useRef, useState } from 'react';
import type { Place } from '../element-state.ts';
import { useSurface } from '../surface.ts';
import { Combobox } from './combobox.tsx';
import { type FieldProps, groupsOfSuggestions, type OptionGroup } from './field.ts';

/** Slack's, where the app says nothing. */
const MIN_QUERY_LENGTH = 3;

interface Offered {
  readonly groups: readonly OptionGroup[];
  /** What stands in the list while there is nothing to choose. */
  readonly note: string;
  readonly isBusy: boolean;
}

export function SuggestSelect({
  element,
  place,
  label,
  state,
  onChange,
}: FieldProps<ExternalSelect> & { readonly place: Place }) {
  const surface = useSurface();
  const [offered, setOffered] = useState<Offered>({ groups: [], note: '', isBusy: false });
  const asked = useRef(0);
  const least = element.min_query_length ?? MIN_QUERY_LENGTH;
  const chosen = state?.type === 'external_select' && state.selected_option !== null ? [state.selected_option] : [];

  const ask = async (text: string) => {
    asked.current += 1;
    const mine = asked.current;
    if (text.trim().length < least) {
      const note = least === 1 ? 'Type to search' : `Type ${least} characters or more`;
      setOffered({ groups: [], note, isBusy: false });
      return;
    }
    // What is offered stays until the answer is there: a list that empties at each key would flicker.
    setOffered((before) => ({ groups: before.groups, note: 'Searching …', isBusy: true }));
    const groups = await surface.suggest?.(place, text);
    // An answer that came too late belongs to a text that is no longer there.
    if (mine !== asked.current) {
      return;
    }
    const offers = groupsOfSuggestions(groups ?? []).filter((group) => group.options.length > 0);
    setOffered({ groups: offers, note: groups === undefined ? 'The app did not answer' : 'No results', isBusy: false });
  };

  return (
    <Combobox
      placeholder={element.placeholder?.text ?? 'Search'}
      label={label}
      groups={offered.groups}
      note={offered.note}
      isBusy={offered.isBusy}
      chosen={chosen}
      isMulti={false}
      onText={(text) => void ask(text)}
      onChoose={(option) => onChange({ type: 'external_select', selected_option: option })}
      onRemove={() => onChange({ type: 'external_select', selected_option: null })}
    />
  );
}
