import { describe, expect, it } from 'vitest';
import { reply, replyMissing } from '../../src/reply/reply.ts';
import { stampRelease } from '../../src/reply/stamp.ts';
import type { Vantage } from '../../src/reply/vantage.ts';
import { loadingMessage, missingReleaseMessage } from '../../src/reply/views/release.ts';
import { newerMessage, pinMessage, pinnedMessage, unpinnedMessage } from '../../src/reply/views/settings/release.ts';
import { lintBlocks } from '../../src/sandbox/lint/lint.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import { SMALL_CATALOG } from '../fixtures/bot.ts';
import { copyOf } from '../fixtures/bundle.ts';
import { findArmed, findTexts } from '../fixtures/hostile.ts';
import { findFaults } from '../fixtures/message-faults.ts';

const NOW = Date.UTC(2026, 10, 24);
const asking = { now: NOW, isPrivate: true };
const question = { kind: 'lookup', terms: ['T1055'], release: '17.1' } as const;
const usual: Catalog = { ...SMALL_CATALOG, copies: [copyOf('enterprise'), copyOf('ics')] };
const pin = { release: '17.1', by: 'U1', at: NOW - 5000, told: '18.1' };

function earlier(errors: Catalog['refresh']['errors'] = []): Catalog {
  const copies = [copyOf('enterprise', { release: '17.1', freshFor: Number.POSITIVE_INFINITY })];
  return { ...SMALL_CATALOG, copies, refresh: { endedAt: 0, errors, nextAt: undefined } };
}

function textOf(catalog: Catalog, vantage: Vantage): string {
  return reply(question, catalog, { ...asking, vantage }).text;
}

describe('what an answer of another release says', () => {
  it('is which it is and which is the newest, and never that it is old', () => {
    const text = textOf(earlier(), {
      kind: 'asked',
      usual: { ...usual, copies: [copyOf('enterprise')] },
      isPinned: false,
    });
    expect(text).toContain('ATT&amp;CK 17.1 · object version 1.0');
    expect(text).toContain('\nATT&amp;CK 17.1 · the newest is 18.1\n');
    expect(text).toMatch(/\[In 18\.1\]$/);
    expect(text).not.toContain('Warning');
  });

  it('is which domains it has not', () => {
    expect(textOf(earlier(), { kind: 'asked', usual, isPinned: false })).toContain('\nThere is no ICS in 17.1.\n');
  });

  it('is why a domain could not be had', () => {
    const errors = [{ domain: 'ics', message: 'https://feed.example answered <500>' } as const];
    expect(textOf(earlier(errors), { kind: 'pinned', newest: usual })).toContain(
      '\nICS is missing, for it could not be had: https://feed.example answered &lt;500&gt;\n',
    );
  });

  it('is that the workspace’s own release is not there', () => {
    const stand = (problem: string | undefined) =>
      textOf(usual, { kind: 'pin missing', release: '17.1', problem })
        .split('\n')
        .find((line) => line.startsWith('This is'));
    expect(stand(undefined)).toMatch(/^This is ATT&amp;CK 18\.1\. .*pinned to 17\.1, which is still being loaded\.$/);
    expect(stand('a & b')).toMatch(/which cannot be had \(a &amp; b\)\.$/);
  });
});

describe('every message about releases', () => {
  const hostile = '<!channel> & <@U1> `*_~';
  const listed = Array.from({ length: 60 }, (_, at) => `${60 - at}.1`);
  const state = { pin, newest: '18.1', listed };

  it.each([
    ['loading', loadingMessage('17.1')],
    ['unlisted', replyMissing(question, { kind: 'unlisted', release: hostile, listed })],
    ['the only one listed', replyMissing(question, { kind: 'unlisted', release: '9', listed: ['18.1'] })],
    [
      'none listed',
      missingReleaseMessage({ kind: 'unlisted', release: '9', listed: [] }, { kind: 'pin', release: '9' }),
    ],
    ['unreachable', replyMissing(question, { kind: 'unreachable', release: '17.1', problem: hostile.repeat(200) })],
    ['the pin', pinMessage(state, NOW)],
    ['no pin', pinMessage({ ...state, pin: undefined, listed: [] }, NOW)],
    ['the status', reply({ kind: 'status' }, SMALL_CATALOG, { ...asking, release: state })],
  ])('keeps to Slack’s limits: %s', (_, message) => {
    expect(findFaults(message)).toEqual([]);
  });

  it.each([
    ['pinned', pinnedMessage(pin, undefined, '18.1')],
    ['pinned again', pinnedMessage(pin, pin, undefined)],
    ['unpinned', unpinnedMessage(pin, '18.1', 'U1')],
    ['nothing to unpin', unpinnedMessage(undefined, undefined, 'U1')],
    ['newer', newerMessage(pin, '19.0', NOW)],
  ])('may name who pinned it: %s', (_, message) => {
    expect(lintBlocks(message.blocks, 'message')).toEqual([]);
    expect(
      findTexts(message)
        .flatMap(findArmed)
        .filter((entity) => entity !== '<@U1>'),
    ).toEqual([]);
  });

  it('tells how many releases there are, and offers the nearest', () => {
    const { text } = replyMissing(question, { kind: 'unlisted', release: '17.9', listed });
    expect(text).toBe(
      'There is no ATT&amp;CK “17.9”. There are 60, from 1.1 to 60.1: 60.1, 59.1, 58.1, 57.1, …\n[In 60.1] [In 18.1] [In 17.1]',
    );
  });
});

it('what is stamped twice stays in the first', () => {
  const blocks = reply(question, earlier(), asking).blocks;
  expect(stampRelease(blocks, '16.1')).toEqual(blocks);
});
