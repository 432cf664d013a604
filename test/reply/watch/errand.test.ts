import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeQuestion, encodeQuestion, parseQuestion } from '../../../src/reply/question.ts';
import type { WatchErrand } from '../../../src/reply/watch/errand.ts';
import { hostileText } from '../../fixtures/hostile.ts';

describe('what is typed to watch', () => {
  it.each<[string, WatchErrand]>([
    ['subscribe releases', { kind: 'subscribe' }],
    ['subscribe', { kind: 'subscribe' }],
    ['Subscribe to new releases', { kind: 'subscribe' }],
    ['watch releases', { kind: 'subscribe' }],
    ['subscribe T1055', { kind: 'watch', text: 'T1055' }],
    ['subscribe to T1055', { kind: 'watch', text: 'T1055' }],
    ['unsubscribe releases', { kind: 'unsubscribe', from: 'releases' }],
    ['unsubscribe from releases', { kind: 'unsubscribe', from: 'releases' }],
    ['unwatch releases', { kind: 'unsubscribe', from: 'releases' }],
    ['unsubscribe', { kind: 'unsubscribe', from: 'everything' }],
    ['unsubscribe all', { kind: 'unsubscribe', from: 'everything' }],
    ['unsubscribe T1055', { kind: 'unwatch', text: 'T1055' }],
    ['watch T1055 G0016 tactic:persistence', { kind: 'watch', text: 'T1055 G0016 tactic:persistence' }],
    ['WATCH\n T1055', { kind: 'watch', text: 'T1055' }],
    ['watch', { kind: 'watching', page: 1 }],
    ['watching', { kind: 'watching', page: 1 }],
    ['watch list', { kind: 'watching', page: 1 }],
    ['subscribe list', { kind: 'watching', page: 1 }],
    ['subscriptions', { kind: 'watching', page: 1 }],
    ['watchlist', { kind: 'watching', page: 1 }],
    ['subscribe to everything', { kind: 'subscribe' }],
    ['watch T1055 v17.1', { kind: 'watch', text: 'T1055' }],
    ['unwatch', { kind: 'watching', page: 1 }],
    ['unwatch T1055', { kind: 'unwatch', text: 'T1055' }],
    ['unwatch all', { kind: 'unwatch', text: 'all' }],
  ])('%j', (typed, errand) => {
    expect(parseQuestion(typed)).toEqual(errand);
  });

  it.each(['watching the clipboard', 'watchdog', 'T1055 watch', 'tactic:persistence watch'])(
    'is not %j, which is searched for or looked up',
    (typed) => {
      expect(parseQuestion(typed).kind).toMatch(/^(?:search|lookup|section)$/);
    },
  );
});

describe('a button of a watch list', () => {
  it('asks what it was made for', () => {
    fc.assert(
      fc.property(anyErrand, (errand) => {
        expect(decodeQuestion(encodeQuestion(errand))).toEqual(errand);
      }),
    );
  });

  it.each([
    { kind: 'unsubscribe', from: 'me' },
    { kind: 'watch' },
    { kind: 'watch', text: ['T1055'] },
    { kind: 'unwatch', text: 'x'.repeat(4001) },
    { kind: 'watching', page: 0 },
    { kind: 'rewatch', token: 7 },
  ])('asks nothing where it is no such errand: %j', (value) => {
    expect(decodeQuestion(JSON.stringify(value))).toBeUndefined();
  });

  it('drops what it does not know', () => {
    const value = JSON.stringify({ kind: 'unwatch', text: 'T1055', page: 'x', __proto__: { a: 1 }, channel: 'C2' });
    expect(decodeQuestion(value)).toEqual({ kind: 'unwatch', text: 'T1055' });
  });
});

const page = fc.integer({ min: 1, max: 1000 });
const anyErrand: fc.Arbitrary<WatchErrand> = fc.oneof(
  fc.record({ kind: fc.constant('subscribe' as const), page }),
  fc.record({
    kind: fc.constant('unsubscribe' as const),
    from: fc.constantFrom('releases' as const, 'everything' as const),
  }),
  fc.record({ kind: fc.constant('unwatch' as const), text: hostileText.map((text) => text.slice(0, 4000)), page }),
  fc.record({ kind: fc.constant('watching' as const), page, isTurned: fc.constant(true as const) }),
  fc.record({ kind: fc.constant('rewatch' as const), token: fc.uuid() }),
);
