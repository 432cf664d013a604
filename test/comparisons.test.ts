import { afterEach, describe, expect, it, vi } from 'vitest';
import { createComparisons } from '../src/comparisons.ts';
import { withNews } from '../src/search/catalog.ts';
import { tactic, technique } from './fixtures/bundle.ts';
import { EARLIER_CATALOG, LATER_CATALOG, releaseOf, TWO_COMPARED } from './fixtures/two-releases.ts';

const earlier = { release: '17.1', catalog: EARLIER_CATALOG };
const later = { release: '18.1', catalog: LATER_CATALOG };
const OTHER = releaseOf('19.0', {
  enterprise: [tactic({ id: 'TA0002', shortname: 'execution' }), technique({ id: 'T1001' })],
});

describe('comparisons', () => {
  afterEach(() => void vi.useRealTimers());

  it('are what differs, found in slices', async () => {
    const changes = await createComparisons(() => LATER_CATALOG).between(earlier, later, ['enterprise', 'ics']);
    expect(changes).toEqual(TWO_COMPARED.changes);
  });

  it('are shared by those who ask at the same time, and by those who ask again', async () => {
    const comparisons = createComparisons(() => LATER_CATALOG);
    const [one, same] = [0, 1].map(() => comparisons.between(earlier, later, ['enterprise']));
    expect(same).toBe(one);
    await one;
    expect(comparisons.between(earlier, later, ['enterprise'])).toBe(one);
    // News about where a catalog comes from are none of what it holds.
    const renewed = { release: '18.1', catalog: withNews(LATER_CATALOG, { copies: [] }) };
    expect(comparisons.between(earlier, renewed, ['enterprise'])).toBe(one);
  });

  it('are apart by domains and by releases', async () => {
    const comparisons = createComparisons(() => LATER_CATALOG);
    const enterprise = await comparisons.between(earlier, later, ['enterprise']);
    const ics = await comparisons.between(earlier, later, ['ics']);
    expect([enterprise.domains, ics.domains]).toEqual([['enterprise'], ['ics']]);
    const back = await comparisons.between(later, earlier, ['ics']);
    expect([back.from, back.to]).toEqual(['18.1', '17.1']);
  });

  it('are tried again after a failure', async () => {
    const comparisons = createComparisons(() => LATER_CATALOG);
    const broken = { release: '17.1', catalog: { ...EARLIER_CATALOG, outgoing: undefined as never } };
    const first = comparisons.between(broken, later, ['enterprise']);
    await expect(first).rejects.toThrow(TypeError);
    expect(comparisons.between(earlier, later, ['enterprise'])).not.toBe(first);
    await expect(comparisons.between(earlier, later, ['enterprise'])).resolves.toMatchObject({ from: '17.1' });
  });

  it('are forgotten but for the last few', () => {
    const comparisons = createComparisons(() => LATER_CATALOG);
    const first = comparisons.between(earlier, later, ['enterprise']);
    const second = comparisons.between(earlier, later, ['ics']);
    comparisons.between(later, earlier, ['enterprise']);
    expect(comparisons.between(earlier, later, ['enterprise'])).toBe(first);
    comparisons.between(later, earlier, ['ics']);
    expect(comparisons.between(earlier, later, ['enterprise'])).toBe(first);
    expect(comparisons.between(earlier, later, ['ics'])).not.toBe(second);
  });

  it('are forgotten once another release is taken up', () => {
    let newest = LATER_CATALOG;
    const comparisons = createComparisons(() => newest);
    const first = comparisons.between(earlier, later, ['enterprise']);
    newest = OTHER;
    expect(comparisons.between(earlier, later, ['enterprise'])).not.toBe(first);
  });

  it('are forgotten when nobody has asked for a while', () => {
    vi.useFakeTimers();
    const comparisons = createComparisons(() => LATER_CATALOG);
    const first = comparisons.between(earlier, later, ['enterprise']);
    vi.advanceTimersByTime(14 * 60_000);
    expect(comparisons.between(earlier, later, ['enterprise'])).toBe(first);
    vi.advanceTimersByTime(15 * 60_000);
    expect(comparisons.between(earlier, later, ['enterprise'])).not.toBe(first);
  });
});
