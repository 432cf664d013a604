/** What can be done with a message: the app's shortcuts, and for one's own, to change it or take it back. */

import type { PageMessage } from '../page-api.ts';
import { Menu, type MenuItem } from './menu.tsx';
import { nameOf, usePage } from './page-context.ts';

interface MessageMenuProps {
  readonly channel: string;
  readonly message: PageMessage;
  readonly edit: () => void;
}

export function MessageMenu({ channel, message: { ts, author }, edit }: MessageMenuProps) {
  const { frame, act, confirm } = usePage();
  const takeBack = async () => {
    const isSure = await confirm({
      title: { type: 'plain_text', text: 'Delete message' },
      text: { type: 'plain_text', text: 'Delete this message? It cannot be brought back.' },
      confirm: { type: 'plain_text', text: 'Delete' },
      deny: { type: 'plain_text', text: 'Cancel' },
      style: 'danger',
    });
    if (isSure) {
      await act({ kind: 'delete', channel, ts });
    }
  };
  const items: readonly MenuItem[] = [
    ...frame.shortcuts
      .filter(({ kind }) => kind === 'message')
      .map(({ name, description, callbackId }) => ({
        label: name,
        note: description,
        run: () => void act({ kind: 'shortcut', callbackId, channel, ts }),
      })),
    ...(author === frame.me.id
      ? [
          { label: 'Edit message', run: edit },
          { label: 'Delete message', isDanger: true, run: () => void takeBack() },
        ]
      : []),
  ];
  return items.length === 0 ? null : (
    <Menu
      label={`More actions for the message of ${nameOf(frame, author)}`}
      className="tool"
      align="right"
      items={items}
    >
      ⋯
    </Menu>
  );
}
