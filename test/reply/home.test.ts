import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNSET } from '../../src/reply/settings/settings.ts';
import { type HomeState, homeView } from '../../src/reply/views/home.ts';
import type { Role } from '../../src/reply/views/settings/settings.ts';
import { lintBlocks } from '../../src/sandbox/lint/lint.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import { SMALL_CATALOG } from '../fixtures/bot.ts';
import { catalogOf, copyOf, group, tactic, technique } from '../fixtures/bundle.ts';
import { findArmed, findTexts, hostileText } from '../fixtures/hostile.ts';
import { hasShared, realCatalog } from '../fixtures/shared.ts';

const NOW = Date.UTC(2026, 10, 24);
const mark = { by: 'U1', at: NOW - 1000 };
const layers = {
  defaults: { noise: 'links', answersBots: false, coolDown: 30 },
  workspace: { own: { noise: 'off' }, marks: { noise: mark }, undo: 'token' },
  channel: UNSET,
} as const;
const own = { own: { noise: 'off', answersBots: true, coolDown: 60 }, marks: { noise: mark }, undo: 'x' } as const;

const FULL: HomeState = {
  recents: SMALL_CATALOG.objects.slice(0, 40).map(({ stixId }) => stixId),
  isQuiet: true,
  role: 'admin',
  release: {
    pin: { release: '17.1', by: 'U1', at: NOW - 1000, told: undefined },
    newest: '18.1',
    listed: Array.from({ length: 120 }, (_, at) => `${120 - at}.1`),
  },
  layers,
  channels: {
    kind: 'listed',
    channels: Array.from({ length: 100 }, (_, at) => ({
      id: `C${at}`,
      layers: { ...layers, channel: at % 10 === 0 ? own : UNSET },
    })),
  },
  picked: { id: 'C9999', layers },
  subscriptions: Array.from({ length: 100 }, (_, at) => ({
    channel: at === 0 ? undefined : `C${at}`,
    entries: [
      { target: { kind: 'releases' }, mark },
      ...Array.from({ length: 99 }, (_, n) => ({
        target: { kind: 'object', stixId: `x--${n}`, called: `T${1000 + n}` } as const,
        mark,
      })),
    ],
  })),
  note: 'Nothing was changed.',
};

describe('the Home tab', () => {
  it.each<Role>(['admin', 'member', 'unknown', 'unanswered'])(
    'is what Slack takes with all that it can hold, for: %s',
    (role) => {
      expect(findFaults({ ...FULL, role }, SMALL_CATALOG)).toEqual([]);
    },
  );

  it('shows the channel that was asked for, then those with settings of their own, twenty of all others', () => {
    const text = JSON.stringify(homeView(FULL, SMALL_CATALOG, NOW).blocks);
    const ids = [...text.matchAll(/\*<#(\w+)>\*/g)].map(([, id]) => id);
    expect(ids).toHaveLength(21);
    expect(ids.slice(0, 4)).toEqual(['C9999', 'C0', 'C10', 'C20']);
  });

  it('tells all of its parts even when it is full', () => {
    expect(JSON.stringify(homeView(FULL, SMALL_CATALOG, NOW).blocks.at(-1))).toContain('Never kept');
  });

  it('tells once where domains came from together', () => {
    const copies = (['enterprise', 'mobile', 'ics'] as const).map((domain, at) =>
      copyOf(domain, { asOf: NOW + (domain === 'ics' ? 60_000 : at * 1000) }),
    );
    const text = JSON.stringify(homeView(FULL, { ...SMALL_CATALOG, copies }, NOW));
    expect(text).toContain('*Enterprise, Mobile*: release');
    expect(text).toContain('*ICS*: release');
  });

  it('says what is watched for the person and in their channels, and where nothing is how to begin', () => {
    const text = JSON.stringify(homeView(FULL, SMALL_CATALOG, NOW).blocks);
    expect(text).toContain('• For you alone: new releases, T1000, T1001, T1002, T1003, T1004 and 94 more');
    expect(text).toContain('• <#C9>: new releases');
    expect(text).toContain('• and 90 more channels');
    expect(JSON.stringify(homeView({ ...FULL, subscriptions: [] }, SMALL_CATALOG, NOW))).toContain(
      '`/attack subscribe releases`',
    );
  });

  it('leaves out what is no longer in ATT&CK', () => {
    const text = JSON.stringify(homeView({ ...FULL, recents: ['T9999', 'G0016'] }, SMALL_CATALOG, NOW));
    expect(text).toContain('G0016 · APT29');
    expect(text).not.toContain('T9999');
  });

  it('mentions nobody, whatever a feed writes', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const hostile = catalogOf({
          enterprise: [
            tactic({ id: 'TA0005', name: 'Stealth', shortname: 'stealth' }),
            technique({ id: 'T1055', name: 'Process Injection' }),
            group({ id: 'G0016', name: text.trim() || 'x', aliases: [text] }),
          ],
        });
        const copies = [copyOf('enterprise', { release: text, address: text, origin: 'feed' })];
        const target = { kind: 'object', stixId: 'x--1', called: text } as const;
        const subscriptions = [{ channel: 'C1', entries: [{ target, mark }] }];
        expect(findFaults({ ...FULL, recents: ['G0016'], subscriptions }, { ...hostile, copies })).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe.skipIf(!hasShared)('the Home tab over real ATT&CK (needs ../shared)', () => {
  it('is what Slack takes, whatever was looked up', () => {
    const longest = realCatalog().objects.toSorted((a, b) => b.name.length - a.name.length);
    const recents = longest.slice(0, 10).map(({ stixId }) => stixId);
    expect(findFaults({ ...FULL, recents }, realCatalog())).toEqual([]);
  });
});

function findFaults(state: HomeState, known: Catalog): readonly string[] {
  const { blocks } = homeView(state, known, NOW);
  const armed = findTexts(blocks)
    .flatMap(findArmed)
    .filter((entity) => !/^<(?:#C\d+|@U1)>$/.test(entity));
  return [...lintBlocks(blocks, 'home').map((fault) => JSON.stringify(fault)), ...armed];
}
