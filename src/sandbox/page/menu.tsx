/** A button that opens a menu, driven by mouse or arrow keys. */

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { usePlacement } from './placement.ts';

export interface MenuItem {
  readonly label: string;
  readonly note?: string;
  readonly isDanger?: boolean;
  readonly run: () => void;
}

interface MenuProps {
  readonly label: string;
  readonly className: string;
  readonly align: 'left' | 'right';
  readonly items: readonly MenuItem[];
  readonly children: ReactNode;
}

export function Menu({ label, className, align, items, children }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const style = usePlacement(button, isOpen, align);

  useEffect(() => {
    if (!isOpen) {
      return;
    }
    list.current?.querySelector('button')?.focus();
    const onPress = (event: PointerEvent) => {
      const isInside = event.target instanceof Node && list.current?.contains(event.target);
      const isButton = event.target instanceof Node && button.current?.contains(event.target);
      if (!isInside && !isButton) {
        setOpen(false);
      }
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [isOpen]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const entries: (Element | null)[] = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = entries.indexOf(document.activeElement);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: entries.length - 1,
    };
    const next = steps[event.key];
    if (next !== undefined) {
      event.preventDefault();
      const entry = entries[(next + entries.length) % entries.length];
      if (entry instanceof HTMLElement) {
        entry.focus();
      }
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab') {
      setOpen(false);
    }
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {children}
      </button>
      {isOpen && (
        <div ref={list} id={id} className="menu" role="menu" tabIndex={-1} style={style} onKeyDown={onKeyDown}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className={item.isDanger === true ? 'danger' : ''}
              onClick={() => {
                // The focus goes back first: what opens now gives it back there when it closes.
                close();
                item.run();
              }}
            >
              {item.label}
              {item.note !== undefined && <small>{item.note}</small>}
            </button>
          ))}
        </div>
      )}
    </>
  );
}
