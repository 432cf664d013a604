/** The modals that the person has open: one dialog, in which only the uppermost view shows. */

import type { PageView } from '../../page-api.ts';
import { Dialog } from '../dialog.tsx';
import { usePage } from '../page-context.ts';
import { ModalView, titleIdOf } from './modal-view.tsx';

interface ModalsProps {
  /** The lowest first. */
  readonly views: readonly PageView[];
  readonly conversation: string | undefined;
}

export function Modals({ views, conversation }: ModalsProps) {
  const { act } = usePage();
  const top = views.at(-1);
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
      {views.map((view, index) => (
        <ModalView key={view.id} view={view} depth={index} isTop={view === top} conversation={conversation} />
      ))}
    </Dialog>
  );
}
