/** A message being changed where it stands: Enter saves, Escape leaves it as it was. */

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { PageMessage } from '../page-api.ts';
import { decodeTyped, encodeMentions } from './completion.ts';
import { usePage } from './page-context.ts';

interface EditBoxProps {
  readonly channel: string;
  readonly message: PageMessage;
  readonly close: () => void;
}

export function EditBox({ channel, message, close }: EditBoxProps) {
  const { frame, act } = usePage();
  const before = decodeTyped(message.text, frame.people);
  const [text, setText] = useState(before);
  const editor = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    box.current?.focus();
    // The buttons beneath it as well.
    editor.current?.scrollIntoView({ block: 'nearest' });
    box.current?.setSelectionRange(box.current.value.length, box.current.value.length);
  }, []);
  const save = async () => {
    const next = encodeMentions(text.trim(), frame.people);
    if (text.trim() === before.trim() || (await act({ kind: 'edit', channel, ts: message.ts, text: next }))) {
      close();
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) {
      return;
    }
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      if (text.trim() !== '') {
        void save();
      }
    }
  };
  return (
    <div className="edit" ref={editor}>
      <textarea
        ref={box}
        rows={Math.min(8, text.split('\n').length)}
        aria-label="Edit message"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="edit-actions">
        <button type="button" className="button" onClick={close}>
          Cancel
        </button>
        <button type="button" className="button primary" disabled={text.trim() === ''} onClick={() => void save()}>
          Save
        </button>
        <span>Enter saves, Escape cancels</span>
      </div>
    </div>
  );
}
