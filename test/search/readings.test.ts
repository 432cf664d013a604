import { describe, expect, it } from 'vitest';
import { find } from '../../src/search/find.ts';
import { readNames } from '../../src/search/readings.ts';
import {
  catalogOf,
  dataSource,
  group,
  malware,
  mitigation,
  relationship,
  tactic,
  technique,
} from '../fixtures/bundle.ts';

const injection = technique({ id: 'T1055', name: 'Process Injection', platforms: ['Windows'] });
const hooking = technique({ id: 'T1179', name: 'Hooking', status: 'revoked' });
const credentialHooking = technique({ id: 'T1056.004', name: 'Credential API Hooking' });
const catalog = catalogOf({
  enterprise: [
    tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' }),
    injection,
    hooking,
    credentialHooking,
    relationship(hooking, 'revoked-by', credentialHooking),
    technique({ id: 'T1222', name: 'Permissions Modification', platforms: ['Linux'] }),
    technique({ id: 'T1222.001', name: 'Windows Permissions Modification', platforms: ['Windows'] }),
    group({ id: 'G0016', name: 'APT29', aliases: ['Midnight Blizzard'] }),
    malware({ id: 'S0575', name: 'Conti' }),
    malware({ id: 'S0002', name: 'Mimikatz' }),
    mitigation({ id: 'M1032', name: 'Phishing Training' }),
    dataSource({ id: 'DS0032', name: 'Container', status: 'deprecated' }),
  ],
  mobile: [
    tactic({ id: 'TA0041', name: 'Execution', shortname: 'execution' }),
    technique({ id: 'T1617', name: 'Hooking', platforms: ['Android'], chain: 'mitre-mobile-attack' }),
    technique({ id: 'T1660', name: 'Phishing Training', platforms: ['Android'], chain: 'mitre-mobile-attack' }),
  ],
});

function found(text: string): readonly string[] {
  const finding = find(catalog, text);
  if (finding.kind === 'one') return ['one', finding.hit.object.id];
  return finding.kind === 'none' ? ['none'] : ['several', ...finding.hits.map(({ object }) => object.id)];
}

describe('a name is read', () => {
  it.each([
    ['what is process injection?', 'T1055'],
    ['tell me about mimikatz please', 'S0002'],
    ['process injection attack', 'T1055'],
    ['mimikatz.exe', 'S0002'],
    ['Midnight Blizzard group', 'G0016'],
    ['malware conti', 'S0575'],
    ['mimikatz tool', 'S0002'],
    ['what is the group midnight blizzard', 'G0016'],
  ])('without its frame and its kind: %j', (text, id) => {
    expect(found(text)).toEqual(['one', id]);
  });

  it('within the kind that is named', () => {
    expect(found('phishing training')).toEqual(['several', 'T1660', 'M1032']);
    expect(found('phishing training mitigation')).toEqual(['one', 'M1032']);
  });

  it('with a domain word that is part of it', () => {
    expect(found('enterprise windows permissions modification')).toEqual(['one', 'T1222.001']);
  });

  it('without its domain where the domain has no such thing, but that is never sure', () => {
    expect(found('midnight blizzard mobile')).toEqual(['several', 'G0016']);
  });

  it('as of all domains that have or had it', () => {
    expect(found('hooking')).toEqual(['several', 'T1056.004', 'T1617']);
  });

  it('and never means by slang what was given up', () => {
    expect(found('docker')).not.toContain('DS0032');
  });
});

describe('the readings', () => {
  const textsOf = (text: string) => readNames(catalog.scopeWords, text).map((reading) => reading.text);

  it('leave out as little as they can first', () => {
    expect([...new Set(textsOf('what is windows conti malware'))]).toEqual([
      'what is windows conti malware',
      'windows conti malware',
      'windows conti',
      'what is conti malware',
      'conti malware',
      'conti',
    ]);
  });

  it('are the question alone where there is nothing to leave out', () => {
    expect(textsOf('Process-Injection')).toEqual(['process injection']);
    expect(textsOf('the')).toEqual(['the']);
    expect(textsOf('')).toEqual([]);
  });
});
