/** What a release touches, against an oracle that only compares what stands on two pages. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/reply/watch/announcement.ts';
import type { Entry, Target } from '../../../src/reply/watch/subscription.ts';
import { readTargets, toTarget } from '../../../src/reply/watch/targets.ts';
import { compare } from '../../../src/reply/watch/touches.ts';
import type { Catalog } from '../../../src/search/catalog.ts';
import { findChanges } from '../../../src/search/changes/find-changes.ts';
import { runAtOnce } from '../../../src/search/slices.ts';
import { catalogOfWorld, type World, type WorldTechnique } from '../../fixtures/worlds.ts';

const TACTICS = ['TA0001', 'TA0002', 'TA0003'];
const PLATFORMS = ['Linux', 'Windows', 'macOS'];
const TECHNIQUES = ['T1001', 'T1001.001', 'T1002', 'T1003', 'T1004'];
const GROUPS = ['G0001', 'G0002'];

/** What both releases have in any case, so that every way to relate objects is in both. */
const RAIL: WorldTechnique = { id: 'T1900', name: 'Rail', text: '', tactics: ['TA0001'], platforms: ['Linux'] };
const CAR: WorldTechnique = { ...RAIL, id: 'T1900.001', name: 'Car' };
const OLD: WorldTechnique = { ...RAIL, id: 'T1800', name: 'Cart', end: 'T1900' };

const some = <T>(all: readonly T[]) => fc.subarray([...all]);
const techniqueAt = (id: string) =>
  fc.record({
    id: fc.constant(id),
    name: fc.constantFrom(`Name of ${id}`, `New name of ${id}`),
    text: fc.constantFrom('', 'One text.', 'Another text.'),
    tactics: fc.subarray([...TACTICS], { minLength: 1 }),
    platforms: fc.shuffledSubarray([...PLATFORMS]),
    end: fc.constantFrom(undefined, undefined, undefined, 'deprecated', 'T1900'),
    modified: fc.constantFrom('2025-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'),
  });
const anyWorld: fc.Arbitrary<World> = fc
  .record({
    names: fc.tuple(...TACTICS.map((id) => fc.constantFrom(`Tactic ${id}`, `Renamed ${id}`))),
    present: some(TECHNIQUES),
    techniques: fc.tuple(...TECHNIQUES.map(techniqueAt)),
    uses: fc.tuple(...GROUPS.map(() => some([...TECHNIQUES, 'T1900']))),
    mitigates: some(TECHNIQUES),
  })
  .map(({ names, present, techniques, uses, mitigates }) => ({
    tactics: Object.fromEntries(TACTICS.map((id, n) => [id, names[n] ?? ''])),
    techniques: [RAIL, CAR, OLD, ...techniques.filter(({ id }) => present.includes(id))],
    groups: { G0900: ['T1900'], ...Object.fromEntries(GROUPS.map((id, n) => [id, uses[n] ?? []])) },
    mitigations: { M1900: ['T1900'], M1001: mitigates },
  }));

interface Filter {
  /** IDs. */
  readonly tactics: readonly string[];
  readonly platforms: readonly string[];
  /** Platforms that it leaves out. */
  readonly not: readonly string[];
}

const FILTERS: readonly Filter[] = [
  ...TACTICS.map((id) => ({ tactics: [id], platforms: [], not: [] })),
  ...PLATFORMS.map((platform) => ({ tactics: [], platforms: [platform], not: [] })),
  { tactics: ['TA0002'], platforms: ['Windows'], not: [] },
  { tactics: ['TA0001', 'TA0003'], platforms: [], not: ['Linux'] },
];

const OBJECTS = [...TECHNIQUES, ...GROUPS, ...TACTICS, 'M1001', 'T1900', 'T1900.001', 'T1800'];
const anyWatch = fc.record({ objects: some(OBJECTS), filters: some(FILTERS) });

describe('what a release touches', () => {
  it('is what two pages read otherwise, for any watch list and any two releases', () => {
    let touching = 0;
    fc.assert(
      fc.property(anyWorld, anyWorld, anyWatch, (before, after, { objects, filters }) => {
        const earlier = catalogOfWorld(before, '18.1');
        const watched = [
          ...objects.map((id) => ({ id, isTouched: isTouched(id, before, after) })),
          ...filters.map((filter) => ({ filter, isTouched: isTouchedWithin(filter, before, after) })),
        ];
        // The mark's time tells which entry it was.
        const entries = watched.flatMap((one, at) =>
          toTargets(one, before, earlier).map((target) => toEntry(target, at)),
        );
        const known = new Set(entries.map(({ mark }) => mark.at));
        const expected = watched.flatMap((one, at) => (one.isTouched && known.has(at) ? [at] : []));
        const announcement = decideOn(entries, earlier, catalogOfWorld(after, '19.0'));
        expect(announcement?.touches.map(({ entry }) => entry.mark.at) ?? []).toEqual(expected);
        expect(announcement === undefined).toBe(expected.length === 0);
        touching += expected.length;
      }),
      { numRuns: 400 },
    );
    expect(touching).toBeGreaterThan(400);
  });

  it('is nothing where a release is only numbered anew', () => {
    fc.assert(
      fc.property(anyWorld, anyWatch, (world, { objects, filters }) => {
        const earlier = catalogOfWorld(world, '18.1');
        const watched = [...objects.map((id) => ({ id })), ...filters.map((filter) => ({ filter }))];
        const entries = watched.flatMap((one, at) =>
          toTargets(one, world, earlier).map((target) => toEntry(target, at)),
        );
        const touched = {
          ...world,
          techniques: world.techniques.map((one) => ({
            ...one,
            modified: '2027-01-01T00:00:00.000Z',
            platforms: one.platforms.toReversed(),
          })),
        };
        expect(decideOn(entries, earlier, catalogOfWorld(touched, '19.0'))).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });
});

function decideOn(entries: readonly Entry[], earlier: Catalog, later: Catalog) {
  const work = findChanges({ release: '18.1', graph: earlier }, { release: '19.0', graph: later }, ['enterprise']);
  const taken = {
    release: '19.0',
    upgrades: [{ from: '18.1', domains: ['enterprise'] }],
    comparisons: [compare(runAtOnce(work), earlier, later)],
    problem: undefined,
  } as const;
  return runAtOnce(decide(entries, taken));
}

type Watched = { readonly id: string } | { readonly filter: Filter };

/** None for what the release before does not have. */
function toTargets(watched: Watched, before: World, earlier: Catalog): readonly Target[] {
  if ('filter' in watched)
    return readTargets(writeFilter(watched.filter, before), earlier).wanted.map(({ target }) => target);
  return (earlier.byId.get(watched.id) ?? []).map(toTarget);
}

function toEntry(target: Target, at: number): Entry {
  return { target, mark: { by: 'U1', at } };
}

function writeFilter({ tactics, platforms, not }: Filter, { tactics: names }: World): string {
  return [
    ...tactics.map((id) => `tactic:"${names[id]}"`),
    ...platforms.map((one) => `platform:${one}`),
    ...not.map((one) => `-platform:${one}`),
  ].join(' ');
}

/** The oracle: what stands on a page, in words that differ where a reader sees a difference. */
interface Page {
  readonly isAlive: boolean;
  /** Of what is dead: where it leads. */
  readonly own: string;
  readonly related: string;
}

function pageOf(id: string, world: World): Page | undefined {
  const techniques = world.techniques.filter(({ end }) => end === undefined);
  const alive = techniques.map((one) => one.id);
  const list = (ids: readonly string[]) => JSON.stringify(ids.filter((one) => alive.includes(one)).toSorted());
  const tactic = world.tactics[id];
  if (tactic !== undefined)
    return {
      isAlive: true,
      own: tactic,
      related: list(techniques.filter(({ tactics }) => tactics.includes(id)).map((one) => one.id)),
    };
  const ends = world.groups[id] ?? world.mitigations[id];
  if (ends !== undefined) return { isAlive: true, own: id, related: list(ends) };
  const technique = world.techniques.find((one) => one.id === id);
  if (!technique) return undefined;
  const { end, name, text, tactics, platforms } = technique;
  if (end !== undefined) return { isAlive: false, own: end === 'deprecated' ? '' : end, related: '' };
  const users = Object.entries({ ...world.groups, ...world.mitigations }).filter(([, used]) => used.includes(id));
  const family = alive.filter((other) => other.startsWith(`${id}.`) || id.startsWith(`${other}.`));
  return {
    isAlive: true,
    own: JSON.stringify([name, text, tactics.toSorted(), platforms.toSorted()]),
    related: JSON.stringify([users.map(([user]) => user).toSorted(), family.toSorted()]),
  };
}

function isTouched(id: string, before: World, after: World): boolean {
  const now = pageOf(id, after);
  const successor = now && !now.isAlive && now.own !== '' ? now.own : id;
  return [id, successor].some((one) => {
    const [was, is] = [pageOf(one, before), pageOf(one, after)];
    return isItselfTouched(was, is) || (was?.isAlive === true && is?.isAlive === true && was.related !== is.related);
  });
}

/** What was never there alive, nobody misses. */
function isItselfTouched(was: Page | undefined, is: Page | undefined): boolean {
  if (was?.isAlive || is?.isAlive) return was?.isAlive !== is?.isAlive || was?.own !== is?.own;
  return was !== undefined && is !== undefined && was.own !== is.own;
}

function isTouchedWithin({ tactics, platforms, not }: Filter, before: World, after: World): boolean {
  const passes = (one: WorldTechnique) =>
    one.end === undefined &&
    (tactics.length === 0 || tactics.some((id) => one.tactics.includes(id))) &&
    (platforms.length === 0 || platforms.some((platform) => one.platforms.includes(platform))) &&
    !not.some((platform) => one.platforms.includes(platform));
  const within = [...before.techniques, ...after.techniques].filter(passes).map(({ id }) => id);
  return [...within, ...tactics].some((id) => isItselfTouched(pageOf(id, before), pageOf(id, after)));
}
