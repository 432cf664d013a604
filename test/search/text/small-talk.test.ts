import { describe, expect, it } from 'vitest';
import { buildText } from '../../../src/search/build.ts';
import { type Catalog, withNews } from '../../../src/search/catalog.ts';
import { find } from '../../../src/search/find.ts';
import { runAtOnce } from '../../../src/search/slices.ts';
import { EVERYDAY } from '../../../src/search/text/everyday.ts';
import { rateShelf } from '../../../src/search/text/rate-shelf.ts';
import { isEveryday, isSmallTalk } from '../../../src/search/text/small-talk.ts';
import { stemsOf } from '../../../src/search/text/words.ts';
import { catalogOf, malware, tactic, technique } from '../../fixtures/bundle.ts';

const execution = tactic({ id: 'TA0002', name: 'Execution', shortname: 'execution' });
const golden = technique({
  id: 'T1558.001',
  name: 'Golden Ticket',
  description: 'Forge a golden ticket. A golden ticket lasts.',
});
const coffee = technique({ id: 'T1999', name: 'Proxy', description: 'The server was bought with coffee.' });

/** Texts of so many words that one word more or less is no share of them. */
const others = Array.from({ length: 300 }, (_, n) =>
  technique({
    id: `T${2000 + n}`,
    name: `Server ${n}`,
    description: 'Connects to a remote server and dumps the memory of a process.',
  }),
);
const catalog = read(
  catalogOf({ enterprise: [execution, golden, coffee, ...others, malware({ id: 'S0617', name: 'HELLOKITTY' })] }),
);

function read(names: Catalog): Catalog {
  return withNews(names, { text: runAtOnce(buildText(names, [])) });
}

function isTalk(text: string): boolean {
  const shelf = catalog.text?.techniques;
  const [best] = shelf ? rateShelf(shelf, text, 1, () => true) : [];
  if (!shelf || !best) throw new Error(`No text has a word of "${text}"`);
  return isSmallTalk(shelf, text, best);
}

describe('a text is small talk', () => {
  it.each(['who wants coffee?', 'coffee tomorrow morning', 'the coffee was bought'])(
    'where talk has its words: %j',
    (text) => {
      expect(isTalk(text)).toBe(true);
      expect(find(catalog, text)).toEqual({ kind: 'none' });
    },
  );

  it.each([
    'dumps the memory',
    'dumps the memory xyzzy quux',
    'this morning somebody dumped the memory of a process',
    'can you please tell me who dumps the memory of a process',
  ])('not where ATT&CK has them, whatever else it says: %j', (text) => {
    expect(isTalk(text)).toBe(false);
  });

  it('not where everyday words stand together as ATT&CK has them', () => {
    expect(isTalk('ticket please')).toBe(true);
    expect(isTalk('golden ticket')).toBe(false);
  });
});

describe('an everyday word', () => {
  it('is no beginning of a name', () => {
    expect(find(catalog, 'hello')).toEqual({ kind: 'none' });
    expect(find(catalog, 'Hello again, everyone!')).toEqual({ kind: 'none' });
  });

  it.each(['hell', 'hellokitty', 'hello kitty', 'helokitty'])('does not hide a name: %j', (text) => {
    expect(find(catalog, text)).toMatchObject({ kind: 'one', hit: { object: { id: 'S0617' } } });
  });

  it('is a name where something is called exactly so', () => {
    const both = catalogOf({
      enterprise: [
        execution,
        golden,
        malware({ id: 'S0001', name: 'Coffee' }),
        malware({ id: 'S0002', name: 'CoffeePot' }),
      ],
    });
    expect(find(both, 'coffee')).toMatchObject({
      kind: 'one',
      isExact: true,
      hit: { object: { id: 'S0001' } },
      others: [{ object: { id: 'S0002' } }],
    });
  });

  it('is one by its own spelling, not by its stem', () => {
    expect(isEveryday('Good evening at 9')).toBe(true);
    expect(isEveryday("what's new")).toBe(true);
    expect(isEveryday('evened')).toBe(false);
    expect(isEveryday('')).toBe(false);
    expect(isEveryday('who is it')).toBe(true);
    expect(isEveryday('thread l')).toBe(false);
  });

  it('has one share, and stands in the list once', () => {
    const words = EVERYDAY.flatMap(([share, list]) => list.split(' ').map((word) => ({ word, share })));
    expect(words.filter(({ word }, at) => words.findIndex((other) => other.word === word) !== at)).toEqual([]);
    const stems = Map.groupBy(
      words.flatMap(({ word, share }) => stemsOf(word).map((stem) => ({ stem, share }))),
      ({ stem }) => stem,
    );
    expect([...stems].filter(([, each]) => new Set(each.map(({ share }) => share)).size > 1)).toEqual([]);
  });
});
