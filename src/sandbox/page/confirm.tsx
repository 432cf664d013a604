/** A question with two answers, in front of everything else. */

import type { ConfirmationDialog } from '@slack/types';
import { useCallback, useId, useRef, useState } from 'react';
import { Dialog } from './dialog.tsx';
import { Text } from './text.tsx';

interface Asked {
  readonly question: ConfirmationDialog;
  readonly answer: (isYes: boolean) => void;
}

interface Confirm {
  /** Undefined while nothing is asked. */
  readonly asked: Asked | undefined;
  readonly confirm: (question: ConfirmationDialog) => Promise<boolean>;
}

export function useConfirm(): Confirm {
  const [asked, setAsked] = useState<Asked>();
  const pending = useRef<Asked>(undefined);
  const confirm = useCallback(
    (question: ConfirmationDialog) =>
      new Promise<boolean>((resolve) => {
        pending.current?.answer(false);
        const next: Asked = {
          question,
          answer: (isYes) => {
            pending.current = undefined;
            setAsked(undefined);
            resolve(isYes);
          },
        };
        pending.current = next;
        setAsked(next);
      }),
    [],
  );
  return { asked, confirm };
}

export function ConfirmDialog({ asked: { question, answer } }: { readonly asked: Asked }) {
  const id = useId();
  return (
    <Dialog className="dialog confirm" labelledBy={id} onEscape={() => answer(false)}>
      <h2 id={id}>{question.title?.text ?? 'Are you sure?'}</h2>
      {question.text && <Text value={question.text} />}
      <footer>
        <button type="button" className="button" onClick={() => answer(false)}>
          {question.deny?.text ?? 'Cancel'}
        </button>
        <button
          type="button"
          className={question.style === 'danger' ? 'button danger' : 'button primary'}
          onClick={() => answer(true)}
        >
          {question.confirm?.text ?? 'Yes'}
        </button>
      </footer>
    </Dialog>
  );
}
