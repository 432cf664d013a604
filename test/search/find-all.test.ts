import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttackObject } from '../../src/attack/object.ts';
import { find, findAll } from '../../src/search/find.ts';
import { catalogOf, group, malware, tactic, technique } from '../fixtures/bundle.ts';
import { hasShared, realCatalogWithText } from '../fixtures/shared.ts';
import { searchable } from './text/searchable.ts';

const world = [
  tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' }),
  ...Array.from({ length: 30 }, (_, n) =>
    technique({ id: `T${1100 + n}`, name: `Zebra ${n}`, description: 'Letters are read by a lantern.' }),
  ),
  technique({ id: 'T1200', name: 'Lantern', description: 'It burns.' }),
  technique({ id: 'T1201', name: 'Elsewhere', description: 'Nothing of the kind.' }),
  technique({ id: 'T1202', name: 'Lantern of Old', status: 'deprecated' }),
  group({ id: 'G0001', name: 'Lantern Bearers' }),
  malware({ id: 'S0001', name: 'Purse', description: 'It reads letters by a lantern.' }),
];
const catalog = searchable(world);
const ids = (objects: readonly AttackObject[]) => objects.map(({ id }) => id);

describe('all that is found', () => {
  it('goes on where a choice ends, names before texts', () => {
    const all = ids(findAll(catalog, 'lantern', ({ kind }) => kind === 'technique'));
    expect(all[0]).toBe('T1200');
    expect(all).toHaveLength(31);
    expect(all).not.toContain('T1201');
    expect(all).not.toContain('T1202');
  });

  it('is of what is wanted alone, by names where no text is read yet', () => {
    expect(ids(findAll(catalog, 'lantern', ({ kind }) => kind === 'group'))).toEqual(['G0001']);
    expect(ids(findAll(catalogOf({ enterprise: world }), 'lantern', () => true))).toEqual(['T1200', 'G0001']);
    expect(findAll(catalog, 'lantern', () => false)).toEqual([]);
    expect(findAll(catalog, '', () => true)).toEqual([]);
  });

  it('begins as a choice does, has each once, and what is wanted and active alone', () => {
    const word = fc.constantFrom(
      'lantern',
      'zebra',
      '7',
      'letters',
      'execution',
      'purse',
      'lantrn',
      'burns',
      '🔥',
      'qqq',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), fc.constantFrom('technique', 'software', 'any'), (words, kind) => {
        const isWanted = (object: AttackObject) => kind === 'any' || object.kind === kind;
        const all = findAll(catalog, words.join(' '), isWanted);
        expect(new Set(all).size).toBe(all.length);
        expect(all.every((object) => isWanted(object) && object.status === 'active')).toBe(true);
        const finding = find(catalog, words.join(' '), isWanted);
        if (finding.kind === 'several')
          expect(all).toEqual(expect.arrayContaining(finding.hits.map(({ object }) => object)));
        if (finding.kind === 'one') expect(all).toContain(finding.hit.object);
      }),
    );
  });
});

describe.skipIf(!hasShared)('all that is found in real ATT&CK (needs ../shared)', () => {
  it('has what a choice has no room for', () => {
    const real = realCatalogWithText();
    const isLinux = (object: AttackObject) => 'platforms' in object && object.platforms.includes('Linux');
    const all = findAll(real, 'ssh keys', isLinux);
    expect(all.length).toBeGreaterThan(20);
    expect(ids(all).slice(0, 2)).toEqual(['T1552.004', 'T1098.004']);
    expect(ids(all)).toContain('T1563.001');
  });
});
