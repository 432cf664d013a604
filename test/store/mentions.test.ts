import { describe, expect, it, onTestFinished } from 'vitest';
import { createMentions } from '../../src/store/mentions.ts';
import { openSqlite } from '../../src/store/sqlite.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('which objects a channel’s messages named', () => {
  it('is kept by channel, oldest first, with the thread', async () => {
    const { mentions } = await open();
    await mentions.note('T1', 'C1', { ts: '2.0', thread: '1.0', ids: ['T1055'] });
    await mentions.note('T1', 'C1', { ts: '1.0', ids: ['T1059', 'G0016'] });
    await mentions.note('T1', 'C12', { ts: '1.0', ids: ['T1001'] });
    await mentions.note('T2', 'C1', { ts: '1.0', ids: ['T1002'] });
    expect(await mentions.of('T1', 'C1')).toEqual([
      { ts: '1.0', ids: ['T1059', 'G0016'] },
      { ts: '2.0', thread: '1.0', ids: ['T1055'] },
    ]);
  });

  it('is replaced by an edit, and forgotten where nothing is named any more', async () => {
    const { mentions } = await open();
    await mentions.note('T1', 'C1', { ts: '1.0', ids: ['T1055'] });
    await mentions.note('T1', 'C1', { ts: '1.0', ids: ['T1059'] });
    expect(await mentions.of('T1', 'C1')).toEqual([{ ts: '1.0', ids: ['T1059'] }]);
    await mentions.note('T1', 'C1', { ts: '1.0', ids: [] });
    expect(await mentions.of('T1', 'C1')).toEqual([]);
  });

  it('grows by links, each ID once, and keeps its thread', async () => {
    const { mentions } = await open();
    await mentions.note('T1', 'C1', { ts: '2.0', thread: '1.0', ids: ['T1055'] });
    await mentions.add('T1', 'C1', { ts: '2.0', ids: ['G0016', 'T1055'] });
    await mentions.add('T1', 'C1', { ts: '3.0', ids: ['S0154'] });
    expect(await mentions.of('T1', 'C1')).toEqual([
      { ts: '2.0', thread: '1.0', ids: ['T1055', 'G0016'] },
      { ts: '3.0', ids: ['S0154'] },
    ]);
  });

  it('is forgotten after 180 days', async () => {
    const { mentions, wait } = await open();
    await mentions.note('T1', 'C1', { ts: '1.0', ids: ['T1055'] });
    wait(179 * DAY);
    expect(await mentions.of('T1', 'C1')).toHaveLength(1);
    wait(2 * DAY);
    expect(await mentions.of('T1', 'C1')).toEqual([]);
  });
});

async function open() {
  let now = 0;
  const store = await openSqlite(undefined, () => now);
  onTestFinished(store.close);
  return {
    mentions: createMentions(store, () => now),
    wait(ms: number) {
      now += ms;
    },
  };
}
