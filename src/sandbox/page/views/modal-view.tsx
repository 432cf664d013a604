/** One view of the stack of modals: title, blocks, what is wrong, and the buttons that submit and close it. */

import { type RefObject, useEffect, useRef, useState } from 'react';
import type { PageView } from '../../page-api.ts';
import { Blocks } from '../blocks.tsx';
import { findMissing } from '../element-state.ts';
import { SurfaceContext } from '../surface.ts';
import { useViewSurface } from './view-surface.ts';

interface ModalViewProps {
  readonly view: PageView;
  /** How many lie beneath it. */
  readonly depth: number;
  readonly isTop: boolean;
  readonly conversation: string | undefined;
}

const FIELDS = 'input, textarea, select';

export function titleIdOf(view: PageView): string {
  return `title-of-${view.id}`;
}

export function ModalView({ view, depth, isTop, conversation }: ModalViewProps) {
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState<'submit' | 'close'>();
  const { surface, readNow, act, problem } = useViewSurface(view, { ...view.errors, ...missing }, conversation);
  const frame = useRef<HTMLFormElement>(null);
  const remember = useFocus(frame, view, isTop, Object.keys(missing).length > 0);
  const failure = problem ?? view.failure;

  const submit = async () => {
    const values = readNow();
    const empty = findMissing(view.blocks, values);
    setMissing(Object.fromEntries(empty.map((blockId) => [blockId, 'Please complete this required field.'])));
    if (empty.length > 0 || view.submit === undefined || busy !== undefined) {
      return;
    }
    setBusy('submit');
    await act({ kind: 'submit', viewId: view.id, values });
    setBusy(undefined);
  };
  const close = async (isAll: boolean) => {
    setBusy('close');
    await act({ kind: 'close', viewId: view.id, isAll });
    setBusy(undefined);
  };

  return (
    <form
      ref={frame}
      className="view"
      hidden={!isTop}
      noValidate
      aria-busy={busy !== undefined}
      onFocus={remember}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <header className="view-bar">
        {depth > 0 && (
          <button type="button" className="icon" aria-label="Back" title="Back" onClick={() => void close(false)}>
            ←
          </button>
        )}
        <h2 id={titleIdOf(view)} tabIndex={-1}>
          {view.title}
        </h2>
        <button
          type="button"
          className="icon"
          aria-label={depth > 0 ? 'Close all' : 'Close'}
          title={depth > 0 ? 'Close all' : 'Close'}
          onClick={() => void close(depth > 0)}
        >
          ✕
        </button>
      </header>
      <div className="view-body">
        <SurfaceContext value={surface}>
          <Blocks blocks={view.blocks} />
        </SurfaceContext>
      </div>
      {failure !== undefined && (
        <p className="view-failure" role="alert">
          {failure}
        </p>
      )}
      <footer>
        <button type="button" className="button" onClick={() => void close(false)}>
          {view.close ?? (view.submit === undefined ? 'Close' : 'Cancel')}
        </button>
        {view.submit !== undefined && (
          <button type="submit" className="button primary" aria-disabled={busy !== undefined}>
            {view.submit}
            {busy === 'submit' && <span className="spinner" role="img" aria-label="Waiting for the app" />}
          </button>
        )}
      </footer>
    </form>
  );
}

/**
 * The focus of the view on top is never lost: it goes to what is wrong, else back to where it was, else to the first field.
 * @returns to be told of each focus within the view
 */
function useFocus(
  frame: RefObject<HTMLFormElement | null>,
  view: PageView,
  isTop: boolean,
  hasMissing: boolean,
): (event: React.FocusEvent) => void {
  const last = useRef<HTMLElement>(undefined);
  /** False until it has been on top: the dialog that opens has its own mind, and takes its first button. */
  const isPlaced = useRef(false);
  const hasErrors = hasMissing || Object.keys(view.errors).length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each change of the view what had the focus may be gone.
  useEffect(() => {
    const element = frame.current;
    if (!isTop || element === null) {
      return;
    }
    const wrong = hasErrors ? element.querySelector<HTMLElement>('[aria-invalid] input, [aria-invalid]') : null;
    if (wrong !== null) {
      wrong.focus();
    } else if (!isPlaced.current || !element.contains(document.activeElement)) {
      const isThere = isPlaced.current && last.current !== undefined && element.contains(last.current);
      (isThere ? last.current : findFirst(element))?.focus();
    }
    isPlaced.current = true;
  }, [isTop, view.hash, hasErrors]);
  return (event) => {
    if (event.target instanceof HTMLElement) {
      last.current = event.target;
    }
  };
}

/** What asks for the focus, else the first field, else the title. */
function findFirst(view: HTMLElement): HTMLElement | null {
  const wished = view.querySelector('[data-first]')?.querySelector<HTMLElement>(FIELDS);
  return wished ?? view.querySelector<HTMLElement>(`.view-body :is(${FIELDS})`) ?? view.querySelector('h2');
}
