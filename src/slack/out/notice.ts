/** Tells whoever asked, where an answer takes longer than people wait in silence. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log.ts';

/** In ms. */
const SILENCE = 1000;

/** @param tell says that it takes a while; its failure does not keep the answer back */
export async function withNotice<T, N>(
  work: Promise<T>,
  tell: () => Promise<N>,
  log: Log,
): Promise<{ readonly value: T; readonly notice: N | undefined }> {
  const settled = new AbortController();
  const done = work.finally(() => settled.abort());
  const isSlow = await Promise.race([
    done.then(
      () => false,
      () => false,
    ),
    sleep(SILENCE, true, { signal: settled.signal }).catch(() => false),
  ]);
  const notice = isSlow
    ? await tell().catch((error: unknown) => {
        log.warn({ err: error }, 'that an answer takes a while could not be told');
        return undefined;
      })
    : undefined;
  return { value: await done, notice };
}
