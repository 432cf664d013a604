/** A button, or a link that looks like one. */

import type { Button } from '@slack/types';
import { useState } from 'react';
import { usePage } from '../page-context.ts';
import { Text } from '../text.tsx';

export function PressButton({ element, press }: { readonly element: Button; readonly press: () => Promise<unknown> }) {
  const [isBusy, setBusy] = useState(false);
  const { confirm } = usePage();
  const { url, confirm: question, style, accessibility_label: label } = element;
  const className = `button ${style ?? ''}`;
  const onPress = async () => {
    if (question !== undefined && !(await confirm(question))) {
      return;
    }
    setBusy(true);
    await press();
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
