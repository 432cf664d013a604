/** Slack's menu of shortcuts beside the box: what the app offers from anywhere. */

import { Menu } from './menu.tsx';
import { usePage } from './page-context.ts';

export function Shortcuts() {
  const { frame, act } = usePage();
  const items = frame.shortcuts
    .filter(({ kind }) => kind === 'global')
    .map(({ name, description, callbackId }) => ({
      label: name,
      note: description,
      run: () => void act({ kind: 'shortcut', callbackId }),
    }));
  return items.length === 0 ? null : (
    <Menu label="Shortcuts" className="box-tool" align="left" items={items}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d="M11.5 2.5 4.5 11.5h4.5l-1 6 7.5-9.5h-5z" />
      </svg>
    </Menu>
  );
}
