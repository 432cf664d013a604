/** Lets Bolt and its clients write into the bot's log, one level down: their everyday news is our detail. */

import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../log.ts';

export function createBoltLogger(log: Log): Logger {
  const write =
    (level: 'debug' | 'trace' | 'warn' | 'error') =>
    (...parts: unknown[]) => {
      log[level](parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' '));
    };
  return {
    debug: write('trace'),
    info: write('debug'),
    warn: write('warn'),
    error: write('error'),
    setLevel() {},
    // Bolt builds its debug texts only when asked for, and they hold whole payloads: never asked for.
    getLevel: () => LogLevel.INFO,
    setName() {},
  };
}
