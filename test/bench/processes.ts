/** Programs under measurement, each in a process of its own, which never outlives this one. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A line of a program's JSON log. */
export interface LogLine {
  readonly msg: string;
  /** When it was read, in ms of `performance.now()`. */
  readonly at: number;
  readonly port?: number;
}

export interface Program {
  /** When it was started, in ms of `performance.now()`. */
  readonly begin: number;
  /**
   * The first line with this message, or its nth.
   *
   * @throws Error when the program ends before, or takes longer than a minute
   */
  readonly waitFor: (msg: string, nth?: number) => Promise<LogLine>;
  /** Undefined where the operating system has no `/proc`. */
  readonly readMemory: () => Memory | undefined;
  /** Asks it to end, and waits until it has. */
  readonly stop: () => Promise<void>;
}

/** In MB of 2^20 bytes. */
export interface Memory {
  readonly resident: number;
  readonly peak: number;
}

const ROOT = join(import.meta.dirname, '../..');
const PATIENCE = 60_000;

const running = new Set<ChildProcessWithoutNullStreams>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * @param file relative to the repository's root
 * @param env added to this process's own
 */
export function startProgram(file: string, env: Readonly<Record<string, string>>): Program {
  const begin = performance.now();
  const child = spawn(process.execPath, [file], { cwd: ROOT, env: { ...process.env, ...env } });
  running.add(child);
  const lines: LogLine[] = [];
  const watchers = new Set<() => void>();
  let complaint = '';
  let hasEnded = false;
  const wake = () => {
    for (const watcher of [...watchers]) watcher();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push({ ...JSON.parse(line), at: performance.now() });
    wake();
  });
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  child.once('exit', () => {
    running.delete(child);
    hasEnded = true;
    wake();
  });

  return {
    begin,
    waitFor(msg, nth = 1) {
      const { promise, resolve, reject } = Promise.withResolvers<LogLine>();
      const timer = setTimeout(() => reject(new Error(`${file} has not said "${msg}" within a minute`)), PATIENCE);
      const look = () => {
        const line = lines.filter((each) => each.msg === msg)[nth - 1];
        if (line) resolve(line);
        else if (hasEnded) reject(new Error(`${file} ended before it said "${msg}": ${complaint}`));
      };
      watchers.add(look);
      look();
      return promise.finally(() => {
        watchers.delete(look);
        clearTimeout(timer);
      });
    },
    readMemory: () => readMemory(child.pid),
    async stop() {
      if (hasEnded) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** `VmRSS` and `VmHWM` of Linux's proc(5). */
function readMemory(pid: number | undefined): Memory | undefined {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return undefined;
  const status = readFileSync(path, 'utf8');
  const read = (field: string) => Number(new RegExp(`^${field}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { resident: read('VmRSS'), peak: read('VmHWM') };
}
