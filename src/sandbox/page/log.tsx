/** A list of messages that follows the newest one, unless the person has scrolled up to read. */

import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import type { PageMessage } from '../page-api.ts';

interface LogProps {
  readonly label: string;
  readonly messages: readonly PageMessage[];
  readonly children: ReactNode;
}

/** So near to the end counts as being at it. */
const SLACK_PX = 60;
const GAP_ABOVE_PX = 12;

export function Log({ label, messages, children }: LogProps) {
  const list = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  /** Where the list was put last: it may stand above the end, when the newest message is taller than the window. */
  const placed = useRef(0);
  const newest = messages.at(-1);
  const size = messages.length + messages.reduce((sum, message) => sum + message.unfurls.length, 0);

  const follow = useCallback(() => {
    const element = list.current;
    if (element === null || !isFollowing.current) {
      return;
    }
    const articles = element.querySelectorAll<HTMLElement>('article');
    const top = articles[articles.length - 1]?.offsetTop ?? 0;
    // A card taller than the window is shown from its beginning.
    element.scrollTop = Math.min(element.scrollHeight - element.clientHeight, Math.max(0, top - GAP_ABOVE_PX));
    placed.current = element.scrollTop;
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was added decides when to follow, not what is read here.
  useLayoutEffect(follow, [newest?.ts, size]);
  // The network drawer, a phone's keyboard, a growing box: each makes the list smaller.
  useEffect(() => {
    const observer = new ResizeObserver(follow);
    if (list.current !== null) {
      observer.observe(list.current);
    }
    return () => observer.disconnect();
  }, [follow]);

  return (
    <div
      ref={list}
      className="log"
      role="log"
      aria-live="polite"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard (WCAG 2.1.1).
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        const isAtEnd = scrollHeight - scrollTop - clientHeight < SLACK_PX;
        isFollowing.current = isAtEnd || Math.abs(scrollTop - placed.current) < SLACK_PX;
      }}
    >
      {children}
    </div>
  );
}
