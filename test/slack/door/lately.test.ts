import { describe, expect, it } from 'vitest';
import { createLately } from '../../../src/slack/door/lately.ts';

describe('what was seen lately', () => {
  it('is kept for as long as it was said, however often something else is seen', () => {
    let now = 0;
    const lately = createLately<number>({ seconds: 60, most: 1000, now: () => now });
    lately.set('first', 1);
    for (now = 1000; now < 60_000; now += 1000) lately.set(`at ${now}`, now);
    expect(lately.get('first')).toBe(1);
    now = 59_999;
    lately.set('last', 2);
    expect([lately.get('first'), lately.get('last')]).toEqual([1, 2]);
  });

  it('is forgotten when two such spans have passed', () => {
    let now = 0;
    const lately = createLately<number>({ seconds: 60, most: 1000, now: () => now });
    lately.set('first', 1);
    for (const at of [60_000, 120_000]) {
      now = at;
      lately.set(`at ${at}`, at);
    }
    expect(lately.get('first')).toBeUndefined();
    expect(lately.get('at 60000')).toBe(60_000);
  });

  it('is the newest half at least, and never more than was said', () => {
    const lately = createLately<number>({ seconds: 60, most: 100 });
    for (let at = 0; at < 10_000; at += 1) lately.set(`${at}`, at);
    const kept = Array.from({ length: 10_000 }, (_, at) => lately.get(`${at}`)).filter((value) => value !== undefined);
    expect(kept.length).toBeLessThanOrEqual(100);
    expect(kept.slice(-50)).toEqual(Array.from({ length: 50 }, (_, at) => 9950 + at));
  });

  it('holds the last value, and none once it is forgotten', () => {
    const lately = createLately<string>({ seconds: 60, most: 4 });
    for (const value of ['a', 'b', 'c']) lately.set('key', value);
    expect(lately.get('key')).toBe('c');
    for (const other of ['1', '2', '3']) lately.set(other, other);
    lately.forget('key');
    expect(lately.get('key')).toBeUndefined();
  });
});
