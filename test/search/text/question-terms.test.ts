import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberPair } from '../../../src/search/text/corpus.ts';
import { readQuestion } from '../../../src/search/text/question-terms.ts';
import { readStems } from '../../../src/search/text/spelling.ts';
import { technique } from '../../fixtures/bundle.ts';
import { anyText, HOSTILE_TEXTS, type Searchable, searchable } from './searchable.ts';

const catalog = searchable([
  technique({
    id: 'T1000',
    name: 'Credential Dump',
    description: 'Credential dump with PowerShell on Windows. A suspicious registry key. Suspicious registry of old.',
    platforms: ['Windows', 'Network Devices'],
  }),
  technique({ id: 'T1001', name: 'Remote Desktop Protocol', description: 'Somebody else’s remote desktop.' }),
]);

/** Word → how much it counts in a question. */
function weigh(text: string, { text: index }: Searchable = catalog): Readonly<Record<string, number>> {
  const { weights } = readQuestion(index.techniques, text);
  return Object.fromEntries(
    [...weights].flatMap(([term, weight]) => {
      const stem = index.techniques.terms.stems.at(term);
      return stem === '' ? [] : [[stem, weight]];
    }),
  );
}

/** Than what counts in full, but not nothing. */
function isLess(weight = 0): boolean {
  return weight > 0 && weight < 1;
}

describe('a word of a question', () => {
  it('counts in full', () => {
    expect(weigh('dump the registry')).toEqual({ dump: 1, registri: 1 });
  });

  it.each(['via', 'using', 'with', 'through', 'by', 'VIA'])('counts less after "%s": it is the means', (word) => {
    const { dump, desktop = 0, kei } = weigh(`dump ${word} desktop key`);
    expect(dump).toBe(1);
    expect(isLess(desktop)).toBe(true);
    expect(kei).toBe(desktop);
  });

  it('counts in full where it is what is done as well as the means', () => {
    expect(weigh('dump desktop via desktop')).toEqual({ dump: 1, desktop: 1 });
  });

  it('counts in full where the question has nothing but the means', () => {
    expect(weigh('via desktop')).toEqual({ desktop: 1 });
  });

  it('counts less where everything is done with it, unless it is most of what is asked for', () => {
    const { powershel, dump } = weigh('powershell credential dump');
    expect(dump).toBe(1);
    expect(isLess(powershel)).toBe(true);
    expect(weigh('powershell dump').powershel).toBe(1);
  });

  it('counts less where it sets the scene', () => {
    const { suspici, dump } = weigh('suspicious dump');
    expect(dump).toBe(1);
    expect(isLess(suspici)).toBe(true);
  });

  it('counts less where it names a platform of the release', () => {
    expect(isLess(weigh('dump windows').window)).toBe(true);
    const noPlatforms = searchable([technique({ id: 'T1000', name: 'Dump', description: 'On Windows.' })]);
    expect(weigh('dump windows', noPlatforms)).toEqual({ dump: 1, window: 1 });
  });

  it('that no text has is added up, the means for less', () => {
    expect(readQuestion(catalog.text.techniques, 'dump qqqq').unknown).toBe(1);
    expect(isLess(readQuestion(catalog.text.techniques, 'dump via zzzz').unknown)).toBe(true);
    expect(readQuestion(catalog.text.techniques, 'dump').unknown).toBe(0);
  });

  it('makes a pair with its neighbour, but not across what no text has', () => {
    const { terms } = catalog.text.techniques;
    const [credential = -1, dump = -1] = ['credenti', 'dump'].map((stem) => terms.stems.get(stem));
    const pair = numberPair(terms, credential, dump) ?? -1;
    expect(pair).toBeGreaterThan(0);
    expect(readQuestion(catalog.text.techniques, 'credential dump').weights.get(pair)).toBe(1);
    expect(readQuestion(catalog.text.techniques, 'credential qqqq dump').weights.has(pair)).toBe(false);
    expect(readQuestion(catalog.text.techniques, 'dump credential').weights.has(pair)).toBe(false);
    expect(readQuestion(catalog.text.techniques, 'credential via dump').weights.has(pair)).toBe(false);
    expect(readQuestion(catalog.text.techniques, 'credential dump').typed.has(pair)).toBe(false);
  });
});

describe('the glossary', () => {
  it('says a short form again in ATT&CK’s words, for less than what was typed', () => {
    const share = weigh('rdp').remot;
    expect(isLess(share)).toBe(true);
    expect(weigh('rdp')).toEqual({ remot: share, desktop: share, protocol: share });
    expect(weigh('rdp desktop')).toEqual({ remot: share, desktop: 1, protocol: share });
  });

  it('says less in a long question', () => {
    const share = weigh('rdp').remot ?? 0;
    expect(weigh('rdp qq1 qq2 qq3').remot).toBe(share);
    expect(weigh('rdp qq1 qq2 qq3 qq4 qq5 qq6 qq7').remot).toBeLessThan(share);
  });

  it('says less of what many techniques’ texts have', () => {
    const shareAmong = (count: number) => {
      const names = Array.from({ length: count }, (_, n) => `RDP ${n} remote desktop`);
      return weigh('rdp', searchable(names.map((name, n) => technique({ id: `T${1000 + n}`, name })))).remot ?? 0;
    };
    expect(shareAmong(1)).toBe(weigh('rdp').remot);
    expect(shareAmong(60)).toBeLessThan(shareAmong(1));
  });

  // A word that no text has is looked up as the first of all stems.
  it('says as much of a spelling whose second word no text has, whatever follows the first', () => {
    const authentication = technique({ id: 'T1999', name: 'Authentication Request' });
    const among = (name: string) => {
      const others = Array.from({ length: 60 }, (_, n) => technique({ id: `T${1000 + n}`, name }));
      return weigh('push bombing', searchable([...others, authentication])).authent;
    };
    expect(among('Foo push foo')).toBe(among('Push foo foo'));
  });

  it('does not count as typed', () => {
    expect(readQuestion(catalog.text.techniques, 'rdp')).toMatchObject({ typed: new Map(), unknown: 1 });
  });
});

describe('any text', () => {
  function check(text: string) {
    const { weights, typed, unknown } = readQuestion(catalog.text.techniques, text);
    for (const weight of [...weights.values(), ...typed.values()]) {
      expect(weight).toBeGreaterThan(0);
      expect(weight).toBeLessThanOrEqual(1);
    }
    for (const [term, weight] of typed) expect(weights.get(term)).toBeGreaterThanOrEqual(weight);
    expect(unknown).toBeGreaterThanOrEqual(0);
    expect(unknown).toBeLessThanOrEqual(readStems(catalog.text.techniques.spelling, text).length);
  }

  it('is a question whose weights lie between 0 and 1', () => {
    fc.assert(fc.property(anyText, check));
  });

  it.each(HOSTILE_TEXTS)('may be %s', (_name, text) => check(text));
});
