/** Where a list that hangs on a control stands: beneath it, or above where there is more room; never clipped by what scrolls around it. */

import { type CSSProperties, type RefObject, useLayoutEffect, useState } from 'react';

const GAP_PX = 4;
const EDGE_PX = 8;
const MOST_PX = 340;
const LEAST_PX = 160;
const NARROWEST_PX = 240;

/** @param align with which edge of the control the list lines up; `stretch` makes it as wide as the control */
export function usePlacement(
  anchor: RefObject<HTMLElement | null>,
  isOpen: boolean,
  align: 'stretch' | 'left' | 'right',
): CSSProperties {
  const [style, setStyle] = useState<CSSProperties>({});
  useLayoutEffect(() => {
    if (!isOpen) {
      return;
    }
    const place = () => {
      if (anchor.current !== null) {
        setStyle(buildStyle(anchor.current.getBoundingClientRect(), align));
      }
    };
    place();
    window.addEventListener('resize', place);
    window.addEventListener('scroll', place, true);
    return () => {
      window.removeEventListener('resize', place);
      window.removeEventListener('scroll', place, true);
    };
  }, [anchor, isOpen, align]);
  return style;
}

function buildStyle(rect: DOMRect, align: 'stretch' | 'left' | 'right'): CSSProperties {
  const { innerWidth, innerHeight } = window;
  const below = innerHeight - rect.bottom - GAP_PX - EDGE_PX;
  const above = rect.top - GAP_PX - EDGE_PX;
  const isBelow = below >= LEAST_PX || below >= above;
  const vertical: CSSProperties = isBelow
    ? { top: rect.bottom + GAP_PX, maxHeight: Math.min(MOST_PX, below) }
    : { bottom: innerHeight - rect.top + GAP_PX, maxHeight: Math.min(MOST_PX, above) };
  switch (align) {
    case 'stretch': {
      const width = Math.min(Math.max(rect.width, NARROWEST_PX), innerWidth - 2 * EDGE_PX);
      return { ...vertical, left: Math.max(EDGE_PX, Math.min(rect.left, innerWidth - width - EDGE_PX)), width };
    }
    case 'left':
      return { ...vertical, left: Math.max(EDGE_PX, rect.left), maxWidth: innerWidth - rect.left - EDGE_PX };
    case 'right':
      return { ...vertical, right: Math.max(EDGE_PX, innerWidth - rect.right), maxWidth: rect.right - EDGE_PX };
  }
}
