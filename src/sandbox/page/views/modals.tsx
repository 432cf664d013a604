/** The modals that the person has open: one dialog, in which only the uppermost view shows. */

import { Dialog } from '../dialog.tsx';
import { usePage } from '../page-context.ts';
import { ModalView, titleIdOf } from './modal-view.tsx';

export function Modals({ conversation }: { readonly conversation: string | undefined }) {
  const { state, act } = usePage();
  const top = state.modals.at(-1);
  if (top === undefined) {
    return null;
  }
  return (
    <Dialog
      className="dialog modal"
      labelledBy={titleIdOf(top)}
      onEscape={() => void act({ kind: 'close', viewId: top.id, isAll: false })}
    >
      {/* Those beneath stay, unseen: what was entered in them, and where the focus was, is there when they come back. */}
      {state.modals.map((view, index) => (
        <ModalView key={view.id} view={view} depth={index} isTop={view === top} conversation={conversation} />
      ))}
    </Dialog>
  );
}
