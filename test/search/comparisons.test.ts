import { describe, expect, it } from 'vitest';
import { withNews } from '../../src/search/catalog.ts';
import { sharedDomains } from '../../src/search/comparisons.ts';
import { EARLIER_CATALOG, LATER_CATALOG } from '../fixtures/two-releases.ts';

const earlier = { release: '17.1', catalog: EARLIER_CATALOG };

describe('the domains of two releases that are compared', () => {
  it('are those that both have', () => {
    expect(sharedDomains(earlier, { release: '18.1', catalog: LATER_CATALOG })).toEqual(['enterprise', 'ics']);
  });

  it('are none of which the newest still has an older copy, or one that states no release', () => {
    const stale = { enterprise: '18.1', ics: '17.1', mobile: undefined };
    const copies = LATER_CATALOG.copies.map((copy) => ({ ...copy, release: stale[copy.domain] }));
    const catalog = withNews(LATER_CATALOG, { copies });
    expect(sharedDomains(earlier, { release: '18.1', catalog })).toEqual(['enterprise']);
  });
});
