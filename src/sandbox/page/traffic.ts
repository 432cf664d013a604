/** What went to and fro between the sandbox and the bot, as it comes in. */

import { useEffect, useState } from 'react';
import type { PageTraffic } from '../page-api.ts';

/** As many as the server keeps. */
const MOST = 500;

/** Oldest first. The line to the server stands only as long as someone looks. */
export function useTraffic(): readonly PageTraffic[] {
  const [traffic, setTraffic] = useState<readonly PageTraffic[]>([]);
  useEffect(() => {
    let all: PageTraffic[] = [];
    let frame: number | undefined;
    const source = new EventSource('/page/network');
    // Each line that opens, also one that opens again, begins with all that there is.
    source.addEventListener('open', () => {
      all = [];
    });
    source.addEventListener('message', (event: MessageEvent<string>) => {
      all.push(JSON.parse(event.data) as PageTraffic);
      // One rendering for the hundreds that come at the start.
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        all = all.slice(-MOST);
        setTraffic([...all]);
      });
    });
    return () => {
      source.close();
      if (frame !== undefined) {
        cancelAnimationFrame(frame);
      }
    };
  }, []);
  return traffic;
}

/** By name, direction and outcome. */
export function filterTraffic(traffic: readonly PageTraffic[], filter: string): readonly PageTraffic[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return traffic.filter(({ name, direction, outcome }) => {
    const text = `${name} ${direction} ${outcome}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
