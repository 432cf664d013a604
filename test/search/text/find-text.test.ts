import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kind } from '../../../src/attack/object.ts';
import { find } from '../../../src/search/find.ts';
import { findByText } from '../../../src/search/text/find-text.ts';
import { group, malware, relationship, type Stix, strategy, tactic, technique } from '../../fixtures/bundle.ts';
import { ofKinds } from '../../fixtures/kinds.ts';
import { anyText, anyWorld, foundByText, HOSTILE_TEXTS, searchable, searchableDomains } from './searchable.ts';

const memory = technique({ id: 'T1003.001', name: 'LSASS Memory', description: 'Secrets lie in a process.' });
const mail = technique({ id: 'T1114', name: 'Mail Collection', description: 'Letters are read.' });
const phishing = technique({ id: 'T1566', name: 'Phishing', description: 'A lure is sent to many.' });
const bear = group({ id: 'G0001' });
const world = [memory, mail, phishing, bear, relationship(bear, 'uses', memory, 'It ran procdump against a process.')];
const catalog = searchable(world);

describe('the texts', () => {
  it.each([
    ['lsass', 'T1003.001'],
    ['procdump', 'T1003.001'],
    ['somebody reads our letters', 'T1114'],
    ['LURES', 'T1566'],
    ['spearphish lure', 'T1566'],
  ])('find for %j the technique that speaks of it', (text, id) => {
    expect(foundByText(catalog, text, 1)).toEqual([id]);
  });

  it.each(['', '🤷', 'hello, thanks!', 'qqqq zzzz'])('find nothing for %j', (text) => {
    expect(findByText(catalog.text, text, 10)).toEqual([]);
  });

  it('find what a strategy looks for', () => {
    const plan = strategy({ id: 'DET0001', name: 'Odd handles to processes' });
    expect(foundByText(searchable([...world, plan, relationship(plan, 'detects', memory)]), 'odd handles')).toEqual([
      'T1003.001',
    ]);
  });

  it('rate a habit of many above a rarity, and a whole above its part', () => {
    const [rare, often] = [technique({ id: 'T1000' }), technique({ id: 'T1001' })];
    const part = technique({ id: 'T1001.001' });
    const users = Array.from({ length: 5 }, (_, n) => group({ id: `G000${n}` }));
    const uses = users.map((user) => relationship(user, 'uses', often, ''));
    const { standings } = searchable([rare, often, part, ...users, ...uses]).text.techniques;
    const [ofRare = 0, ofOften = 0, ofPart = 0] = standings;
    expect(ofOften).toBeGreaterThan(ofRare);
    expect(ofPart).toBeLessThan(ofRare);
  });

  it('of no technique find nothing', () => {
    expect(foundByText(searchable([technique({ id: 'T1000', status: 'revoked' })]), 'name')).toEqual([]);
    expect(foundByText(searchable([technique({ id: 'T1053.002', name: 'At' })]), 'at')).toEqual([]);
  });
});

describe('what is no technique', () => {
  const spies = group({
    id: 'G0009',
    name: 'Bear',
    description: 'Spies from the north who read mail of hospitals. They like honey.',
  });
  const thief = malware({ id: 'S0009', name: 'Purse', description: 'A banking trojan that reads mail.' });
  const all = searchable([...world, spies, thief]);
  const kindsOf = (text: string, kinds: readonly Kind[] = []) =>
    findByText(all.text, text, 10, ofKinds(...kinds)).map(({ stixId }) => all.byStixId.get(stixId)?.kind);

  it('is found by its text', () => {
    expect(foundByText(all, 'spies from the north')).toEqual(['G0009']);
  });

  it('comes after techniques that say as much of the question', () => {
    expect(kindsOf('reads mail')).toEqual(['technique', 'software', 'group']);
  });

  it('comes first where the question names its kind', () => {
    expect(kindsOf('group that reads mail')[0]).toBe('group');
    expect(kindsOf('mail reading trojan')[0]).toBe('software');
  });

  it('comes first where it has much more of the question', () => {
    expect(kindsOf('mail of northern hospitals who like honey')[0]).toBe('group');
  });

  it('is not found by a small part of the question', () => {
    expect(kindsOf('honey lure sent to many')).toEqual(['technique']);
  });

  it('alone is found where nothing else is wanted', () => {
    expect(kindsOf('reads mail', ['group'])).toEqual(['group']);
    expect(kindsOf('reads mail', ['technique'])).toEqual(['technique']);
  });

  it('is worth less beside techniques than by itself', () => {
    const [mine] = findByText(all.text, 'reads mail', 10, ofKinds('software'));
    const among = findByText(all.text, 'reads mail', 10).find(({ stixId }) => stixId === mine?.stixId);
    expect(mine?.worth).toBe(mine?.probability);
    expect(among?.worth).toBeCloseTo((among?.probability ?? 0) * 0.3);
  });
});

describe('a hit', () => {
  const coverageOf = (text: string) => findByText(catalog.text, text, 1)[0]?.coverage ?? 0;

  it('covers all of a question whose words it has', () => {
    expect(coverageOf('lsass memory')).toBe(1);
  });

  it('covers less of a question the more of its words no text has', () => {
    expect(coverageOf('lsass qqqq')).toBeLessThan(coverageOf('lsass'));
    expect(coverageOf('lsass qqqq zzzz')).toBeLessThan(coverageOf('lsass qqqq'));
    expect(coverageOf('lsass qqqq wwww zzzz vvvv xxxx')).toBeLessThan(0.2);
  });

  it('is as likely as it is, however few are asked for', () => {
    const all = findByText(catalog.text, 'process letters lure', 10);
    expect(all).toHaveLength(3);
    expect(findByText(catalog.text, 'process letters lure', 1)).toEqual(all.slice(0, 1));
  });
});

describe('any text in any world', () => {
  function check(objects: readonly Stix[], text: string) {
    const within = searchable(objects);
    const hits = findByText(within.text, text, 100);
    const worths = hits.map(({ worth }) => worth);
    expect(worths).toEqual(worths.toSorted((a, b) => b - a));
    expect(new Set(hits.map(({ stixId }) => stixId)).size).toBe(hits.length);
    for (const { probability, coverage, stixId } of hits) {
      expect(probability).toBeGreaterThan(0);
      expect(coverage).toBeGreaterThan(0);
      expect(coverage).toBeLessThanOrEqual(1);
      expect(within.byStixId.get(stixId)).toMatchObject({ status: 'active' });
    }
    const ofOneShelf = findByText(within.text, text, 100, ofKinds('technique'));
    const total = ofOneShelf.reduce((sum, { probability }) => sum + probability, 0);
    expect(ofOneShelf.length === 0 ? 1 : total).toBeCloseTo(1, 9);
    const finding = find(within, text);
    if (finding.kind === 'several') {
      for (const { score } of finding.hits) expect(score).toBeGreaterThanOrEqual(0);
    }
  }

  it('gives probabilities that sum to 1 on each shelf, best first, each object once', () => {
    fc.assert(fc.property(anyWorld, anyText, check), { numRuns: 80 });
  });

  it.each(HOSTILE_TEXTS)('may be %s, asked and told', (_name, text) => {
    check(world, text);
    const told = technique({ id: 'T1000', name: `Dump ${text}`, description: text });
    check([...world, told, relationship(bear, 'uses', told, text)], `${text} lsass`);
  });
});

describe('the index', () => {
  it('and what it finds do not depend on the order in which objects arrive', () => {
    const questions = ['dump lsass', 'registry key via shell', 'mail the dumps'];
    const cases = anyWorld.chain((objects) =>
      fc.tuple(
        fc.constant(objects),
        fc.shuffledSubarray([...objects], { minLength: objects.length, maxLength: objects.length }),
      ),
    );
    fc.assert(
      fc.property(cases, ([objects, shuffled]) => {
        const [one, other] = [searchable(objects), searchable(shuffled)];
        expect(other.text).toEqual(one.text);
        for (const text of questions) {
          expect(findByText(other.text, text, 10)).toEqual(findByText(one.text, text, 10));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is the same for former names, namesakes and shared objects in any order', () => {
    const today = technique({ id: 'T1000', name: 'Today' });
    const former = ['Yesterday', 'Long ago', 'Erstwhile Thing (EWT)'].map((name, n) =>
      technique({ id: `T200${n}`, name, status: 'revoked' }),
    );
    const enterprise = [
      tactic({ id: 'TA0002', shortname: 'execution' }),
      today,
      ...former,
      ...former.map((one) => relationship(one, 'revoked-by', today)),
      bear,
      relationship(bear, 'uses', today, 'So it was.'),
    ];
    const mobile = [
      tactic({ id: 'TA0041', shortname: 'execution' }),
      technique({ id: 'T1400', name: 'Today', chain: 'mitre-mobile-attack' }),
      bear,
    ];
    expect(searchableDomains({ mobile: mobile.toReversed(), enterprise: enterprise.toReversed() }).text).toEqual(
      searchableDomains({ enterprise, mobile }).text,
    );
  });
});

describe('the community’s words', () => {
  const gone = technique({ id: 'T1086', name: 'Old Shell', status: 'revoked' });
  const shell = technique({ id: 'T1059.001', name: 'Shell' });
  const objects = [...world, gone, shell, relationship(gone, 'revoked-by', shell)];
  const foundWith = (ids: readonly string[]) =>
    foundByText(searchable(objects, [{ text: 'crown jewels job', ids }]), 'crown jewels');

  it('find the technique that they were said of', () => {
    expect(foundWith([])).toEqual([]);
    expect(foundWith(['T1114'])).toEqual(['T1114']);
    expect(foundWith(['T1114', 'T1566'])).toHaveLength(2);
  });

  it('said of a revoked ID find its successor', () => {
    expect(foundWith(['T1086'])).toEqual(['T1059.001']);
    expect(foundWith(['T1086', 'T1059.001'])).toEqual(['T1059.001']);
  });

  it('find what is no technique too', () => {
    expect(foundWith(['G0001'])).toEqual(['G0001']);
  });

  it('said of nothing at all find nothing', () => {
    expect(foundWith(['T9999', '', '__proto__'])).toEqual([]);
  });

  it('make the same index in any order, however often they are said', () => {
    const phrases = [
      { text: 'crown jewels job', ids: ['T1114'] },
      { text: 'jewels of the crown', ids: ['T1086', 'T1114'] },
      { text: 'another job', ids: ['T1566'] },
    ];
    const { text } = searchable(objects, phrases);
    expect(searchable(objects, [...phrases.toReversed(), ...phrases]).text).toEqual(text);
  });
});
