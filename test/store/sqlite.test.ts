import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLog } from '../../src/log.ts';
import { createMemory } from '../../src/store/memory.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';

const WRITER = join(import.meta.dirname, '..', 'fixtures', 'store-writer.ts');
const KILLS = 12;

describe('the file of the store', () => {
  it('keeps all for the next process', async () => {
    const { folder } = newFolder();
    const store = await openSqlite(folder, Date.now);
    await store.change('a', 'k', () => 'one');
    await store.close();
    expect(await readOnce(folder, 'a', 'k')).toBe('one');
  });

  it('that is empty, or of no version yet, is brought up to date', async () => {
    const { folder, path } = newFolder();
    new DatabaseSync(path).close();
    expect(versionOf(path)).toBe(0);
    const store = await openSqlite(folder, Date.now);
    await store.change('a', 'k', () => 'one');
    await store.close();
    expect(versionOf(path)).toBe(1);
  });

  it('of a newer bot is refused, and left as it is', async () => {
    const { folder, path } = newFolder();
    const database = new DatabaseSync(path);
    database.exec('CREATE TABLE future (x); PRAGMA user_version = 7');
    database.close();
    await expect(openSqlite(folder, Date.now)).rejects.toThrow(
      /memory\.sqlite is of a newer version of the bot \(its format is 7, this one knows 1\): run that version, or move/,
    );
    expect(versionOf(path)).toBe(7);
    expect(readdirSync(folder)).toContain('memory.sqlite');
  });

  it.each([
    ['is no database', () => Buffer.from('this is no database, but long enough to be taken for one. '.repeat(50))],
    ['was cut', (whole: Buffer) => whole.subarray(0, 5000)],
    [
      'has pages of nothing',
      (whole: Buffer) => Buffer.concat([whole.subarray(0, 4096), Buffer.alloc(whole.length - 4096)]),
    ],
  ])('that %s is set aside, and another begun', async (_, damage) => {
    const { folder, path } = newFolder();
    const store = await openSqlite(folder, Date.now);
    for (let at = 0; at < 200; at += 1) await store.change('a', `key ${at}`, () => 'x'.repeat(200));
    await store.close();
    const damaged = damage(readFileSync(path));
    writeFileSync(path, damaged);
    const { log, lines } = await newLog();
    const next = await openSqlite(folder, () => 1234, log);
    onTestFinished(() => next.close());
    await next.change('a', 'k', () => 'one');
    expect(await next.get('a', 'k')).toBe('one');
    expect(readFileSync(`${path}.damaged-1234`)).toEqual(damaged);
    expect(lines.map(({ msg }) => msg)).toEqual(['the store is damaged: it was set aside, and another begun']);
  });

  it.each([
    ['whose folder is a file', (folder: string) => writeFileSync(join(folder, 'data'), '')],
    [
      'whose name is a folder’s',
      (folder: string) => mkdirSync(join(folder, 'data', 'memory.sqlite'), { recursive: true }),
    ],
  ])('%s is done without: all is kept in memory, and the log says so once', async (_, prepare) => {
    const { folder } = newFolder();
    prepare(folder);
    const { log, lines } = await newLog();
    const store = await openSqlite(join(folder, 'data'), Date.now, log);
    onTestFinished(() => store.close());
    await store.change('a', 'k', () => 'one');
    expect(await store.get('a', 'k')).toBe('one');
    expect(lines.map(({ msg }) => msg)).toEqual(['the store cannot be opened: all is kept in memory, until a restart']);
  });

  it('that the disk has no room for is gone on with in memory, and the log says so once', async () => {
    const { folder } = newFolder();
    // In units of 512 bytes: no file of this process may grow beyond.
    const writer = startWriter(folder, { through: ['sh', '-c', 'ulimit -f 256; exec "$0" "$@"'] });
    await writer.reportOf(500);
    expect(writer.child.exitCode).toBeNull();
    await writer.kill();
    const lines = writer.errors().trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual([
      'the store cannot be read or written: from now on all is kept in memory, until a restart',
    ]);
    const kept = await coolDownIn(folder, 'C0');
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(500);
  });

  it(`has all that was reported as kept, and is whole, after ${KILLS} kills at any moment`, {
    timeout: 60_000,
  }, async () => {
    const { folder, path } = newFolder();
    let last = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const writer = startWriter(folder, { first: last });
      await writer.reportOf(last + 1 + Math.floor(Math.random() * 40));
      await writer.kill();
      const reported = writer.last();
      const kept = await coolDownIn(folder, 'C0');
      expect(kept).toBeGreaterThanOrEqual(reported);
      expect(checkOf(path)).toBe('ok');
      last = kept;
    }
    expect(last).toBeGreaterThanOrEqual(KILLS);
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  it('that another process is writing holds up nobody, and takes all changes in their order', async () => {
    const { folder, path } = newFolder();
    const store = await openSqlite(folder, Date.now);
    await store.change('a', 'k', () => '1');
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const changes = [2, 3].map((number) => store.change('a', 'k', (value) => `${value} ${number}`));
    expect(await store.get('a', 'k')).toBe('1');
    other.exec('COMMIT');
    other.close();
    await Promise.all(changes);
    expect(await store.get('a', 'k')).toBe('1 2 3');
    await store.close();
  });

  it('serves two processes that are begun at once, and one that reads beside them', async () => {
    const { folder, path } = newFolder();
    const writers = ['C1', 'C2'].map((key) => startWriter(folder, { key }));
    await Promise.all(writers.map((writer) => writer.reportOf(50)));
    const both = await Promise.all(['C1', 'C2'].map((key) => coolDownIn(folder, key)));
    for (const kept of both) expect(kept).toBeGreaterThanOrEqual(50);
    await Promise.all(writers.map((writer) => writer.kill()));
    expect(writers.map((writer) => writer.errors())).toEqual(['', '']);
    expect(checkOf(path)).toBe('ok');
  });
});

interface WriterOptions {
  readonly first?: number;
  readonly key?: string;
  /** A command that starts it. */
  readonly through?: readonly string[];
}

function startWriter(folder: string, { first = 0, key = 'C0', through = [] }: WriterOptions) {
  const [command = '', ...args] = [...through, process.execPath, WRITER, folder, String(first), key];
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'close');
  let last = first;
  let errors = '';
  const waiting = new Set<() => void>();
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  if (child.stdout)
    createInterface(child.stdout).on('line', (line) => {
      last = Number(line);
      for (const look of waiting) look();
    });
  return {
    child,
    last: () => last,
    errors: () => errors,
    /** Resolves once this number, or one above it, was reported; fails where the process ends before. */
    reportOf: (number: number) =>
      Promise.race([
        new Promise<void>((resolve) => {
          const look = () => void (last >= number && resolve());
          waiting.add(look);
          look();
        }),
        ended.then(() => Promise.reject(new Error(`the writer ended: ${errors}`))),
      ]),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function coolDownIn(folder: string, channel: string): Promise<number> {
  return within(folder, async (store) => {
    const { own, marks } = await createMemory(store, Date.now).settings.of({ team: 'T1', channel });
    expect(marks.coolDown?.at).toBe(own.coolDown);
    return own.coolDown ?? 0;
  });
}

function readOnce(folder: string, collection: string, key: string) {
  return within(folder, (store) => store.get(collection, key));
}

async function within<T>(folder: string, read: (store: Store) => Promise<T>): Promise<T> {
  const store = await openSqlite(folder, Date.now);
  try {
    return await read(store);
  } finally {
    await store.close();
  }
}

function versionOf(path: string): unknown {
  return ask(path, 'PRAGMA user_version').user_version;
}

function checkOf(path: string): unknown {
  return ask(path, 'PRAGMA integrity_check').integrity_check;
}

function ask(path: string, pragma: string): Readonly<Record<string, unknown>> {
  const database = new DatabaseSync(path);
  const row = database.prepare(pragma).get() ?? {};
  database.close();
  return row;
}

async function newLog() {
  const lines: { readonly msg: string }[] = [];
  const log = await createLog('debug', { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { log, lines };
}

function newFolder(): { readonly folder: string; readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return { folder, path: join(folder, 'memory.sqlite') };
}
