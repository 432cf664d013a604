import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAMILY_NAMES } from '../../src/attack/id.ts';
import { findIdShape } from '../../src/attack/id-shape.ts';

const find = (text: string) => findIdShape(text, 0, text.length);

describe('findIdShape', () => {
  it.each(FAMILY_NAMES)('sees the digits of %s, in both cases, wherever they stand', (family) => {
    for (const name of [family, family.toLowerCase()]) {
      for (let before = 0; before < 8; before += 1) {
        expect(find(`${' '.repeat(before)}${name}1055`)).toBe(before + name.length);
      }
    }
  });

  it.each(['', '1055', 'T105', 'T10555', 'T 1055', 'T\u0661\u0660\u0665\u0665', 'X1055', '2026-11-27', 'é1055'])(
    'passes over %j',
    (text) => {
      expect(find(text)).toBe(-1);
    },
  );

  it('looks only where it is told to', () => {
    expect(findIdShape('T1055 T1059', 0, 4)).toBe(-1);
    expect(findIdShape('T1055 T1059', 1, 11)).toBe(7);
    expect(findIdShape('T1055 T1059', 2, 10)).toBe(-1);
  });

  it('finds what a pattern finds', () => {
    const pattern = /(?<=[TAGSCMN])\d{4}(?!\d)/i;
    const pieces = fc.constantFrom(...'TAGSCMNdtx0195. é漢', '1055', '10555', 'T1055');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (all) => {
        const text = all.join('');
        expect(find(text)).toBe(pattern.exec(text)?.index ?? -1);
      }),
    );
  });
});
