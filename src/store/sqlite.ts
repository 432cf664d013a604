/** The store in a file of the data folder, and in memory where the disk fails: what is remembered is never worth an answer. */

import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { DamagedFactsError, type Facts, NewerFactsError, openFacts } from './facts.ts';
import type { Store } from './store.ts';

/** In ms. */
const SWEEP_EVERY = 60 * 60 * 1000;
const FILE = 'memory.sqlite';
/** SQLite keeps the newest changes beside the file. */
const COMPANIONS = ['', '-wal', '-shm'];
/** SQLite's primary result codes (sqlite.org/rescode.html): SQLITE_BUSY, then SQLITE_CORRUPT and SQLITE_NOTADB. */
const BUSY = 5;
const DAMAGED = new Set([11, 26]);
/** SQLITE_PERM, SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN. */
const DISK = new Set([3, 8, 10, 13, 14]);
const MOST_TRIES = 5;
/** In ms. */
const BETWEEN_TRIES = 200;

/**
 * A file that is damaged is set aside, and another begun. Where the disk takes nothing, be it now or later, all is kept in memory from
 * then on and the log says so once.
 *
 * @param dataDir the folder that holds the file; undefined keeps all in memory
 * @param now the clock, in ms since 1970
 * @throws NewerFactsError when the file is of a newer bot
 */
export async function openSqlite(dataDir: string | undefined, now: () => number, log?: Log): Promise<Store> {
  let facts = dataDir === undefined ? openFacts(undefined) : await openFile(dataDir, now, log);

  /** Once more in memory, with what can still be read, when the disk fails. */
  const attempt = <T>(work: (facts: Facts) => T): T => {
    try {
      return work(facts);
    } catch (error) {
      if (!isDiskFailure(error)) throw error;
      log?.error(
        { err: error },
        'the store cannot be read or written: from now on all is kept in memory, until a restart',
      );
      facts = moveToMemory(facts);
      return work(facts);
    }
  };
  const sweep = () => attempt((all) => all.sweep(now()));
  sweep();
  const sweeping = setInterval(() => {
    try {
      sweep();
    } catch (error) {
      // Another process is writing: the next time will do.
      log?.warn({ err: error }, 'what has expired could not be forgotten');
    }
  }, SWEEP_EVERY).unref();

  return {
    get: async (collection, key) => attempt((all) => all.get(collection, key, now())),
    list: async (collection, prefix) => attempt((all) => all.list(collection, prefix, now())),
    change: async (collection, key, change, expiresAt) =>
      attempt((all) => all.change({ collection, key, change, expiresAt }, now())),
    async close() {
      clearInterval(sweeping);
      facts.close();
    },
  };
}

async function openFile(dataDir: string, now: () => number, log: Log | undefined): Promise<Facts> {
  const path = join(dataDir, FILE);
  try {
    await mkdir(dataDir, { recursive: true });
    return await openPatiently(path).catch(async (error: unknown) => {
      if (!isDamage(error)) throw error;
      const aside = `${path}.damaged-${now()}`;
      await setAside(path, aside);
      log?.error({ err: error, aside }, 'the store is damaged: it was set aside, and another begun');
      return openFacts(path);
    });
  } catch (error) {
    if (error instanceof NewerFactsError) throw error;
    log?.error({ err: error }, 'the store cannot be opened: all is kept in memory, until a restart');
    return openFacts(undefined);
  }
}

/** Another process may be making the same file: SQLite does not wait for that by itself. */
async function openPatiently(path: string): Promise<Facts> {
  for (let tries = 1; ; tries += 1) {
    try {
      return openFacts(path);
    } catch (error) {
      if (codeOf(error) !== BUSY || tries === MOST_TRIES) throw error;
      await sleep(BETWEEN_TRIES);
    }
  }
}

async function setAside(path: string, aside: string): Promise<void> {
  for (const companion of COMPANIONS) {
    await rename(path + companion, aside + companion).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}

function moveToMemory(facts: Facts): Facts {
  const memory = openFacts(undefined);
  for (const step of [() => memory.copy(facts), () => facts.close()]) {
    try {
      step();
    } catch {
      // The disk that failed fails again: what it held is out of reach.
    }
  }
  return memory;
}

function isDiskFailure(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && (DISK.has(code) || DAMAGED.has(code));
}

function isDamage(error: unknown): boolean {
  return error instanceof DamagedFactsError || DAMAGED.has(codeOf(error) ?? 0);
}

/** SQLite's primary result code; undefined for errors of another kind. */
function codeOf(error: unknown): number | undefined {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : undefined;
}
