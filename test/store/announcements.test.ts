import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Domain } from '../../src/attack/domain.ts';
import { type Announcements, createAnnouncements } from '../../src/store/announcements.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { createSharedStore } from '../fixtures/shared-store.ts';

const KEY = { team: 'T1', channel: 'C1', release: '19.0' };
const BOTH: readonly Domain[] = ['enterprise', 'ics'];
const MINUTE = 60_000;

const KINDS: Readonly<Record<string, (now: () => number) => Promise<Store>>> = {
  'of SQLite': (now) => openSqlite(undefined, now),
  'of a shared database': async (now) => createSharedStore(now),
};

async function open(kind: string) {
  const clock = { at: 1_000_000 };
  const now = () => clock.at;
  const store = await KINDS[kind]?.(now);
  if (!store) throw new Error(`no store ${kind}`);
  return { clock, store, announcements: createAnnouncements(store, now) };
}

describe.each(Object.keys(KINDS))('a claim in a store %s', (kind) => {
  it('is had by one of many who want it', async () => {
    const { store, clock } = await open(kind);
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, n) => createAnnouncements(store, () => clock.at).claim(KEY, BOTH, `bot ${n}`)),
    );
    expect(claims.filter(({ domains }) => domains.length > 0)).toHaveLength(1);
    expect(claims.filter(({ heldUntil }) => heldUntil === clock.at + 2 * MINUTE)).toHaveLength(19);
  });

  it('is of the domains that nobody has, of this channel and release', async () => {
    const { announcements } = await open(kind);
    expect((await announcements.claim(KEY, ['enterprise'], 'a')).domains).toEqual(['enterprise']);
    expect((await announcements.claim(KEY, BOTH, 'b')).domains).toEqual(['ics']);
    expect((await announcements.claim({ ...KEY, channel: 'C2' }, BOTH, 'b')).domains).toEqual(BOTH);
    expect((await announcements.claim({ ...KEY, release: '19.1' }, BOTH, 'b')).domains).toEqual(BOTH);
  });

  it.each(['sent', 'refused'] as const)('that is settled as %s is for good', async (outcome) => {
    const { announcements, clock } = await open(kind);
    await announcements.claim(KEY, BOTH, 'a');
    await announcements.settle(KEY, BOTH, 'a', outcome);
    clock.at += 90 * 24 * 60 * MINUTE;
    expect(await announcements.claim(KEY, BOTH, 'b')).toMatchObject({ domains: [], taken: [], heldUntil: undefined });
  });

  it('that is freed is anybody’s at once, as if it had never been', async () => {
    const { announcements } = await open(kind);
    await announcements.claim(KEY, BOTH, 'a');
    await announcements.settle(KEY, BOTH, 'a', 'free');
    expect(await announcements.claim(KEY, BOTH, 'b')).toMatchObject({ domains: BOTH, taken: [] });
  });

  it('that nobody settled is taken over after a while, and said to be', async () => {
    const { announcements, clock } = await open(kind);
    const begun = clock.at;
    await announcements.claim(KEY, ['ics'], 'a');
    clock.at += 2 * MINUTE - 1;
    expect((await announcements.claim(KEY, ['ics'], 'b')).domains).toEqual([]);
    clock.at += 1;
    expect(await announcements.claim(KEY, BOTH, 'b')).toEqual({
      domains: BOTH,
      taken: ['ics'],
      takenSince: begun,
      heldUntil: undefined,
    });
    // Whoever had it has no say any more.
    await announcements.settle(KEY, BOTH, 'a', 'free');
    expect((await announcements.claim(KEY, BOTH, 'c')).domains).toEqual([]);
  });

  it('never has two who think that it is theirs, in whatever order they act', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ by: fc.constantFrom('a', 'b'), act: fc.constantFrom('claim', 'free', 'sent') }), {
          maxLength: 12,
        }),
        async (steps) => {
          const { announcements } = await open(kind);
          let holder: string | undefined;
          for (const { by, act } of steps) holder = await step(announcements, holder, by, act);
        },
      ),
      { numRuns: 40 },
    );
  });
});

/** @returns who holds the claim afterwards; `nobody` once it was sent */
async function step(
  announcements: Announcements,
  holder: string | undefined,
  by: string,
  act: string,
): Promise<string | undefined> {
  if (act === 'claim') {
    const { domains } = await announcements.claim(KEY, ['ics'], by);
    expect(domains).toEqual(holder === undefined ? ['ics'] : []);
    return holder ?? by;
  }
  await announcements.settle(KEY, ['ics'], by, act as 'free' | 'sent');
  if (holder !== by) return holder;
  return act === 'free' ? undefined : 'nobody';
}

describe.each(Object.keys(KINDS))('the release that was announced last, in a store %s', (kind) => {
  it('only grows, by number', async () => {
    const { announcements } = await open(kind);
    expect(await announcements.last('ics')).toBeUndefined();
    for (const release of ['1.9', '1.10', '1.9', '1.10-beta']) await announcements.advance('ics', release);
    expect(await announcements.last('ics')).toBe('1.10');
    expect(await announcements.last('mobile')).toBeUndefined();
  });

  it('counts as never told where it was written by nobody knows whom', async () => {
    const { announcements, store } = await open(kind);
    await store.change('announced releases', 'ics', () => '{"release":7}');
    await store.change('announcements', '19.0/T1/C1', () => 'nonsense');
    expect(await announcements.last('ics')).toBeUndefined();
    expect((await announcements.claim(KEY, BOTH, 'a')).domains).toEqual(BOTH);
  });
});
