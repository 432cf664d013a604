import { describe, expect, it } from 'vitest';
import {
  analytic,
  asset,
  campaign,
  dataComponent,
  group,
  malware,
  mitigation,
  type Stix,
  strategy,
  technique,
  tool,
} from '../../fixtures/bundle.ts';
import { type Searchable, searchable } from './searchable.ts';

const objects: readonly Stix[] = [
  technique({ id: 'T1003', name: 'Third' }),
  technique({ id: 'T1001', name: 'First', platforms: ['Network Devices'] }),
  technique({ id: 'T1002', name: 'Gone', status: 'revoked' }),
  technique({ id: 'T1004', name: 'Given up', status: 'deprecated' }),
  group({ id: 'G0001', name: 'Bear', description: 'A group of spies.' }),
  group({ id: 'G0002', name: 'Wolf', status: 'revoked' }),
  malware({ id: 'S0001', name: 'Worm' }),
  tool({ id: 'S0002', name: 'Net' }),
  campaign({ id: 'C0001', name: 'Night' }),
  mitigation({ id: 'M1001', name: 'Lock' }),
  dataComponent({ id: 'DC0001', name: 'Process Creation' }),
  asset({ id: 'A0001', name: 'Pump' }),
  analytic({ id: 'AN0001' }),
  strategy({ id: 'DET0001', name: 'Odd Handles' }),
];
const catalog = searchable(objects);

function subjectsOf({ byStixId, text }: Searchable, shelf: 'techniques' | 'others') {
  return text[shelf].subjects.map(({ stixId }) => byStixId.get(stixId)?.id);
}

describe('the index of the texts', () => {
  it('has active techniques by their IDs', () => {
    expect(subjectsOf(catalog, 'techniques')).toEqual(['T1001', 'T1003']);
    expect(catalog.text.techniques.subjects[0]).toMatchObject({ kind: 'technique', domains: ['enterprise'] });
  });

  it('has all else that has a telling name apart from them', () => {
    expect(subjectsOf(catalog, 'others')).toEqual([
      ...['A0001', 'C0001', 'DC0001', 'G0001', 'M1001', 'S0001', 'S0002', 'TA0002'],
    ]);
    expect(catalog.text.others.learnt).toBeUndefined();
  });

  it('does not depend on the order of arrival', () => {
    const turned = searchable([...objects].reverse());
    for (const shelf of ['techniques', 'others'] as const) {
      expect(subjectsOf(turned, shelf)).toEqual(subjectsOf(catalog, shelf));
      expect(turned.text[shelf].terms).toEqual(catalog.text[shelf].terms);
    }
  });

  it('knows the platforms’ words and how words are spelled, for both', () => {
    const { techniques, others } = catalog.text;
    expect([...techniques.platforms]).toEqual(expect.arrayContaining(['network', 'devic']));
    expect(techniques.spelling.known.has('spi')).toBe(true);
    expect(others).toMatchObject({ platforms: techniques.platforms, spelling: techniques.spelling });
  });
});
