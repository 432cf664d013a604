/** The store in one file of SQLite, Node's own: in the write-ahead mode, in which a process that is killed loses nothing it was told is kept. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from './store.ts';

/** In ms: another process with the same file, such as the bot that this one replaces, may be writing. */
const PATIENCE = 2000;
/** In ms. */
const SWEEP_EVERY = 60 * 60 * 1000;

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
 * @param dataDir the folder that holds the file; undefined keeps all in memory
 * @param now the clock, in ms since 1970
 * @throws Error when the file can be neither read nor written, or is of a newer bot
 */
export async function openSqlite(dataDir: string | undefined, now: () => number): Promise<Store> {
  if (dataDir !== undefined) await mkdir(dataDir, { recursive: true });
  const database = new DatabaseSync(dataDir === undefined ? ':memory:' : join(dataDir, 'memory.sqlite'), {
    timeout: PATIENCE,
  });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  migrate(database);
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
  const read = (collection: string, key: string) => get.get(collection, key, now())?.value as string | undefined;
  sweep.run(now());
  const sweeping = setInterval(() => sweep.run(now()), SWEEP_EVERY).unref();

  return {
    get: async (collection, key) => read(collection, key),
    list: async (collection, prefix) =>
      list.all(collection, prefix, `${prefix}\u{10FFFF}`, now()).map(({ key, value }) => ({
        key: String(key),
        value: String(value),
      })),
    async change(collection, key, change, expiresAt) {
      inOneStep(database, () => {
        const value = change(read(collection, key));
        if (value === undefined) forget.run(collection, key);
        else set.run(collection, key, value, expiresAt ?? null);
      });
    },
    async close() {
      clearInterval(sweeping);
      database.close();
    },
  };
}

function migrate(database: DatabaseSync): void {
  inOneStep(database, () => {
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
    if (version > MIGRATIONS.length) throw new Error(`the file is of a newer bot (version ${version})`);
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
    database.exec('ROLLBACK');
    throw error;
  }
}
