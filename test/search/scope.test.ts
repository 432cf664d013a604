import { describe, expect, it } from 'vitest';
import { buildScopeWords, readScope } from '../../src/search/scope.ts';
import { catalogOf, tactic, technique } from '../fixtures/bundle.ts';

const catalog = catalogOf({
  enterprise: [
    tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' }),
    technique({ id: 'T1056.001', name: 'Keylogging', platforms: ['Windows', 'Network Devices'] }),
    technique({ id: 'T1057', name: 'Older', platforms: ['BeOS'], status: 'deprecated' }),
  ],
  mobile: [
    tactic({ id: 'TA0041', name: 'Execution', shortname: 'execution' }),
    technique({ id: 'T1417.001', name: 'Keylogging', platforms: ['Android'], chain: 'mitre-mobile-attack' }),
  ],
});
const words = buildScopeWords(catalog.objects);

describe('a question is limited to a domain', () => {
  it.each([
    ['Mobile screen capture', ['mobile'], 'screen capture'],
    ['screen capture on Android', ['mobile'], 'screen capture'],
    ['keylogging for network-devices', ['enterprise'], 'keylogging'],
    ['windows enterprise keylogging', ['enterprise'], 'windows keylogging'],
    ['android ics keylogging', ['ics'], 'android keylogging'],
    ['ICS', ['ics'], ''],
  ])('by its words: %j', (text, domains, rest) => {
    expect(readScope(words, text)).toEqual({ domains: new Set(domains), rest });
  });

  it.each(['keylogging', '', 'windows on android', 'beos keylogging', 'mobiles'])('or not: %j', (text) => {
    expect(readScope(words, text)).toBeUndefined();
  });
});
