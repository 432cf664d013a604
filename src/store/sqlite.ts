/** The store in a file of the data folder, and in memory where the disk fails: what is remembered is never worth an answer. */

import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { DamagedFactsError, type Facts, NewerFactsError, openFacts, openFactsToRead } from './facts.ts';
import type { Store } from './store.ts';

export interface SqliteStore extends Store {
  /** Whether what is remembered outlives the process. */
  readonly isKept: () => boolean;
}

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
/** Another process with the same file, such as the bot that this one replaces, may be writing: for some seconds at most. */
const MOST_TRIES = 60;
/** In ms. */
const BETWEEN_TRIES = 50;

/**
 * A file that is damaged is set aside, and another begun. Where the disk takes nothing, be it now or later, all is kept in memory from
 * then on and the log says so once.
 *
 * @param dataDir the folder that holds the file; undefined keeps all in memory
 * @param now the clock, in ms since 1970
 * @throws NewerFactsError when the file is of a newer bot
 */
export async function openSqlite(dataDir: string | undefined, now: () => number, log?: Log): Promise<SqliteStore> {
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
      const failed = facts;
      facts = moveToMemory(() => failed);
      return work(facts);
    }
  };
  /** In the order in which they were asked for, however long one has to wait. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = last.then(work, work);
    last = mine;
    return mine;
  };
  const sweep = () => {
    try {
      attempt((all) => all.sweep(now()));
    } catch (error) {
      // Another process is writing: the next time will do.
      log?.warn({ err: error }, 'what has expired could not be forgotten');
    }
  };
  sweep();
  const sweeping = setInterval(sweep, SWEEP_EVERY).unref();

  return {
    isKept: () => facts.isKept,
    get: async (collection, key) => attempt((all) => all.get(collection, key, now())),
    list: async (collection, prefix) => attempt((all) => all.list(collection, prefix, now())),
    change: (collection, key, change, expiresAt) =>
      inTurn(() => patiently(() => attempt((all) => all.change({ collection, key, change, expiresAt }, now())))),
    async close() {
      clearInterval(sweeping);
      await inTurn(async () => facts.close());
    },
  };
}

async function openFile(dataDir: string, now: () => number, log: Log | undefined): Promise<Facts> {
  const path = join(dataDir, FILE);
  try {
    await mkdir(dataDir, { recursive: true });
    return await patiently(() => openFacts(path)).catch(async (error: unknown) => {
      if (!isDamage(error)) throw error;
      const aside = `${path}.damaged-${now()}`;
      await setAside(path, aside);
      log?.error({ err: error, aside }, 'the store is damaged: it was set aside, and another begun');
      return openFacts(path);
    });
  } catch (error) {
    if (error instanceof NewerFactsError) throw error;
    log?.error({ err: error }, 'the store cannot be opened: all is kept in memory, until a restart');
    return moveToMemory(() => openFactsToRead(path));
  }
}

/** Tries again while another process holds the file. */
async function patiently<T>(work: () => T): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return work();
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

/** With all that can still be read. */
function moveToMemory(open: () => Facts): Facts {
  const memory = openFacts(undefined);
  try {
    const facts = open();
    try {
      memory.copy(facts);
    } finally {
      facts.close();
    }
  } catch {
    // The disk that failed fails again: what it held is out of reach.
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
