import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CompactError } from '../../src/compact/compact-error.ts';
import { encodeCatalog } from '../../src/compact/encode.ts';
import { openCatalog } from '../../src/compact/open.ts';
import { buildCatalog } from '../../src/search/build.ts';
import { type Catalog, withNews } from '../../src/search/catalog.ts';
import { find } from '../../src/search/find.ts';
import { runAtOnce } from '../../src/search/slices.ts';
import {
  catalogOf,
  copyOf,
  dataComponent,
  dataSource,
  group,
  malware,
  relationship,
  tactic,
  technique,
  tool,
} from '../fixtures/bundle.ts';
import { hostileText } from '../fixtures/hostile.ts';
import { SMALL_ATTACK } from '../fixtures/small-attack.ts';
import { anyText, anyWorld, HOSTILE_TEXTS, searchable } from '../search/text/searchable.ts';
import { expectSame, open, reopen } from './reopened.ts';

const NO_REPORT = { endedAt: undefined, errors: [], nextAt: undefined };
const small = searchable(SMALL_ATTACK, [{ text: 'Zorkmid Theft', ids: ['T1055', 'T1086'] }]);
const bytes = encodeCatalog(small);

/** A technique that a group uses, everything told in the same words. */
function worldOf(words: string): Catalog {
  const one = technique({ id: 'T1001', name: `x${words}`, description: words, platforms: [words], url: words });
  const user = group({ id: 'G0001', name: words === '' ? 'x' : words, aliases: [words], version: words });
  return searchable([one, user, relationship(user, 'uses', one, words)], [{ text: words, ids: ['T1001'] }]);
}

describe('a catalog in its compact form', () => {
  it('is what it was', () => {
    expectSame(open(bytes), small);
  });

  it('is what it was, whatever is in it', () => {
    fc.assert(
      fc.property(anyWorld, (objects) => {
        const catalog = searchable(objects);
        expectSame(reopen(catalog), catalog);
      }),
      { numRuns: 40 },
    );
  });

  it('is what it was, whatever people or feeds write', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, anyText), (text) => {
        const catalog = worldOf(text);
        expectSame(reopen(catalog), catalog);
      }),
      { numRuns: 60 },
    );
  });

  it.each(HOSTILE_TEXTS)('is what it was with %s', (_, text) => {
    const catalog = worldOf(text);
    expectSame(reopen(catalog), catalog);
  });

  it('holds more letters than stand together', () => {
    const many = Array.from({ length: 8 }, (_, n) =>
      group({ id: `G000${n}`, description: `${n}${'many words '.repeat(50_000)}` }),
    );
    const catalog = catalogOf({ enterprise: [...SMALL_ATTACK, ...many] });
    expectSame(reopen(catalog), catalog);
  });

  it('knows objects of all kinds, domains and states, and dead relations', () => {
    const source = dataSource({ id: 'DS0009', status: 'deprecated', platforms: ['Windows'] });
    const component = dataComponent({ id: 'DC0001', partOf: source });
    const tools = [tool({ id: 'S0001', aliases: ['One'] }), malware({ id: 'S0002', platforms: ['None', 'Linux'] })];
    const old = technique({ id: 'T0800', tactics: ['evasion'], chain: 'mitre-ics-attack', status: 'revoked' });
    const evasion = tactic({ id: 'TA0103', shortname: 'evasion' });
    const [used] = SMALL_ATTACK.filter(({ type }) => type === 'attack-pattern');
    const dead = used && tools[0] ? [relationship(tools[0], 'uses', used, 'No more.', { revoked: true })] : [];
    const catalog = catalogOf({
      enterprise: [...SMALL_ATTACK, source, component, ...tools, ...dead],
      ics: [old, evasion, component, ...tools, source],
    });
    expect([...catalog.incoming.values()].flat().some((relation) => relation.dead)).toBe(true);
    expectSame(reopen(catalog), catalog);
  });

  it('may hold nothing, or no texts', () => {
    const empty = buildCatalog([], NO_REPORT);
    expectSame(reopen(empty), empty);
    expect(reopen(withNews(small, { text: undefined })).text).toBeUndefined();
  });

  it('may hold the texts of the catalog before', () => {
    const next = withNews(catalogOf({ enterprise: SMALL_ATTACK.slice(1) }), { text: worldOf('lsass').text });
    expectSame(reopen(next), next);
  });

  it('is told where it comes from', () => {
    const news = { copies: [copyOf('ics')], refresh: { ...NO_REPORT, endedAt: 5 } };
    expect(runAtOnce(openCatalog(bytes, news))).toMatchObject(news);
  });

  it('gives the same bytes again', () => {
    expect(encodeCatalog(open(bytes))).toEqual(bytes);
  });

  it('is opened in steps', () => {
    expect(Array.from(openCatalog(bytes, small)).length).toBeGreaterThan(10);
  });

  it('may lie anywhere in a buffer, which may be used for something else afterwards', () => {
    const around = Buffer.alloc(bytes.length + 3, 0xff);
    const within = around.subarray(3);
    within.set(bytes);
    const opened = open(within);
    around.fill(0xff);
    expectSame(opened, small);
    expect(find(opened, 'injectoin')).toEqual(find(small, 'injectoin'));
  });
});

describe('the relations of an opened catalog', () => {
  const { incoming } = open(bytes);

  it('are a Map to whoever reads them', () => {
    const map = new Map(incoming);
    const seen: unknown[] = [];
    incoming.forEach((relations, key, all) => {
      seen.push([key, relations]);
      expect(all).toBe(incoming);
    });
    expect(seen).toEqual([...map]);
    expect([...incoming.keys()]).toEqual([...map.keys()]);
    expect([...incoming.values()]).toEqual([...map.values()]);
    expect(incoming.size).toBe(map.size);
  });

  it('are none where nothing is known', () => {
    expect([incoming.has('x'), incoming.get('x'), incoming.get('')]).toEqual([false, undefined, undefined]);
    const [key = ''] = incoming.keys();
    expect([incoming.has(key), incoming.get(key)]).toEqual([true, small.incoming.get(key)]);
  });
});

describe('what is no compact catalog', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['something else', new TextEncoder().encode('{"type":"bundle","objects":[]}')],
    ['more than there was', Uint8Array.from([...bytes, 0, 0, 0, 0])],
    ['another format', withNumber(1, 0)],
    ['another machine’s order of bytes', withNumber(0, 0x41_54_54_4b)],
    ['no columns', withNumber(3, 0)],
    ['more columns than bytes', withNumber(3, 0xffffffff)],
  ])('is refused: %s', (_, other) => {
    expect(() => open(other)).toThrow(CompactError);
  });

  it('is refused wherever it is cut', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(() => open(bytes.slice(0, length))).toThrow(CompactError);
      }),
    );
  });

  it('is refused, or opened all the same, wherever it is damaged: other errors are none', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        expect(() => openedOr(damaged)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

function withNumber(at: number, number: number): Uint8Array<ArrayBuffer> {
  const other = bytes.slice();
  new Uint32Array(other.buffer)[at] = number;
  return other;
}

/** Throws what is no CompactError. */
function openedOr(damaged: Uint8Array<ArrayBuffer>): Catalog | CompactError {
  try {
    return open(damaged);
  } catch (error) {
    if (error instanceof CompactError) return error;
    throw error;
  }
}
