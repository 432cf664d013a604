import { describe, expect, it } from 'vitest';
import { createHearing } from '../../../src/slack/door/hearing.ts';

describe('whether Slack is heard', () => {
  it('is not so before a socket is open, however long it is tried', () => {
    const { hearing, at } = start();
    hearing.lost();
    expect(at(0)).toEqual({ isOpen: false, isReady: false });
    expect(at(3_600_000)).toEqual({ isOpen: false, isReady: false });
  });

  it('stays so for a minute after a socket was lost, and no longer', () => {
    const { hearing, at } = start();
    hearing.opened();
    expect(at(86_400_000)).toEqual({ isOpen: true, isReady: true });
    hearing.lost();
    expect(at(86_459_999)).toEqual({ isOpen: false, isReady: true });
    expect(at(86_460_000)).toEqual({ isOpen: false, isReady: false });
  });

  it('is not prolonged by tries that fail', () => {
    const { hearing, at } = start();
    hearing.opened();
    hearing.lost();
    at(59_000);
    hearing.lost();
    expect(at(60_000).isReady).toBe(false);
  });

  it('ends at once when the bot stops, though its socket is lost only then', () => {
    const { hearing, at } = start();
    hearing.opened();
    hearing.givenUp();
    hearing.lost();
    expect(at(1)).toEqual({ isOpen: false, isReady: false });
  });

  it('ends at once when Slack refuses the token, until it takes it again', () => {
    const { hearing, at } = start();
    hearing.opened();
    hearing.lost();
    hearing.givenUp();
    expect(at(1).isReady).toBe(false);
    hearing.opened();
    expect(at(2)).toEqual({ isOpen: true, isReady: true });
    hearing.lost();
    expect(at(3).isReady).toBe(true);
  });
});

function start() {
  let now = 0;
  const hearing = createHearing(() => now);
  const at = (time: number) => {
    now = time;
    return { isOpen: hearing.isOpen(), isReady: hearing.isReady() };
  };
  return { hearing, at };
}
