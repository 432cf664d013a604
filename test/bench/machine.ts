/** What was measured on, and how busy it is with other things: figures of a busy machine say little. */

import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type { World } from './startup.ts';

export function showMachine({ feed }: World): string {
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return [
    `Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${memory} GB; load before this run ${loadavg()[0]?.toFixed(1)}`,
    feed === undefined
      ? 'Data: THE EMBEDDED FACTS ONLY, smaller than ATT&CK by far: the real bundles are looked for in ../shared'
      : 'Data: ATT&CK 18.1, all three domains, from ../shared',
  ].join('\n');
}
