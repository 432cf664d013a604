import { describe, expect, it, onTestFinished } from 'vitest';
import { createPins } from '../../src/store/pins.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { createSharedStore } from '../fixtures/shared-store.ts';

const STORES: Readonly<Record<string, () => Promise<Store>>> = {
  'of SQLite': () => openSqlite(undefined, Date.now),
  'of a shared database': async () => createSharedStore(Date.now),
};
const PIN = { release: '17.1', by: 'U1', at: 7, told: '18.1' };

describe.each(Object.keys(STORES))('the pins in a store %s', (kind) => {
  async function open() {
    const store = await (STORES[kind] as (typeof STORES)[string])();
    onTestFinished(() => store.close());
    return { store, pins: createPins(store) };
  }

  it('are of each workspace, and give what was pinned before', async () => {
    const { pins } = await open();
    expect(await pins.set('T1', PIN)).toBeUndefined();
    expect(await pins.set('T1', { ...PIN, release: '16.1' })).toEqual(PIN);
    expect(await pins.of('T1')).toEqual({ ...PIN, release: '16.1' });
    expect(await pins.of('T2')).toBeUndefined();
    expect([...(await pins.all()).keys()]).toEqual(['T1']);
    await pins.set('T1', undefined);
    expect((await pins.all()).size).toBe(0);
  });

  it('let one of many tell of a newer release, and once', async () => {
    const { store, pins } = await open();
    await pins.set('T1', PIN);
    const replicas = Array.from({ length: 5 }, () => createPins(store));
    const claims = await Promise.all(replicas.map((replica) => replica.claim('T1', '19.0')));
    expect(claims.filter(Boolean)).toEqual([PIN]);
    expect(await pins.claim('T1', '19.0')).toBeUndefined();
    expect(await pins.claim('T1', '19.1')).toEqual({ ...PIN, told: '19.0' });
  });

  it.each(['18.1', '18.0', '17.1', '9.0'])('have no news of %s', async (newest) => {
    const { pins } = await open();
    await pins.set('T1', PIN);
    expect(await pins.claim('T1', newest)).toBeUndefined();
    expect(await pins.claim('T2', '19.0')).toBeUndefined();
  });

  it('are told of again where that failed, unless they were changed meanwhile', async () => {
    const { pins } = await open();
    await pins.set('T1', PIN);
    await pins.claim('T1', '19.0');
    await pins.unclaim('T1', '19.0', PIN);
    expect(await pins.claim('T1', '19.0')).toEqual(PIN);
    const later = { ...PIN, release: '19.0', at: 8, told: '19.0' };
    await pins.set('T1', later);
    await pins.unclaim('T1', '19.0', PIN);
    expect(await pins.of('T1')).toEqual(later);
  });
});
