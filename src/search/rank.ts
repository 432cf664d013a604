/** Which of several equals people most likely mean: by kind, by domain, by number. */

import { DOMAINS } from '../attack/domain.ts';
import type { AttackObject, Kind } from '../attack/object.ts';

/** As an incident channel asks: what was done, by whom, with what, and what to do about it. */
const KINDS: readonly Kind[] = [
  'technique',
  'tactic',
  'group',
  'software',
  'campaign',
  'mitigation',
  'detection-strategy',
  'analytic',
  'data-component',
  'data-source',
  'asset',
  'matrix',
];

/** For sorting, likeliest first. Never 0 for two different objects, so that no order of arrival shows through. */
export function compareLikely(a: AttackObject, b: AttackObject): number {
  return (
    rankStatus(a) - rankStatus(b) ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    rankDomain(a) - rankDomain(b) ||
    compareText(a.id, b.id) ||
    compareText(a.stixId, b.stixId)
  );
}

function rankStatus({ status }: AttackObject): number {
  return status === 'active' ? 0 : 1;
}

function rankDomain({ domains }: AttackObject): number {
  return Math.min(...domains.map((domain) => DOMAINS.indexOf(domain)));
}

/** By UTF-16 units, whatever the locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
