/** Where the way of a dead object ends. */

import { describe, expect, test } from 'vitest';
import { successorOf } from '../../src/search/successor.ts';
import { catalogOf, malware, relationship, type Stix, tactic, technique, tool } from '../fixtures/bundle.ts';
import { hasShared, realCatalog } from '../fixtures/shared.ts';

const execution = tactic({ id: 'TA0002', shortname: 'execution' });
const active = technique({ id: 'T1001' });
const revoked = technique({ id: 'T1002', status: 'revoked' });
const middle = technique({ id: 'T1003', status: 'revoked' });
const deprecated = technique({ id: 'T1004', status: 'deprecated' });

describe('the successor', () => {
  test('of an active object is itself, whatever an old relation says', () => {
    expect(follow(active, relationship(active, 'revoked-by', revoked))).toEqual({ path: [], end: 'active' });
  });

  test('of a revoked object is what it was revoked by', () => {
    expect(follow(revoked, relationship(revoked, 'revoked-by', active))).toEqual({ path: ['T1001'], end: 'active' });
  });

  test('stands at the end of a chain, which tells the way', () => {
    const chain = [relationship(revoked, 'revoked-by', middle), relationship(middle, 'revoked-by', active)];
    expect(follow(revoked, ...chain)).toEqual({ path: ['T1003', 'T1001'], end: 'active' });
  });

  test('may be deprecated', () => {
    expect(follow(revoked, relationship(revoked, 'revoked-by', deprecated))).toEqual({
      path: ['T1004'],
      end: 'deprecated',
    });
  });

  test('may be revoked into nothing', () => {
    expect(follow(revoked, relationship(revoked, 'revoked-by', middle))).toEqual({ path: ['T1003'], end: 'revoked' });
  });

  test('may be of another kind', () => {
    const dead = malware({ id: 'S0001', status: 'revoked' });
    const alive = tool({ id: 'S0002' });
    expect(follow(dead, alive, relationship(dead, 'revoked-by', alive))).toEqual({ path: ['S0002'], end: 'active' });
  });

  test('is missing where nothing was named', () => {
    expect(follow(revoked)).toEqual({ path: [], end: 'none' });
  });

  test('is missing where the relation is dead', () => {
    expect(follow(revoked, relationship(revoked, 'revoked-by', active, '', { revoked: true }))).toEqual({
      path: [],
      end: 'none',
    });
  });

  test('of a deprecated object is missing: nothing replaces it', () => {
    expect(follow(deprecated, relationship(deprecated, 'revoked-by', active))).toEqual({ path: [], end: 'none' });
  });

  test('is not sought for ever in a circle', () => {
    const circle = [relationship(revoked, 'revoked-by', middle), relationship(middle, 'revoked-by', revoked)];
    expect(follow(revoked, ...circle)).toEqual({ path: ['T1003'], end: 'cycle' });
    expect(follow(revoked, relationship(revoked, 'revoked-by', revoked))).toEqual({ path: [], end: 'cycle' });
  });

  test('is the active one of several', () => {
    const both = [relationship(revoked, 'revoked-by', deprecated), relationship(revoked, 'revoked-by', active)];
    expect(follow(revoked, ...both)).toEqual({ path: ['T1001'], end: 'active' });
  });
});

describe.skipIf(!hasShared)('in 18.1 (needs ../shared)', () => {
  test.each([
    ['T1073', ['T1574.002', 'T1574.001'], 'active'],
    ['T1150', ['T1547.011', 'T1647'], 'active'],
    ['T1434', ['T1476'], 'deprecated'],
    ['T1454', [], 'none'],
    ['S9000', ['S0508'], 'active'],
    ['T1064', [], 'none'],
    ['T1453', [], 'active'],
  ])('%s leads to %j, %s', (id, path, end) => {
    const object = realCatalog().byId.get(id)?.[0];
    if (!object) throw new Error(`${id} is not in 18.1`);
    const successor = successorOf(realCatalog(), object);
    expect(successor.path.map((each) => each.id)).toEqual(path);
    expect(successor.end).toBe(end);
  });
});

function follow(from: Stix, ...more: readonly Stix[]) {
  const world = [execution, active, revoked, middle, deprecated].filter(({ id }) => id !== from.id);
  const catalog = catalogOf({ enterprise: [...world, from, ...more] });
  const object = catalog.byStixId.get(from.id);
  if (!object) throw new Error(`${from.id} was not decoded`);
  const { path, end } = successorOf(catalog, object);
  return { path: path.map(({ id }) => id), end };
}
