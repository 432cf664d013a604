/** Programs under measurement, each in a process of its own, which never outlives this one. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A line of a program's JSON log. */
export interface LogLine {
  readonly msg: string;
  /** When it was read, in ms of `performance.now()`. */
  readonly at: number;
  readonly port?: number;
  /** In ms. */
  readonly took?: number;
  /** In MB. */
  readonly peak?: number;
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
  /** Begins to watch, and gives the most that was resident until the function is called, in MB; undefined as above. */
  readonly watchPeak: () => () => number | undefined;
  /** Asks it to end, and waits until it has. */
  readonly stop: () => Promise<void>;
}

/** In MB of 2^20 bytes, of a process and those that it started. */
export interface Memory {
  readonly resident: number;
  readonly peak: number;
  /** Of `resident`, what is its own: those that it started give theirs back when they end. */
  readonly own: number;
}

const ROOT = join(import.meta.dirname, '../..');
const PATIENCE = 60_000;
/** In ms. */
const WATCH_EVERY = 10;

const running = new Set<ChildProcessWithoutNullStreams>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * @param file relative to the repository's root
 * @param env added to this process's own
 */
export function startProgram(
  file: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Program {
  const begin = performance.now();
  const child = spawn(process.execPath, [file, ...args], { cwd: ROOT, env: { ...process.env, ...env } });
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
    readMemory: () => readMemoryOf(child.pid),
    watchPeak() {
      let most = 0;
      const look = () => {
        most = Math.max(most, readMemoryOf(child.pid)?.resident ?? 0);
      };
      const timer = setInterval(look, WATCH_EVERY);
      return () => {
        clearInterval(timer);
        look();
        return most === 0 ? undefined : most;
      };
    },
    async stop() {
      if (hasEnded) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** `VmRSS` and `VmHWM` of Linux's proc(5); undefined where there is no such process, or no `/proc`. */
export function readMemoryOf(pid: number | undefined): Memory | undefined {
  const own = readProc(`${pid}/status`);
  if (own === undefined) return undefined;
  const read = (field: string) => Number(new RegExp(`^${field}:\\s*(\\d+) kB`, 'm').exec(own)?.[1] ?? 0) / 1024;
  const children = (readProc(`${pid}/task/${pid}/children`) ?? '').split(' ').filter(Boolean);
  const all = [
    { resident: read('VmRSS'), peak: read('VmHWM') },
    ...children.map((child) => readMemoryOf(Number(child))),
  ];
  return {
    resident: all.reduce((sum, one) => sum + (one?.resident ?? 0), 0),
    peak: all.reduce((sum, one) => sum + (one?.peak ?? 0), 0),
    own: read('VmRSS'),
  };
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return undefined;
  }
}
