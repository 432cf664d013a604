import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complete } from '../../src/search/typeahead.ts';
import { catalogOf, dataSource, group, malware, relationship, tactic, technique } from '../fixtures/bundle.ts';
import { hasShared, realCatalog } from '../fixtures/shared.ts';

const injection = technique({ id: 'T1055', name: 'Process Injection' });
const hollowing = technique({ id: 'T1055.012', name: 'Process Hollowing' });
const catalog = catalogOf({
  enterprise: [
    tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' }),
    injection,
    hollowing,
    relationship(hollowing, 'subtechnique-of', injection),
    technique({ id: 'T1057', name: 'Process Discovery' }),
    technique({ id: 'T1546.005', name: 'Trap' }),
    group({ id: 'G0016', name: 'APT29', aliases: ['Cozy Bear'] }),
    malware({ id: 'S0002', name: 'Mimikatz' }),
    dataSource({ id: 'DS0009', name: 'Process', status: 'deprecated' }),
  ],
});

function idsOf(typed: string, within = catalog): readonly string[] {
  return complete(within, typed, 10).map(({ id }) => id);
}

describe('while it is typed', () => {
  it.each([
    ['t1055', ['T1055', 'T1055.012']],
    ['T1055.', ['T1055.012']],
    ['g00', ['G0016']],
    ['1055', ['T1055', 'T1055.012']],
    ['1055.0', ['T1055.012']],
    ['105', ['T1055', 'T1055.012', 'T1057']],
    ['000', ['TA0002', 'S0002']],
    ['10', []],
    ['proc', ['T1055', 'T1055.012', 'T1057']],
    ['process hol', ['T1055.012']],
    ['cozy', ['G0016']],
    ['mimikats', ['S0002']],
    ['', []],
    ['zz', []],
  ])('%j may mean %j', (typed, ids) => {
    expect(idsOf(typed)).toEqual(ids);
  });

  it('the dead come last, and only by their whole name', () => {
    expect(idsOf('process').at(-1)).toBe('DS0009');
    expect(idsOf('proces')).not.toContain('DS0009');
  });

  it('no more are listed than are wanted', () => {
    expect(complete(catalog, 'p', 2)).toHaveLength(2);
  });

  it('anything at all may be typed', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => void complete(catalog, typed, 10)));
  });
});

describe.skipIf(!hasShared)('while a real name is typed (needs ../shared)', () => {
  // A plural's s is as good as typed: at "account", "Accounts" is whole.
  it('those whose names go on as typed, by more than a letter, keep their order', () => {
    const names = realCatalog()
      .objects.filter(({ kind, status }) => kind === 'technique' && status === 'active')
      .map(({ name }) => name.toLowerCase());
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.integer({ min: 5, max: 19 }), (name, length) => {
        if (name.length <= length + 1) return;
        const [before, after] = [name.slice(0, length), name.slice(0, length + 1)].map((typed) =>
          complete(realCatalog(), typed, 50).filter(
            (object) =>
              object.name.toLowerCase().startsWith(name.slice(0, length + 1)) && object.name.length > length + 2,
          ),
        );
        expect(after?.map(({ stixId }) => stixId)).toEqual(before?.map(({ stixId }) => stixId));
      }),
      { numRuns: 150 },
    );
  });
});
