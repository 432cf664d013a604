import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { find } from '../../src/search/find.ts';
import { findNearly } from '../../src/search/fuzzy.ts';
import { foldName } from '../../src/search/names.ts';
import {
  catalogOf,
  dataSource,
  group,
  malware,
  relationship,
  type Stix,
  tactic,
  technique,
} from '../fixtures/bundle.ts';
import { hasShared, realCatalog, sharedPath } from '../fixtures/shared.ts';

const execution = tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' });
const injection = technique({ id: 'T1055', name: 'Process Injection' });
const hollowing = technique({ id: 'T1055.012', name: 'Process Hollowing' });
const capture = technique({ id: 'T1113', name: 'Screen Capture' });
const dll = technique({ id: 'T1574.001', name: 'DLL' });
const earlier = technique({ id: 'T1073', name: 'DLL Side-Loading', status: 'revoked' });
const later = technique({ id: 'T1574.002', name: 'DLL Side-Loading', status: 'revoked' });
const bear = group({ id: 'G0016', name: 'APT29', aliases: ['Cozy Bear', 'Midnight Blizzard'] });
const enterprise = [
  execution,
  injection,
  hollowing,
  relationship(hollowing, 'subtechnique-of', injection),
  capture,
  dll,
  earlier,
  later,
  relationship(earlier, 'revoked-by', later),
  relationship(later, 'revoked-by', dll),
  bear,
  malware({ id: 'S0002', name: 'Mimikatz' }),
  malware({ id: 'S0098', name: 'T9000' }),
  dataSource({ id: 'DS0005', name: 'Cozy Bears', status: 'deprecated' }),
];
const mobile = [
  tactic({ id: 'TA0041', name: 'Mobile Execution', shortname: 'execution' }),
  technique({ id: 'T1513', name: 'Screen Capture', chain: 'mitre-mobile-attack' }),
];
const catalog = catalogOf({ enterprise, mobile });

/** What is found, best first, after how sure that is. */
function found(text: string, within = catalog): readonly string[] {
  const finding = find(within, text);
  switch (finding.kind) {
    case 'one':
      return ['one', finding.hit.object.id];
    case 'several':
      return ['several', ...finding.hits.map(({ object }) => object.id)];
    case 'none':
      return ['none'];
  }
}

describe('a name', () => {
  it.each([
    ['Process Injection', 'T1055'],
    ['process  INJECTION!', 'T1055'],
    ['process injection: process hollowing', 'T1055.012'],
    ['cozy bear', 'G0016'],
    ['apt 29', 'G0016'],
    ['APT-29', 'G0016'],
    ['Mímikatz', 'S0002'],
    ['T9000', 'S0098'],
  ])('%j finds its object and no other', (text, id) => {
    expect(found(text)).toEqual(['one', id]);
  });

  it.each([
    ['proces injecton', 'T1055'],
    ['mimikats', 'S0002'],
    ['midnigt blizard', 'G0016'],
    ['proces holowing', 'T1055.012'],
  ])('%j with errors finds its object', (text, id) => {
    expect(found(text)).toEqual(['one', id]);
  });

  it('of several domains is a choice, Enterprise first', () => {
    expect(found('screen capture')).toEqual(['several', 'T1113', 'T1513']);
    expect(found('scren captur')).toEqual(['several', 'T1113', 'T1513']);
  });

  it('that only dead objects have finds the one that stands in their place', () => {
    expect(found('dll side loading')).toEqual(['one', 'T1073']);
  });

  it('of what was given up is a choice, if something living is called nearly so', () => {
    expect(found('cozy bears')).toEqual(['several', 'G0016', 'DS0005']);
  });

  it('that is only somewhat like another is no choice', () => {
    const both = catalogOf({ enterprise: [...enterprise, malware({ id: 'S0681', name: 'Lizar' })] });
    expect(found('lizard', both)).toEqual(['one', 'S0681']);
    expect(found('liam', both)).toEqual(['none']);
  });

  it.each(['', '🤷', 'qqqq zzzz'])('that is none, such as %j, finds nothing', (text) => {
    expect(found(text)).toEqual(['none']);
  });
});

describe('finding', () => {
  const names = [
    'Process Injection',
    'Process Hollowing',
    'Proc Memory',
    'Screen Capture',
    'Screen Captures',
    'At',
    'Net',
  ];

  it('does not depend on the order in which objects arrive', () => {
    const objects: readonly Stix[] = [execution, ...names.map((name, at) => technique({ id: `T100${at}`, name }))];
    const query = fc.constantFrom('proc', 'screen capture', 'proces', 'net at', 'a');
    fc.assert(
      fc.property(fc.shuffledSubarray([...objects], { minLength: objects.length }), query, (shuffled, text) => {
        expect(found(text, catalogOf({ enterprise: shuffled }))).toEqual(
          found(text, catalogOf({ enterprise: objects })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('takes any text, and gives each object once, best first, within the limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 1, max: 5 }), (text, limit) => {
        const hits = findNearly(catalog.fuzzy, text, limit);
        expect(hits.length).toBeLessThanOrEqual(limit);
        expect(new Set(hits.map(({ object }) => object)).size).toBe(hits.length);
        expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).toSorted((a, b) => b - a));
      }),
    );
  });

  it('compares names by their letters and digits alone', () => {
    expect(foldName('Döppelgänging / XYZ—Tool_2')).toBe('doppelganging xyz tool 2');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldName(foldName(text))).toBe(foldName(text));
      }),
    );
  });
});

describe.skipIf(!hasShared)('over the query sets (needs ../shared)', () => {
  it.each([
    ['names-exact', 1],
    ['names-typo1', 0.99],
    ['names-typo2', 0.98],
    ['names-partial', 0.92],
  ])('%s has the right technique first in %d of all', (set, share) => {
    const all = realCatalog();
    const rows = readFileSync(sharedPath(`search/${set}.tsv`), 'utf8')
      .trim()
      .split('\n');
    const right = rows.filter((row) => {
      const [text = '', ids = ''] = row.split('\t');
      const finding = find(all, text);
      const first = finding.kind === 'one' ? finding.hit : finding.kind === 'several' ? finding.hits[0] : undefined;
      // An equal name in another domain is right as well: the sets know Enterprise alone.
      const names = ids.split(',').map((id) => all.byId.get(id)?.[0]?.name);
      return first !== undefined && (ids.split(',').includes(first.object.id) || names.includes(first.object.name));
    });
    expect(right.length / rows.length).toBeGreaterThanOrEqual(share);
  });
});

describe('a domain that is named', () => {
  it.each([
    ['mobile screen capture', 'T1513'],
    ['screen capture on mobile', 'T1513'],
    ['Enterprise: Screen Capture', 'T1113'],
    ['enterprise screen captures', 'T1113'],
    ['mobile screen captur', 'T1513'],
  ])('decides between namesakes: %j', (text, id) => {
    expect(found(text)).toEqual(['one', id]);
  });

  it('is part of a name where something is called so', () => {
    expect(found('mobile execution')).toEqual(['one', 'TA0041']);
  });

  it('may be meant by a beginning, which is a choice', () => {
    expect(found('mobile scr')).toEqual(['several', 'T1513']);
  });
});

describe('slang', () => {
  const owner = technique({ id: 'T1033', name: 'System Owner/User Discovery', description: 'Of others.' });
  const within = catalogOf({ enterprise: [...enterprise, owner] });

  it('is the name that it means', () => {
    expect(found('whoami', within)).toEqual(['one', 'T1033']);
    expect(found('whoami on hosts', within)).toEqual(['none']);
  });

  it('is what something is called, if it is', () => {
    const tool = malware({ id: 'S0999', name: 'whoami' });
    expect(found('whoami', catalogOf({ enterprise: [...enterprise, owner, tool] }))).toEqual(['one', 'S0999']);
  });

  it('of several namesakes is a choice, Enterprise first', () => {
    const both = catalogOf({
      enterprise: [...enterprise, owner],
      mobile: [
        ...mobile,
        technique({ id: 'T1400', name: 'System Owner/User Discovery', chain: 'mitre-mobile-attack' }),
      ],
    });
    expect(found('whoami', both)).toEqual(['several', 'T1033', 'T1400']);
  });
});

describe('a choice', () => {
  it('beside a name with slips is of its equals, not of all that it begins', () => {
    const both = catalogOf({
      enterprise,
      mobile: [...mobile, technique({ id: 'T1631', name: 'Process Injection', chain: 'mitre-mobile-attack' })],
    });
    expect(found('proces injecton', both)).toEqual(['several', 'T1055', 'T1631']);
  });
});
