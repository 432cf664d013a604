import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMemory } from '../../src/store/memory.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { createSharedStore } from '../fixtures/shared-store.ts';

const KINDS: Readonly<Record<string, (now: () => number) => Promise<Store>>> = {
  'of SQLite': (now) => openSqlite(newFolder(), now),
  'in memory alone': (now) => openSqlite(undefined, now),
  'of a shared database': async (now) => createSharedStore(now),
};

describe.each(Object.keys(KINDS))('a store %s', (kind) => {
  it('gives what was put in, each collection for itself', async () => {
    const { store } = await open(kind);
    await store.change('a', 'k', () => 'one');
    await store.change('b', 'k', () => 'two');
    expect(await store.get('a', 'k')).toBe('one');
    expect(await store.get('b', 'k')).toBe('two');
    expect(await store.get('a', 'other')).toBeUndefined();
  });

  it('forgets what a change makes nothing of', async () => {
    const { store } = await open(kind);
    await store.change('a', 'k', () => 'one');
    await store.change('a', 'k', () => undefined);
    expect(await store.get('a', 'k')).toBeUndefined();
    expect(await store.list('a', '')).toEqual([]);
  });

  it('lists by the beginning of the key, in order', async () => {
    const { store } = await open(kind);
    for (const key of ['T1/b', 'T1/a', 'T2/a', 'T1', 'T1/ä', 'T10/a']) await store.change('a', key, () => key);
    expect((await store.list('a', 'T1/')).map(({ key }) => key)).toEqual(['T1/a', 'T1/b', 'T1/ä']);
    expect(await store.list('a', 'T2/')).toEqual([{ key: 'T2/a', value: 'T2/a' }]);
    expect(await store.list('b', '')).toEqual([]);
  });

  it('takes any text for a value, and for a key', async () => {
    const { store } = await open(kind);
    const texts = ["'; DROP TABLE facts; --", '\u202e🦠\n"', 'a'.repeat(100_000), '%', '_'];
    for (const text of texts) await store.change('a', text, () => text);
    for (const text of texts) expect(await store.get('a', text)).toBe(text);
  });

  it('loses none of many changes at once', async () => {
    const { store } = await open(kind);
    await Promise.all(
      Array.from({ length: 50 }, () => store.change('a', 'k', (value) => String(Number(value ?? 0) + 1))),
    );
    expect(await store.get('a', 'k')).toBe('50');
  });

  it('leaves all as it was when a change fails', async () => {
    const { store } = await open(kind);
    await store.change('a', 'k', () => 'one');
    const failing = store.change('a', 'k', () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await store.change('a', 'other', () => 'two');
    expect(await store.get('a', 'k')).toBe('one');
    expect(await store.get('a', 'other')).toBe('two');
  });

  it('has nothing that has expired, to read, to list or to change', async () => {
    const { store, wait } = await open(kind);
    await store.change('a', 'k', () => 'one', 100);
    wait(99);
    expect(await store.get('a', 'k')).toBe('one');
    wait(1);
    expect(await store.get('a', 'k')).toBeUndefined();
    expect(await store.list('a', '')).toEqual([]);
    await store.change('a', 'k', (value) => `after ${value}`);
    expect(await store.get('a', 'k')).toBe('after undefined');
  });

  it('keeps settings with who made them, and tells what a change changed', async () => {
    const { store, now } = await open(kind);
    const { settings } = createMemory(store, now);
    const whose = { team: 'T1', channel: 'C1' };
    const mark = { by: 'U1', at: 5 };
    expect(await settings.change(whose, { noise: 'off', coolDown: 5 }, mark, 'token')).toEqual({
      before: { noise: null, coolDown: null },
      after: { noise: 'off', coolDown: 5 },
    });
    expect(await settings.change(whose, { noise: 'off' }, { by: 'U2', at: 6 }, 'other')).toBeUndefined();
    expect(await settings.of(whose)).toEqual({
      own: { noise: 'off', coolDown: 5 },
      marks: { noise: mark, coolDown: mark },
      undo: 'token',
    });
    expect(await settings.of({ team: 'T1' })).toEqual({ own: {}, marks: {} });
    expect(await settings.of({ team: 'T2', channel: 'C1' })).toEqual({ own: {}, marks: {} });
  });

  it('keeps an undo for a day, and which reply answers which message for a month', async () => {
    const { store, now, wait } = await open(kind);
    const { undos, answers } = createMemory(store, now);
    const undo = {
      team: 'T1',
      channel: 'C1',
      change: { before: { noise: null }, after: { noise: 'off' } },
      by: 'U1',
    } as const;
    const message = { team: 'T1', channel: 'C1', ts: '1.1' };
    const answer = { ts: '1.2', kind: 'unasked', ids: ['T1055'] } as const;
    await undos.add('token', undo);
    await answers.add(message, answer);
    wait(24 * 3_600_000 - 1);
    expect(await undos.of('token')).toEqual(undo);
    wait(1);
    expect(await undos.of('token')).toBeUndefined();
    expect(await answers.of(message)).toEqual(answer);
    wait(29 * 24 * 3_600_000);
    expect(await answers.of(message)).toBeUndefined();
  });

  it('takes what another version of the bot kept, and this one does not understand, for nothing', async () => {
    const { store, now } = await open(kind);
    await store.change('settings', 'T1/C1', () => '{"own":{"noise":"deafening"},"marks":{}}');
    await store.change('settings', 'T1/C2', () => 'no JSON');
    const { settings } = createMemory(store, now);
    expect(await settings.of({ team: 'T1', channel: 'C1' })).toEqual({ own: {}, marks: {} });
    expect(await settings.of({ team: 'T1', channel: 'C2' })).toEqual({ own: {}, marks: {} });
  });
});

async function open(kind: string) {
  let time = 0;
  const now = () => time;
  const store = await (KINDS[kind] as (typeof KINDS)[string])(now);
  onTestFinished(() => store.close());
  return {
    store,
    now,
    wait(ms: number) {
      time += ms;
    },
  };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
