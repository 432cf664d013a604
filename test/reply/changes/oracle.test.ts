import { describe, expect, it } from 'vitest';
import { DOMAINS } from '../../../src/attack/domain.ts';
import { answerComparison } from '../../../src/reply/changes/answer.ts';
import { tallyOfficial } from '../../../src/reply/changes/tally.ts';
import type { OfficialClass } from '../../../src/reply/changes/topic.ts';
import { buildCatalog } from '../../../src/search/build.ts';
import { subjectOf } from '../../../src/search/changes/change.ts';
import { editionOf } from '../../fixtures/bundle.ts';
import { hasShared, readOracle, realBundle } from '../../fixtures/shared.ts';
import { compareCatalogs } from '../../fixtures/two-releases.ts';

type Oracle = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>>>;

/** The oracle's words for what people filter by, and for the lists that they ask for. */
const TYPES: Readonly<Record<string, string>> = {
  techniques: 'technique',
  software: 'software',
  groups: 'group',
  campaigns: 'campaign',
  assets: 'asset',
  mitigations: 'mitigation',
  datasources: 'data source',
  datacomponents: 'data component',
  detectionstrategies: 'detection strategy',
  analytics: 'analytic',
};
const CLASSES: Readonly<Record<string, OfficialClass>> = {
  additions: 'addition',
  major_version_changes: 'major',
  minor_version_changes: 'minor',
  other_version_changes: 'other',
  patches: 'patch',
  revocations: 'revocation',
  deprecations: 'deprecation',
  deletions: 'deletion',
};

describe.skipIf(!hasShared)('the lists of MITRE’s changelog (need ../shared)', () => {
  it.each([
    ['2.1', '2.1'],
    // Of 17.1 there is no other form: that the later release names none of its own changes nothing.
    ['2.0', '2.1'],
  ] as const)('have the objects of the reference, cell for cell, the later release in STIX %s', (form, earlierForm) => {
    const catalog = (release: '17.1' | '18.1', stix: '2.0' | '2.1') =>
      buildCatalog(
        DOMAINS.map((domain) => editionOf(realBundle(domain, release, stix), { release })),
        { endedAt: undefined, errors: [], nextAt: undefined },
      );
    const [earlier, later] = [catalog('17.1', earlierForm), catalog('18.1', form)];
    const { _meta, ...oracle } = readOracle('diff-oracle-17.1-18.1') as Oracle;
    expect(_meta).toBeDefined();
    let cells = 0;
    for (const [domain, types] of Object.entries(oracle)) {
      const known = DOMAINS.filter((one) => one === domain);
      const comparison = compareCatalogs(['17.1', earlier], ['18.1', later], known);
      const compared = { kind: 'compared', comparison } as const;
      const rows = tallyOfficial(known, comparison.changes.objects);
      for (const [type, classes] of Object.entries(types)) {
        const only = `domain:${domain} type:"${TYPES[type]}"`;
        for (const [name, list] of Object.entries(CLASSES)) {
          const found = answerComparison({ kind: 'changes', only, list, page: 1 }, compared);
          const wanted = classes[name] ?? [];
          // A type that neither release has any of is no value of a filter.
          const ids = found.kind === 'change list' ? found.objects.map((one) => subjectOf(one).id).sort() : [];
          expect([domain, type, name, ids]).toEqual([domain, type, name, [...wanted].sort()]);
          const row = rows.find((one) => one.type === TYPES[type]);
          expect(row?.counts.get(list) ?? 0).toBe(wanted.length);
          cells += 1;
        }
      }
    }
    expect(cells).toBe(160);
  });
});
