/** A modal dialog, on the browser's own element: the focus stays within, and goes back when it is gone. */

import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';

interface DialogProps {
  readonly className: string;
  /** The id of its title. */
  readonly labelledBy: string;
  /** Escape, or the phone's way back. */
  readonly onEscape: () => void;
  readonly children: ReactNode;
}

export function Dialog({ className, labelledBy, onEscape, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      // Chromium closes the dialog by itself at the second Escape, whatever is told it at `cancel`.
      event.preventDefault();
      event.stopPropagation();
      onEscape();
    }
  };
  return (
    <dialog
      ref={dialog}
      className={className}
      aria-labelledby={labelledBy}
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault();
        onEscape();
      }}
    >
      {children}
    </dialog>
  );
}
