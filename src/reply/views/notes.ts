/** The small print beneath an answer: which release it is from, and a warning when that is old or only the embedded facts. */

import { labelDomain } from '../../attack/domain.ts';
import type { AttackObject } from '../../attack/object.ts';
import type { Catalog, Copy } from '../../search/catalog.ts';
import { escapeMrkdwn } from '../mrkdwn.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Mrkdwn: "ATT&amp;CK 18.1 · its version 1.5 · changed 2025-10-24". */
export function sourceNote(catalog: Catalog, object: AttackObject): string {
  const version = object.version === undefined ? [] : [`its version ${object.version}`];
  const changed = object.modified === undefined ? [] : [`changed ${object.modified.slice(0, 10)}`];
  return escapeMrkdwn([releaseOf(copiesOf(catalog, [object])), ...version, ...changed].join(' · '));
}

/** Mrkdwn; empty when all the objects come from copies that are fresh. */
export function ageNotes(catalog: Catalog, objects: readonly AttackObject[], now: number): readonly string[] {
  const worn = copiesOf(catalog, objects).filter((copy) => isWorn(copy, now));
  return [...Map.groupBy(worn, (copy) => describeAge(copy, now))].map(([age, copies]) =>
    escapeMrkdwn(`⚠ ${copies.map(({ domain }) => labelDomain(domain)).join(', ')}: ${age}`),
  );
}

/** Plain text: "ATT&CK 18.1", or "ATT&CK 18.1 and 17.1" where the domains differ. */
export function releaseOf(copies: readonly Copy[]): string {
  const releases = [...new Set(copies.map(({ release }) => release ?? 'of unnamed release'))];
  return `ATT&CK ${releases.join(' and ') || '(nothing loaded)'}`;
}

/** Plain text: how old, and why it matters. */
export function describeAge(copy: Copy, now: number): string {
  const age = formatSpan(now - copy.asOf);
  const release = copy.release ?? 'of unnamed release';
  if (copy.origin === 'embedded') {
    return `embedded facts of ATT&CK ${release}, made ${age} ago, without MITRE's texts; newer data has not been loaded yet`;
  }
  return `data may be old: ATT&CK ${release} was last known to be current ${age} ago`;
}

/** Embedded facts always are; a copy is once it is older than it may grow. */
export function isWorn(copy: Copy, now: number): boolean {
  return copy.origin === 'embedded' || now - copy.asOf > copy.freshFor;
}

/** "3 days", "5 hours", "2 minutes"; from ms. */
export function formatSpan(span: number): string {
  const [unit, word] = span >= 2 * DAY ? [DAY, 'days'] : span >= 2 * HOUR ? [HOUR, 'hours'] : [MINUTE, 'minutes'];
  const number = Math.floor(Math.max(0, span) / unit);
  return number === 0 ? 'less than a minute' : number === 1 ? '1 minute' : `${number} ${word}`;
}

function copiesOf(catalog: Catalog, objects: readonly AttackObject[]): readonly Copy[] {
  return catalog.copies.filter(({ domain }) => objects.some(({ domains }) => domains.includes(domain)));
}
