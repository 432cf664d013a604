/** Shows a download where a person is watching a terminal; elsewhere the log tells of it. */

import { SingleBar } from 'cli-progress';
import type { Progress } from './feed.ts';

export interface ProgressBar {
  show(progress: Progress): void;
  /** Takes the bar off the terminal, so that the log can go on. */
  clear(): void;
}

const MEGABYTE = 1_000_000;

/** @param stream a terminal; on anything else nothing is written */
export function createProgressBar(stream: NodeJS.WriteStream = process.stderr): ProgressBar {
  let bar: SingleBar | undefined;
  return {
    show({ domain, received, total }) {
      const megabytes = (received / MEGABYTE).toFixed(1);
      if (received === 0 || !bar) {
        bar?.stop();
        // A compressed body may come without its length: a bar would have no end.
        const shape = total === undefined ? '' : '{bar} ';
        bar = new SingleBar({
          stream,
          format: `${domain} ${shape}{megabytes} MB`,
          clearOnComplete: true,
          hideCursor: true,
        });
        bar.start(total ?? 0, received, { megabytes });
        return;
      }
      bar.update(received, { megabytes });
    },
    clear() {
      bar?.stop();
      bar = undefined;
    },
  };
}
