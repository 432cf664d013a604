import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MenuTerm, setMenu } from '../../src/reply/modal/narrowing.ts';
import { NEW_SEARCH } from '../../src/reply/modal/state.ts';
import { offerObjects } from '../../src/reply/offers.ts';
import { modalView } from '../../src/reply/views/modal.ts';
import { lintBlocks } from '../../src/sandbox/lint/lint.ts';
import type { Catalog } from '../../src/search/catalog.ts';
import { catalogOf, group, malware, mitigation, relationship, tactic, technique } from '../fixtures/bundle.ts';
import { hostileText } from '../fixtures/hostile.ts';
import { hasShared, realCatalog, realCatalogWithText } from '../fixtures/shared.ts';

const injection = technique({ id: 'T1055', name: 'Process Injection', tactics: ['stealth'], platforms: ['Windows'] });
const hollowing = technique({ id: 'T1055.012', name: 'Process Hollowing', tactics: ['stealth'] });
const longParent = technique({ id: 'T1552', name: 'Credentials That Somebody Left in a Place Where Anyone Looks' });
const longChild = technique({ id: 'T1552.001', name: 'Credentials in Files and Folders' });
const shell = technique({ id: 'T1059.001', name: 'PowerShell' });
const oldShell = technique({ id: 'T1086', name: 'PowerShell', status: 'revoked' });
const catalog = catalogOf({
  enterprise: [
    tactic({ id: 'TA0005', name: 'Stealth', shortname: 'stealth' }),
    injection,
    hollowing,
    longParent,
    longChild,
    shell,
    oldShell,
    technique({ id: 'T1057', name: 'Process Discovery' }),
    group({ id: 'G0016', name: 'APT29', aliases: ['Cozy Bear', 'The Dukes'] }),
    malware({ id: 'S0154', name: 'Processor', platforms: ['Windows'] }),
    mitigation({ id: 'M1040', name: 'Process Rules' }),
    relationship(hollowing, 'subtechnique-of', injection),
    relationship(longChild, 'subtechnique-of', longParent),
    relationship(oldShell, 'revoked-by', shell),
  ],
});

const GROUPS = [setMenu('type', 'group')];

function read(typed: string, narrowed: readonly MenuTerm[] = []): readonly (readonly string[])[] {
  return offerObjects(catalog, typed, narrowed).map(({ label, options }) => [
    label,
    ...options.map(({ text, description }) => [text.text, description?.text].filter(Boolean).join(' | ')),
  ]);
}

describe('what is offered while it is typed', () => {
  it('stands under its type, what is looked for most first', () => {
    expect(read('proc').map(([label]) => label)).toEqual(['Techniques', 'Sub-techniques', 'Software', 'Mitigations']);
  });

  it.each([
    ['t1055', ['Exact ID', 'T1055 · Process Injection | Stealth · Windows']],
    ['1055', ['Exact ID', 'T1055 · Process Injection | Stealth · Windows']],
    ['cozy', ['Groups', 'G0016 · APT29 | also Cozy Bear · Enterprise group']],
    ['apt29', ['Groups', 'G0016 · APT29 | also Cozy Bear, The Dukes · Enterprise group']],
    ['t1086', ['Exact ID', 'T1086 · PowerShell (revoked) | now T1059.001 · execution']],
  ])('%j first offers %j', (typed, first) => {
    expect(read(typed)[0]).toEqual(first);
  });

  it.each([
    ['https://attack.mitre.org/techniques/T1055/012/', ['Exact ID'], ['T1055.012']],
    ['T1055/012', ['Exact ID'], ['T1055.012']],
    ['“T1055”', ['Exact ID', 'Sub-techniques'], ['T1055', 'T1055.012']],
    ['attack.t1055.012', ['Exact ID'], ['T1055.012']],
    ['T1055, G0016 T9999', ['Exact ID'], ['T1055', 'G0016']],
    ['T1055 groups', ['Exact ID', 'Sub-techniques'], ['T1055', 'T1055.012']],
    ['T1O55', ['Techniques'], ['T1055']],
    ['T1055.12', ['Techniques', 'Sub-techniques'], ['T1055', 'T1055.012']],
    ['G016', ['Groups'], ['G0016']],
  ])('understands %j as a command does', (typed, labels, values) => {
    const groups = offerObjects(catalog, typed, []);
    expect(groups.map(({ label }) => label)).toEqual(labels);
    expect(groups.flatMap(({ options }) => options.map(({ value }) => value))).toEqual(values);
  });

  it('keeps to the filters what is typed out', () => {
    const groups = offerObjects(catalog, 'T1055, G0016', GROUPS);
    expect(groups.map(({ label, options }) => [label, ...options.map(({ value }) => value)])).toEqual([
      ['Exact ID', 'G0016'],
      ['Exact ID, outside the filters', 'T1055'],
    ]);
    expect(offerObjects(catalog, 'T1O55', GROUPS)).toEqual([]);
  });

  it('is told by its own name where its parent’s leaves no room', () => {
    expect(read('T1552.001')).toEqual([
      [
        'Exact ID',
        'T1552.001 · Credentials in Files and Folders | Credentials That Somebody Left in a Place Where Anyone Looks: Credentials…',
      ],
    ]);
  });

  it.each([
    [[setMenu('type', 'technique')], ['Techniques']],
    [[setMenu('type', 'sub-technique')], ['Sub-techniques']],
    [[setMenu('platform', 'Windows')], ['Techniques', 'Software']],
    [[setMenu('tactic', 'Stealth')], ['Techniques', 'Sub-techniques']],
    [[setMenu('domain', 'Mobile')], []],
    [[setMenu('platform', 'Windows'), setMenu('type', 'software')], ['Software']],
  ])('is narrowed by %j', (narrowed, labels) => {
    expect(read('proc', narrowed).map(([label]) => label)).toEqual(labels);
  });

  it('is what Slack takes, whatever is typed and whatever a feed writes', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (typed, written) => {
        const name = written.trim() || 'x';
        const spec = { name, platforms: [written], tactics: [written || 'x'] };
        const hostile = catalogOf({
          enterprise: [
            technique({ id: 'T1055', ...spec }),
            technique({ id: written, stixId: `attack-pattern--${written}`, ...spec }),
            tactic({ id: 'TA0005', name, shortname: written || 'x' }),
            group({ id: 'G0016', name, aliases: [written] }),
          ],
        });
        for (const text of [typed, written, 'T1055', 'G0016']) expect(findFaults(hostile, text)).toEqual([]);
        expect(lintBlocks(modalView(NEW_SEARCH, hostile, 0).blocks, 'modal')).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe.skipIf(!hasShared)('what is offered of real ATT&CK (needs ../shared)', () => {
  it('is what Slack takes at every letter, in order, and quickly read', { timeout: 120_000 }, () => {
    const known = realCatalogWithText();
    const sample = known.objects.filter((_, at) => at % 293 === 0);
    for (const object of sample) {
      for (const text of [object.id, object.name.slice(0, 24), ...object.aliases.slice(0, 2)]) {
        for (let end = 1; end <= text.length; end += 1) expect(findFaults(known, text.slice(0, end))).toEqual([]);
      }
    }
  });

  it('has each ID that is typed out first, and alone under its heading', () => {
    for (const object of realCatalog().objects.filter(({ id }, at) => id !== '' && at % 23 === 0)) {
      const [first] = offerObjects(realCatalog(), object.id, []);
      expect(first?.label).toBe('Exact ID');
      expect(
        first?.options.map(({ text }) => text.text.startsWith(object.id) || object.kind === 'matrix'),
      ).not.toContain(false);
    }
  });
});

const MOST_SHOWN = 25;
const ORDER = ['Exact ID', 'Techniques', 'Sub-techniques', 'Groups', 'Software'];

function findFaults(known: Catalog, typed: string): readonly string[] {
  const groups = offerObjects(known, typed, []);
  const options = groups.flatMap((one) => one.options);
  const labels = groups.map(({ label }) => label);
  const places = labels.map((label) => (ORDER.includes(label) ? ORDER.indexOf(label) : ORDER.length));
  const select = {
    type: 'static_select' as const,
    action_id: 'pick',
    option_groups: groups.map(({ label, options: some }) => ({
      label: { type: 'plain_text' as const, text: label },
      options: [...some],
    })),
  };
  const values = options.map(({ value }) => value);
  return [
    ...(groups.length === 0
      ? []
      : lintBlocks([{ type: 'actions', elements: [select] }], 'modal').map((fault) => JSON.stringify(fault))),
    ...(options.length > MOST_SHOWN ? [`${options.length} options`] : []),
    ...(groups.some((one) => one.options.length === 0) ? ['an empty group'] : []),
    ...(places.some((place, at) => place < (places[at - 1] ?? 0)) ? [`in the order ${labels.join(', ')}`] : []),
    ...(new Set(values).size < values.length ? ['an object twice'] : []),
  ].map((fault) => `${JSON.stringify(typed)}: ${fault}`);
}
