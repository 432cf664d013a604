import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entry, editList, keyOfTarget, MOST_WATCHED, undoEdit } from '../../../src/reply/watch/subscription.ts';

const entryOf = (n: number, at = 1): Entry => ({
  target: { kind: 'object', stixId: `x--${n}`, called: `T${n}` },
  mark: { by: 'U1', at },
});
const RELEASES: Entry = { target: { kind: 'releases' }, mark: { by: 'U1', at: 1 } };
const keysOf = (entries: readonly Entry[]) => entries.map(({ target }) => keyOfTarget(target));

const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 20 }));

describe('a watch list', () => {
  it('has each thing once, with who asked for it first', () => {
    const { entries, change } = editList([entryOf(1)], {
      add: [entryOf(1, 2), entryOf(2, 2), entryOf(2, 3)],
      remove: [],
    });
    expect(entries).toEqual([entryOf(1), entryOf(2, 2)]);
    expect(change).toEqual({ added: [entryOf(2, 2)], removed: [] });
  });

  it('holds so many and no more, and releases besides', () => {
    const full = Array.from({ length: MOST_WATCHED }, (_, n) => entryOf(n));
    const { entries, surplus } = editList(full, { add: [entryOf(500), RELEASES], remove: [] });
    expect(entries).toHaveLength(MOST_WATCHED + 1);
    expect(surplus).toEqual([entryOf(500)]);
    expect(editList(entries, { add: [entryOf(500)], remove: ['x--0'] }).surplus).toEqual([]);
  });

  it('is as it was once a change is undone, whatever was changed', () => {
    fc.assert(
      fc.property(numbers, numbers, numbers, (before, add, remove) => {
        const list = before.map((n) => entryOf(n));
        const edited = editList(list, { add: add.map((n) => entryOf(n, 2)), remove: remove.map((n) => `x--${n}`) });
        const undone = editList(edited.entries, undoEdit(edited.entries, edited.change));
        expect(undone.entries.toSorted(byKey)).toEqual(list.toSorted(byKey));
      }),
    );
  });

  it('keeps what was changed since', () => {
    const { entries, change } = editList([entryOf(1)], { add: [entryOf(2, 2), entryOf(3, 2)], remove: ['x--1'] });
    const since = editList(editList(entries, { add: [], remove: ['x--2'] }).entries, {
      add: [entryOf(2, 5)],
      remove: [],
    });
    const undone = editList(since.entries, undoEdit(since.entries, change));
    expect(keysOf(undone.entries).toSorted()).toEqual(['x--1', 'x--2']);
  });
});

function byKey(a: Entry, b: Entry): number {
  return keyOfTarget(a.target) < keyOfTarget(b.target) ? -1 : 1;
}
