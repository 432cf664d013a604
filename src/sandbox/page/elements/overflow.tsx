/** An overflow menu: a native select, which brings the keyboard and the phone's own picker with it. */

import type { Overflow as OverflowElement } from '@slack/types';
import { usePage } from '../page-context.ts';

interface OverflowProps {
  readonly element: OverflowElement;
  readonly press: (value: string) => Promise<unknown>;
}

export function Overflow({ element, press }: OverflowProps) {
  const { confirm } = usePage();
  const choose = async (value: string) => {
    if (value !== '' && (element.confirm === undefined || (await confirm(element.confirm)))) {
      await press(value);
    }
  };
  return (
    <select
      className="button overflow"
      aria-label="More actions"
      value=""
      onChange={(event) => void choose(event.target.value)}
    >
      <option value="">⋯</option>
      {element.options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text.text}
        </option>
      ))}
    </select>
  );
}
