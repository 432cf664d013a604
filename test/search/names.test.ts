/** What things are called, and what finds them exactly. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttackObject } from '../../src/attack/object.ts';
import { findShortNames } from '../../src/search/acronyms.ts';
import { buildFormerNames } from '../../src/search/former.ts';
import { buildNames, findByName } from '../../src/search/names.ts';
import { parentName } from '../../src/search/relations.ts';
import {
  analytic,
  asset,
  catalogOf,
  group,
  malware,
  mitigation,
  relationship,
  type Stix,
  tactic,
  technique,
} from '../fixtures/bundle.ts';
import { hasShared, realCatalog } from '../fixtures/shared.ts';

const execution = tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' });
const bypass = technique({
  id: 'T1548.002',
  name: 'Bypass User Account Control',
  description: 'It gets around User Account Control (UAC), as an Active Directory (AD) admin knows.',
});
const startup = technique({ id: 'T1547.001', name: 'Registry Run Keys / Startup Folder' });
const shares = technique({ id: 'T1021.002', name: 'SMB/Windows Admin Shares' });
const dll = technique({ id: 'T1574.001', name: 'DLL' });
const earlier = technique({ id: 'T1073', name: 'DLL Side-Loading', status: 'revoked' });
const later = technique({ id: 'T1574.002', name: 'DLL Sideloads', status: 'revoked' });
const gone = technique({ id: 'T1064', name: 'Scripting', status: 'deprecated' });
const base = [execution, technique({ id: 'T1000', name: 'Any' })];
const world = [
  execution,
  ...[bypass, startup, shares, dll, earlier, later, gone],
  relationship(earlier, 'revoked-by', later),
  relationship(later, 'revoked-by', dll),
  malware({ id: 'S0089', name: 'BlackEnergy' }),
  group({ id: 'G0034', name: 'Sandworm Team', aliases: ['BlackEnergy (Group)'] }),
];

describe('the names of objects', () => {
  it('are its name, aliases, short names, and the names of all that it replaced', () => {
    expect(labelsOf(world)).toEqual([
      'G0034 alias: BlackEnergy (Group)',
      'G0034 half: BlackEnergy',
      'G0034 name: Sandworm Team',
      'S0089 name: BlackEnergy',
      'T1021.002 name: SMB/Windows Admin Shares',
      'T1064 name: Scripting',
      'T1073 name: DLL Side-Loading',
      'T1547.001 half: Registry Run Keys',
      'T1547.001 half: Startup Folder',
      'T1547.001 name: Registry Run Keys / Startup Folder',
      'T1548.002 acronym: Bypass UAC',
      'T1548.002 acronym: UAC',
      'T1548.002 name: Bypass User Account Control',
      'T1574.001 former name: DLL Side-Loading',
      'T1574.001 former name: DLL Sideloads',
      'T1574.001 name: DLL',
      'T1574.002 name: DLL Sideloads',
      'TA0002 name: Execution',
    ]);
  });

  it('do not depend on the order in which objects arrive', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...world], { minLength: world.length }), (shuffled) => {
        expect(orderedLabels(shuffled)).toEqual(orderedLabels(world));
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['uac', ['T1548.002']],
    ['bypass UAC', ['T1548.002']],
    ['startup folder', ['T1547.001']],
    ['black energy', ['S0089']],
    ['dll side-loading', ['T1073']],
    ['scripting', ['T1064']],
    ['ad', []],
    ['smb', []],
  ])('%j finds %j exactly', (text, ids) => {
    expect(findByName(namesOf(world), text).map(({ object }) => object.id)).toEqual(ids);
  });
});

describe('short names', () => {
  it.each([
    ['Remote Desktop Protocol', 'over the Remote Desktop Protocol (RDP)', ['RDP']],
    ['Domain Generation Algorithms', 'use a domain generation algorithm (DGAs)', ['DGA']],
    ['Adversary-in-the-Middle', 'an adversary-in-the-middle (AiTM) position', ['AiTM']],
    ['JavaScript', 'JavaScript (JS) runs', ['JS']],
    ['Virtual Machine Discovery', 'list virtual machines (VMs)', ['VM Discovery']],
    ['Portable Injection', 'a portable (PORT) thing', []],
    ['Remote Services', 'the secure shell (SSH)', []],
    ['Remote Services', 'remote services (XYZ)', []],
    ['Remote Services', '(RS) remote services', []],
  ])('of %j, where the text says %j, are %j', (name, description, short) => {
    const [object] =
      catalogOf({ enterprise: [execution, technique({ id: 'T1001', name, description })] }).byId.get('T1001') ?? [];
    expect(object && findShortNames(object).map(({ text }) => text)).toEqual(short);
  });

  it('stand in brackets in a name too, and around them', () => {
    const [object] =
      catalogOf({ ics: [...base, asset({ id: 'A0001', name: 'Remote Terminal Unit (RTU) / Field Device' })] }).byId.get(
        'A0001',
      ) ?? [];
    expect(object && findShortNames(object)).toEqual([
      { text: 'Remote Terminal Unit / Field Device', by: 'half' },
      { text: 'Remote Terminal Unit', by: 'half' },
      { text: 'Field Device', by: 'half' },
      { text: 'RTU / Field Device', by: 'acronym' },
    ]);
  });

  it('are not looked for in what is known by its number', () => {
    expect(labelsOf([...base, analytic({ id: 'AN0001', name: 'Analytic One (AO)' })]).slice(0, 1)).toEqual([
      'AN0001 name: Analytic One (AO)',
    ]);
  });

  it('are found in any text without an error', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.constant('(AB)'.repeat(2000)));
    fc.assert(
      fc.property(text, text, (name, description) => {
        const objects = catalogOf({
          enterprise: [...base, mitigation({ id: 'M1000', name: `x${name}`, description })],
        }).objects;
        for (const object of objects) expect(Array.isArray(findShortNames(object))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe.skipIf(!hasShared)('in 18.1 (needs ../shared)', () => {
  it.each([
    ['rdp', 'T1021.001'],
    ['wmi', 'T1047'],
    ['dga', 'T1568.002'],
    ['process hollowing', 'T1055.012'],
    ['plc', 'A0003'],
  ])('%j is %s', (text, id) => {
    expect(findByName(realCatalog().names, text).map(({ object }) => object.id)).toContain(id);
  });

  it('few objects have an acronym that is the name of another', () => {
    const short = realCatalog().names.labels.filter(({ by }) => by === 'acronym');
    const taken = short.filter(({ text }) =>
      findByName(realCatalog().names, text).every((label) => label.by !== 'acronym'),
    );
    expect(taken.length / short.length).toBeLessThan(0.1);
  });
});

function namesOf(stix: readonly Stix[]) {
  const catalog = catalogOf({ enterprise: stix });
  const former = buildFormerNames(catalog);
  const parent = (object: AttackObject) => parentName(catalog, object);
  return buildNames(catalog.objects, parent, (object) => former.get(object) ?? []);
}

function orderedLabels(stix: readonly Stix[]): readonly string[] {
  return namesOf(stix).labels.map(({ object, by, text }) => `${object.id} ${by}: ${text}`);
}

function labelsOf(stix: readonly Stix[]): readonly string[] {
  return orderedLabels(stix).toSorted();
}
