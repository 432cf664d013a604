/** Reads how the bot stands: which one it is, whether it can answer, and what it can keep. */

import { statfs } from 'node:fs/promises';
import { Gauge, type Registry } from 'prom-client';
import type { Readings } from './metrics.ts';

export function readStanding(
  registry: Registry,
  { isReady, isKept, dataDir, version }: Omit<Readings, 'catalog' | 'held' | 'now'>,
): void {
  const registers = [registry];
  new Gauge({
    name: 'attack_bot_build_info',
    help: 'Always 1: the labels say which bot this is, and on which Node.js',
    labelNames: ['version', 'node'] as const,
    registers,
  }).set({ version, node: process.version }, 1);
  new Gauge({
    name: 'attack_bot_ready',
    help: '1 where /readyz says that the bot can answer',
    registers,
    collect() {
      this.set(Number(isReady()));
    },
  });
  new Gauge({
    name: 'attack_bot_memory_kept',
    help: '1 where what the bot remembers is on disk; 0 where it is in memory alone, until a restart',
    registers,
    collect() {
      this.set(Number(isKept()));
    },
  });
  new Gauge({
    name: 'attack_bot_data_free_bytes',
    help: 'What is free for the bot on the disk that holds DATA_DIR; NaN where it cannot be told',
    registers,
    async collect() {
      const free = await statfs(dataDir).then(
        ({ bavail, bsize }) => bavail * bsize,
        () => Number.NaN,
      );
      this.set(free);
    },
  });
}
