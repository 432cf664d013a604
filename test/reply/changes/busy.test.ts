import { describe, expect, it } from 'vitest';
import { DOMAINS, type Domain } from '../../../src/attack/domain.ts';
import { reply } from '../../../src/reply/reply.ts';
import {
  analytic,
  asset,
  campaign,
  dataComponent,
  dataSource,
  group,
  malware,
  mitigation,
  relationship,
  type Spec,
  type Stix,
  strategy,
  tactic,
  technique,
} from '../../fixtures/bundle.ts';
import { findFaults } from '../../fixtures/message-faults.ts';
import { read } from '../../fixtures/person.ts';
import { compareCatalogs, releaseOf } from '../../fixtures/two-releases.ts';

const KINDS: readonly (readonly [string, (spec: Spec) => Stix])[] = [
  ['T', technique],
  ['TA', (spec) => tactic({ ...spec, shortname: spec.id.toLowerCase() })],
  ['G', group],
  ['S', malware],
  ['C', campaign],
  ['M', mitigation],
  ['DS', dataSource],
  ['DC', dataComponent],
  ['DET', strategy],
  ['AN', analytic],
  ['A', asset],
];

/** One object of each type in each class of the changelog, in a domain. */
function worldOf(domain: Domain, isLater: boolean): readonly Stix[] {
  const place = DOMAINS.indexOf(domain) + 1;
  return KINDS.flatMap(([letters, make]) => {
    const one = (digit: number, spec: Partial<Spec>) => make({ id: `${letters}${place}00${digit}`, ...spec });
    const either = (digit: number, before: Partial<Spec>, now: Partial<Spec>) => one(digit, isLater ? now : before);
    const revoked = either(6, {}, { status: 'revoked' });
    return [
      either(1, {}, { version: '2.0' }),
      either(2, {}, { version: '1.1' }),
      either(3, { version: '3.0' }, { version: '1.0' }),
      either(4, {}, { modified: '2026-01-01T00:00:00.000Z' }),
      either(5, {}, { status: 'deprecated' }),
      revoked,
      ...(isLater ? [one(7, {}), relationship(revoked, 'revoked-by', one(7, {}))] : [one(8, {})]),
    ];
  });
}

function releaseWith(release: string, isLater: boolean) {
  return releaseOf(release, Object.fromEntries(DOMAINS.map((domain) => [domain, worldOf(domain, isLater)])), 0);
}

describe('the summary of the busiest of releases', () => {
  it('keeps to Slack’s limits, and says how many types it leaves to the file', () => {
    const comparison = compareCatalogs(['17.1', releaseWith('17.1', false)], ['18.1', releaseWith('18.1', true)]);
    const compared = { kind: 'compared', comparison } as const;
    const message = reply({ kind: 'changes', page: 1 }, comparison.later, { now: 0, isPrivate: true, compared });
    expect(findFaults(message)).toEqual([]);
    const [, left] = /^(\d+) more types: the Markdown file has them all\.$/m.exec(read(message)) ?? [];
    const table = message.blocks.find(({ type }) => type === 'data_table') as unknown as { rows: readonly string[][] };
    expect(table.rows.length - 1 + Number(left)).toBe(KINDS.length * DOMAINS.length);
  });
});
