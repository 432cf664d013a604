/** Facts in one file of SQLite, Node's own: in the write-ahead mode, in which a process that is killed loses nothing it was told is kept. */

import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { Entry } from './store.ts';

/** Every method throws SQLite's errors. */
export interface Facts {
  /** Whether they are in a file. */
  readonly isKept: boolean;
  readonly get: (collection: string, key: string, now: number) => string | undefined;
  readonly list: (collection: string, prefix: string, now: number) => readonly Entry[];
  /** See `Store.change`. */
  readonly change: (change: FactChange, now: number) => void;
  /** Forgets what has expired. */
  readonly sweep: (now: number) => void;
  /** Takes over all of another's, where it has none itself. */
  readonly copy: (from: Facts) => void;
  readonly rows: () => readonly Row[];
  readonly close: () => void;
}

interface FactChange {
  readonly collection: string;
  readonly key: string;
  readonly change: (value: string | undefined) => string | undefined;
  readonly expiresAt: number | undefined;
}

type Row = Readonly<Record<string, string | number | null>>;

/** The file is not to be touched by this version of the bot. */
export class NewerFactsError extends Error {
  override readonly name = 'NewerFactsError';

  constructor(path: string, version: number) {
    super(
      `${path} is of a newer version of the bot (its format is ${version}, this one knows ${MIGRATIONS.length}): run that version, or move the file away to begin anew`,
    );
  }
}

/** What the file says does not hold together. */
export class DamagedFactsError extends Error {
  override readonly name = 'DamagedFactsError';
}

/** In ms: SQLite waits where it stands, and the process with it. Who has more time tries again. */
const PATIENCE = 20;

/** Each leads from the version that is its place to the next. Never changed once released; only added to. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE facts (
     collection TEXT NOT NULL,
     key TEXT NOT NULL,
     value TEXT NOT NULL,
     expires INTEGER,
     PRIMARY KEY (collection, key)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX facts_expiry ON facts (expires) WHERE expires IS NOT NULL;`,
];

/**
 * Opens the file, makes it if there is none, and brings it up to date.
 *
 * @param path undefined keeps all in memory
 * @throws NewerFactsError, DamagedFactsError, or SQLite's error when it can be neither read nor written
 */
export function openFacts(path: string | undefined): Facts {
  const database = new DatabaseSync(path ?? ':memory:', { timeout: PATIENCE });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    const check = database.prepare('PRAGMA quick_check(1)').get()?.quick_check;
    if (check !== 'ok') throw new DamagedFactsError(String(check));
    migrate(database, path ?? '');
    return createFacts(database, path !== undefined);
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens the file where nothing can be written, not even the files beside it. Those that a killed process left there are read with it.
 *
 * @throws SQLite's error, also when the file is of another version
 */
export function openFactsToRead(path: string): Facts {
  try {
    return createFacts(openToRead(path), true);
  } catch {
    // Without them SQLite would make them, unless it is told that nothing changes the file (sqlite.org/wal.html#readonly).
    const unchanging = pathToFileURL(path);
    unchanging.searchParams.set('immutable', '1');
    return createFacts(openToRead(unchanging), true);
  }
}

function openToRead(path: string | URL): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true, timeout: PATIENCE });
  try {
    database.prepare('SELECT count(*) FROM facts').get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function createFacts(database: DatabaseSync, isKept: boolean): Facts {
  const get = database.prepare(
    'SELECT value FROM facts WHERE collection = ? AND key = ? AND (expires IS NULL OR expires > ?)',
  );
  const list = database.prepare(
    'SELECT key, value FROM facts WHERE collection = ? AND key >= ? AND key < ? AND (expires IS NULL OR expires > ?) ORDER BY key',
  );
  const set = database.prepare(
    `INSERT INTO facts (collection, key, value, expires) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET value = excluded.value, expires = excluded.expires`,
  );
  const forget = database.prepare('DELETE FROM facts WHERE collection = ? AND key = ?');
  const sweep = database.prepare('DELETE FROM facts WHERE expires <= ?');
  const rows = database.prepare('SELECT collection, key, value, expires FROM facts');
  const read: Facts['get'] = (collection, key, now) => get.get(collection, key, now)?.value as string | undefined;
  return {
    isKept,
    get: read,
    list: (collection, prefix, now) =>
      list.all(collection, prefix, `${prefix}\u{10FFFF}`, now).map(({ key, value }) => ({
        key: String(key),
        value: String(value),
      })),
    change({ collection, key, change, expiresAt }, now) {
      inOneStep(database, () => {
        const value = change(read(collection, key, now));
        if (value === undefined) forget.run(collection, key);
        else set.run(collection, key, value, expiresAt ?? null);
      });
    },
    sweep: (now) => void sweep.run(now),
    copy(from) {
      inOneStep(database, () => {
        for (const { collection, key, value, expires } of from.rows())
          set.run(collection ?? '', key ?? '', value ?? '', expires ?? null);
      });
    },
    rows: () => rows.all() as Row[],
    close: () => database.close(),
  };
}

function migrate(database: DatabaseSync, path: string): void {
  inOneStep(database, () => {
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
    if (version > MIGRATIONS.length) throw new NewerFactsError(path, version);
    for (const migration of MIGRATIONS.slice(version)) database.exec(migration);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

/** Takes the lock at once: a change that read before it waited would be refused. */
function inOneStep(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    // A failure of the disk has ended the transaction already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
