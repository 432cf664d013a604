import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../../../src/reply/answer.ts';
import { listChoices, MENU_FIELDS, type MenuTerm, narrow, setMenu } from '../../../src/reply/modal/narrowing.ts';
import {
  decodeState,
  encodeState,
  type ModalState,
  NEW_SEARCH,
  openOn,
  type Press,
  step,
} from '../../../src/reply/modal/state.ts';
import { decodeQuestion } from '../../../src/reply/question.ts';
import { SECTION_NAMES } from '../../../src/reply/section-name.ts';
import { modalView } from '../../../src/reply/views/modal.ts';
import { sectionsOf } from '../../../src/reply/views/sections.ts';
import { lintBlocks } from '../../../src/sandbox/lint/lint.ts';
import type { Catalog } from '../../../src/search/catalog.ts';
import { SMALL_CATALOG } from '../../fixtures/bot.ts';
import { catalogOf, group, tactic, technique } from '../../fixtures/bundle.ts';
import { collect, findArmed, findTexts, hostileText } from '../../fixtures/hostile.ts';
import { hasShared, realCatalog } from '../../fixtures/shared.ts';

const NOW = Date.UTC(2026, 10, 24);

describe('the modal', () => {
  it('holds the search alone before anything is picked', () => {
    const { title, close, blocks } = modalView(NEW_SEARCH, SMALL_CATALOG, NOW);
    expect([title.text, close?.text]).toEqual(['Search ATT&CK', 'Close']);
    expect(blocks.map(({ block_id: id }) => id).filter(Boolean)).toEqual(['search.0', 'narrow.0']);
  });

  it('is new to Slack in its menus when one has changed, and only then', () => {
    const idsOf = (state: ModalState) => modalView(state, SMALL_CATALOG, NOW).blocks.map(({ block_id: id }) => id);
    const picked = step(NEW_SEARCH, { kind: 'pick', key: 'G0016' }, SMALL_CATALOG).state;
    expect(idsOf(picked).slice(0, 2)).toEqual(['search.0', 'narrow.0']);
    const press: Press = { kind: 'narrow', field: 'type', value: 'group', narrowed: [] };
    expect(idsOf(step(picked, press, SMALL_CATALOG).state).slice(0, 2)).toEqual(['search.1', 'narrow.1']);
  });

  it('says what was asked for where it is no longer there', () => {
    const { title, blocks } = modalView(openOn({ kind: 'open', key: 'T9999' }), SMALL_CATALOG, NOW);
    expect(title.text).toBe('ATT&CK');
    expect(JSON.stringify(blocks)).toContain('T9999');
  });

  it('is what Slack takes, and mentions nobody, whatever a feed or a person writes', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const spec = { name: text.trim() || 'x', description: text, platforms: [text], tactics: [text || 'x'] };
        const hostile = catalogOf({
          enterprise: [
            tactic({ id: 'TA0005', name: spec.name, shortname: text || 'x' }),
            technique({ id: 'T1055', ...spec }),
            group({ id: text.slice(0, 120), stixId: 'intrusion-set--1', ...spec, aliases: [text] }),
          ],
        });
        const states: readonly ModalState[] = [
          ...hostile.objects.map(({ stixId: key }) => openOn({ kind: 'open', key })),
          { depth: 3, shown: { kind: 'search', text: text.slice(0, 300), page: 1 }, trail: [text] },
          {
            ...NEW_SEARCH,
            search: {
              narrowed: [setMenu('tactic', text.slice(0, 60)), setMenu('platform', text.slice(0, 60))],
              turn: 1,
            },
          },
        ];
        for (const state of states) expect(findFaults(state, hostile)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the menus beside the search', () => {
  it('offer only what leaves something to be found', () => {
    const field = fc.constantFrom(...MENU_FIELDS);
    fc.assert(
      fc.property(field, field, fc.nat(), fc.nat(), (one, other, a, b) => {
        const pick = (from: (typeof MENU_FIELDS)[number], terms: readonly MenuTerm[], at: number) => {
          const values = listChoices(SMALL_CATALOG, from, terms);
          return values[at % values.length];
        };
        const first = narrow(SMALL_CATALOG, [], one, pick(one, [], a));
        const both = narrow(SMALL_CATALOG, first, other, pick(other, first, b));
        for (const { field: set, value } of both) expect(listChoices(SMALL_CATALOG, set, both)).toContain(value);
      }),
    );
  });

  it('free what the new choice leaves nothing of', () => {
    const terms = [setMenu('tactic', 'Defense Evasion'), setMenu('platform', 'Windows')];
    expect(narrow(SMALL_CATALOG, terms, 'type', 'group')).toEqual([setMenu('type', 'group')]);
    expect(narrow(SMALL_CATALOG, terms, 'type', 'technique')).toEqual([setMenu('type', 'technique'), ...terms]);
    expect(narrow(SMALL_CATALOG, terms, 'tactic', undefined)).toEqual([setMenu('platform', 'Windows')]);
  });

  it('offer at most what Slack takes: the commonest values, in their order', () => {
    const techniques = Array.from({ length: 240 }, (_, at) =>
      technique({ id: `T${1000 + at}`, platforms: [`Platform ${at % 120}`, ...(at >= 120 ? ['Zed'] : [])] }),
    );
    const offered = listChoices(
      catalogOf({ enterprise: [tactic({ id: 'TA0005', shortname: 'stealth' }), ...techniques] }),
      'platform',
      [],
    );
    expect(offered).toHaveLength(99);
    expect(offered.at(-1)).toBe('Zed');
    expect(offered.toSorted()).toEqual(offered);
  });

  it('say any, and narrow nothing, where a newer release no longer has what they were set to', () => {
    const stale = {
      ...NEW_SEARCH,
      search: { narrowed: [setMenu('tactic', 'Gone'), setMenu('type', 'group')], turn: 1 },
    };
    const view = modalView(stale, SMALL_CATALOG, 0);
    expect(JSON.stringify(view.blocks)).not.toContain('Gone');
    expect(decodeState(view.private_metadata ?? '').search?.narrowed).toEqual([setMenu('type', 'group')]);
  });
});

describe('the state of a view', () => {
  const key = fc.oneof(fc.constantFrom('T1055', 'G0016'), fc.string({ maxLength: 75 }));
  const press: fc.Arbitrary<Press> = fc.oneof(
    fc.record({ kind: fc.constant('pick' as const), key }),
    fc.record({ kind: fc.constant('back' as const) }),
    fc.record({
      kind: fc.constant('copy' as const),
      of: fc.record({
        kind: fc.constant('search' as const),
        text: fc.string({ maxLength: 300 }),
        page: fc.constant(1),
      }),
    }),
    fc.record({
      kind: fc.constant('ask' as const),
      question: fc.oneof(
        fc.record({ kind: fc.constant('open' as const), key }),
        fc.record({
          kind: fc.constant('section' as const),
          key,
          section: fc.constantFrom(...SECTION_NAMES),
          page: fc.integer({ min: 1, max: 9 }),
        }),
        fc.record({ kind: fc.constant('lookup' as const), terms: fc.array(key, { minLength: 1, maxLength: 3 }) }),
      ),
    }),
  );

  it('is never deeper than three, within Slack’s limit, and read as it was written', () => {
    fc.assert(
      fc.property(fc.array(press, { maxLength: 120 }), (presses) => {
        let state: ModalState = { ...NEW_SEARCH, origin: { name: 'x'.repeat(80), responseUrl: 'https://x', at: NOW } };
        for (const one of presses) {
          state = step(state, one, SMALL_CATALOG).state;
          const text = encodeState(state);
          expect(state.depth).toBeLessThanOrEqual(3);
          expect(text.length).toBeLessThanOrEqual(3000);
          const kept = decodeState(text);
          expect({ ...kept, trail: [] }).toEqual({ ...state, trail: [] });
          expect(state.trail.slice(-kept.trail.length || state.trail.length)).toEqual(kept.trail);
        }
      }),
    );
  });

  it.each(['', 'null', '[]', '{"depth":"x","search":7,"shown":{"kind":"?"},"trail":[1]}', '{'])(
    'that no version wrote (%s) is one with nothing in it',
    (text) => {
      expect(decodeState(text)).toMatchObject({ depth: 3, trail: [] });
    },
  );
});

describe.skipIf(!hasShared)('every object of real ATT&CK in the modal (needs ../shared)', () => {
  it('is what Slack takes, its first section open as well', { timeout: 300_000 }, () => {
    const known = realCatalog();
    const faults = known.objects.flatMap((object) => {
      const key = keyOf(object, known);
      const opened = sectionsOf(known, object)
        .slice(0, 1)
        .map(({ name }): ModalState => openOn({ kind: 'section', key, section: name, page: 1 }));
      return [openOn({ kind: 'open', key }), ...opened].flatMap((state) => findFaults(state, known));
    });
    expect(faults).toEqual([]);
  });
});

const LONGEST_VIEW = 250_000;

function findFaults(state: ModalState, known: Catalog): readonly string[] {
  const view = modalView(state, known, NOW);
  return [
    ...lintBlocks(view.blocks, 'modal').map((fault) => JSON.stringify(fault)),
    ...(view.title.text.length > 24 || view.title.text.trim() === '' ? [`the title ${view.title.text}`] : []),
    ...((view.private_metadata?.length ?? 0) > 3000 ? ['too much metadata'] : []),
    ...(JSON.stringify(view).length > LONGEST_VIEW ? ['too large a view'] : []),
    ...findTexts(view).flatMap(findArmed),
    ...collect(view, ({ type, value }) => (type === 'button' ? value : undefined)).flatMap((value) =>
      decodeQuestion(value) ? [] : [`a dead button ${value}`],
    ),
  ].map((fault) => `${JSON.stringify(state.shown)}: ${fault}`);
}
