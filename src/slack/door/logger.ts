/** Lets Bolt and its clients write into the bot's log, one level down: their everyday news is our detail. */

import type { Logger } from '@slack/bolt';
import type { Log } from '../../log.ts';
import { LogLevel } from '../bolt.ts';

export function createBoltLogger(log: Log): Logger {
  const write =
    (level: 'debug' | 'warn' | 'error') =>
    (...parts: unknown[]) => {
      log[level](parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' '));
    };
  return {
    // Holds whole payloads: other people's words, and Slack's tokens.
    debug() {},
    info: write('debug'),
    warn: write('warn'),
    error: write('error'),
    setLevel() {},
    getLevel: () => LogLevel.INFO,
    setName() {},
  };
}
